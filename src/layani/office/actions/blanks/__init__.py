"""Numbered blanks: they come in, are handed to officers, used for one letter each, spoiled, missed and counted."""
