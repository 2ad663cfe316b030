"""What may happen to a case, what an act does to it, and when it is due."""
