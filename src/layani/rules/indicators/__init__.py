"""Indicators: one file raises one kind of flag for a person to look at."""
