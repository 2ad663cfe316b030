"""What may happen to a ticket: each file holds the rules of some acts."""
