"""The front door: what a ticket is, what may happen to it, who is called next, and what ends it."""
