"""The arithmetic of a service: parameters, decision tables, fees, benefits, scores, places and windows."""
