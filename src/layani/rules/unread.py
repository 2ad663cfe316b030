"""The words for a law that nobody has read at its source yet, in one place, so that every page says it alike."""

from typing import Final

from layani.rules.text import Text

UNREAD: Final = Text("belum dicocokkan dengan naskah resmi", "not yet checked against the official text")
"""For whoever reads a page or a paper; files and code call such a law "recalled"."""

UNREAD_IN_A_LIST: Final = Text("belum dicocokkan", "not checked yet")
"""The same where a law is named beside each line, and there are many."""
