"""Numbered blanks, such as security paper: who holds which number, what became of it, and when it may be used."""
