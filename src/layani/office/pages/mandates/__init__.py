"""Pages of mandates: give, see and end one; stop what somebody else filed; file for somebody else."""
