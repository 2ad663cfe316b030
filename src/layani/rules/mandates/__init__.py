"""Mandates: who may bring papers for somebody else, for what, how long; and what stays the person's own."""
