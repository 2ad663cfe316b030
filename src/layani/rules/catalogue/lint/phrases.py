"""Looks for words of a list in a text, as whole words and whatever their capitals.

The words of a text are looked up one by one, so that a list may be as long as it likes.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

WORD: Final = re.compile(r"\w+(?:[-/'’]\w+)*")
"""A word, together with what a hyphen, a stroke or an apostrophe joins to it: RT/RW, e-KTP, mother's."""


class Phrases:
    """A list of words and groups of words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(WORD.findall(phrase.lower()))
            self._by_first.setdefault(words[0], []).append(words)
        for known in self._by_first.values():
            known.sort(key=len, reverse=True)

    def find(self, text: str) -> str | None:
        """Return the first of the phrases that stands in the text, as it stands there; the longest of those that do.

        >>> Phrases(["surat pengantar", "surat"]).find("Bawa Surat  Pengantar RT")
        'Surat  Pengantar'
        """
        return next(self.all_in(text), None)

    def all_in(self, text: str) -> Iterator[str]:
        """Yield every phrase of the list that stands in the text, in the text's order."""
        words = [word.lower() for word in WORD.findall(text)]
        spans: list[tuple[int, int]] = []
        for number, word in enumerate(words):
            for phrase in self._by_first.get(word, ()):
                # Nearly every word ends here: where the words stand is asked only once some are a phrase's.
                if phrase != tuple(words[number : number + len(phrase)]):
                    continue
                spans = spans or [found.span() for found in WORD.finditer(text)]
                if found := _together(text, spans[number : number + len(phrase)]):
                    yield found
                    break


def _together(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text of words that stand there; "" if more than space is between them."""
    between = (text[end:start] for (_, end), (start, _) in pairwise(spans))
    return text[spans[0][0] : spans[-1][1]] if all(one.isspace() for one in between) else ""


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern for a short list of phrases, longer ones first; a space stands for any white space."""
    longest_first = sorted(phrases, key=len, reverse=True)
    one_of = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{one_of})(?!\w)", re.IGNORECASE)
