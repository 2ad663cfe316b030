"""A real case as an example: every value that tells of a person is replaced, and every outcome stays the same."""
