"""Verbs: the only functions that change a case, one act each."""
