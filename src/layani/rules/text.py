"""Words to a reader, in the two languages that every page has."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["id", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Indonesian and in English."""

    id: str
    en: str

    def in_(self, language: str) -> str:
        """Return the sentence in ``language`` ("id" or "en"); any other language gets Indonesian.

        >>> Text(id="Layani", en="Serve").in_("en")
        'Serve'
        """
        return self.en if language == "en" else self.id
