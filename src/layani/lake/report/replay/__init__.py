"""The report of a replay, one file for each part of its page."""
