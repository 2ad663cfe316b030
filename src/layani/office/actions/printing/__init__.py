"""Papers that anybody may have of a service: its blank form, and its standard."""
