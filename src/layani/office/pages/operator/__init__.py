"""Pages for the office's IT person."""
