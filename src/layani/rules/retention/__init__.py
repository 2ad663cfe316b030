"""How long what is kept about people is kept, by which rule, and what holds an erasure up."""
