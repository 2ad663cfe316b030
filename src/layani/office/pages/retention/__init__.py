"""How long what is kept about people is kept: what is due, what was erased, and what is held back."""
