"""How another system's event log is read as acts: the map that says so, and the plan that follows from both."""
