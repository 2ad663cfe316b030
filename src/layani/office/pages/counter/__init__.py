"""Pages for the officer who types for a person at the counter."""
