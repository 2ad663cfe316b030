"""Looks for words of a list in a text, as whole words and whatever their capitals."""

import re
from collections.abc import Iterable


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern for all phrases, longer ones first; a space stands for any white space.

    >>> pattern(["surat pengantar", "surat"]).search("Surat  pengantar RT")[0]
    'Surat  pengantar'
    """
    longest_first = sorted(phrases, key=len, reverse=True)
    one_of = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{one_of})(?!\w)", re.IGNORECASE)
