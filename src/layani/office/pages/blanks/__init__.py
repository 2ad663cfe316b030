"""Numbered blanks: the supervisor's stock, and each officer's own."""
