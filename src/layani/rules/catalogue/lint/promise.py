"""A promise has no escape: that an official is absent or the network slow is the office's time, not the citizen's."""

import re
from collections.abc import Iterator
from typing import Final

from layani.rules.catalogue.data import read_data
from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.lint.phrases import Phrases, pattern
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_

_WORDS: Final = read_data("escapes")
_NEAR: Final = r"[^.,;:!?]{0,30}?"
"""What may stand between the words of an escape: something short, in the same part of a sentence."""


def _escape(language: str) -> re.Pattern[str]:
    parts = (pattern(_WORDS[part][language]).pattern for part in ("condition", "owner", "state"))
    return re.compile(_NEAR.join(parts), re.IGNORECASE)


_ANYWHERE: Final = {language: _escape(language) for language in ("id", "en")}
_OWNER: Final = {language: Phrases(_WORDS["owner"][language]) for language in ("id", "en")}
_LOOSE: Final = {language: Phrases(_WORDS["loose"][language]) for language in ("id", "en")}
_PROMISES: Final[frozenset[Path_]] = frozenset(
    {("standard", "procedure"), ("standard", "time_limit"), ("standard", "service_guarantee")}
)

_OF_THE_OFFICE: Final = frozenset({"name", "need", "summary", "standard", "fee", "gives"})
"""Keys below which the office speaks for itself; elsewhere it may be an instruction that only sounds like an escape."""


def check(one: Definition) -> Iterator[Problem]:
    """Look for escapes in every text, and harder where the time and the guarantee are promised."""
    for path, words in one.texts:
        for language in ("id", "en"):
            found = escape_in(getattr(words, language), language, promised=path in _PROMISES)
            if found:
                elsewhere = path[0] not in _OF_THE_OFFICE
                yield one.source.problem((*path, language), *_said(found), warning=elsewhere)
    for (outcome, language), letter in one.letters.items():
        match = _ANYWHERE[language].search(letter) if _OWNER[language].find(letter) else None
        if match:
            line = letter.count("\n", 0, match.start()) + 1
            yield Problem(
                f"{one.entry.service}/letters/{outcome}.{language}.md", line, *_said(match[0]), level="warning"
            )


def escape_in(text: str, language: str, *, promised: bool) -> str | None:
    """Return the words by which a text leaves itself a way out, or None.

    promised: the text promises a time or a guarantee, so that loose words count too
    """
    match = None
    if _OWNER[language].find(text):
        match = _ANYWHERE[language].search(text)
    if match is None and promised:
        return _LOOSE[language].find(text)
    return match[0] if match else None


def _said(found: str) -> tuple[str, str, str]:
    """Return what, what to write, and why."""
    shown = " ".join(found.split())
    return (
        f"the promise has an escape: '{shown}'.",
        "Promise a time that holds anyway, or a longer one.",
        "Absence, network and power are the office's time, not the citizen's.",
    )


CHECK = check
