"""What the record costs: taking acts in, publishing them, checking a whole copy, proofs."""
