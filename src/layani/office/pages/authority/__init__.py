"""The authority register: who may sign what, entered by one person and confirmed by another."""
