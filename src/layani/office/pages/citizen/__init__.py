"""Pages for the person who needs a service."""
