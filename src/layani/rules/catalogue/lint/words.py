"""The words are plain: short sentences, and two languages that are really two."""

import re
from collections.abc import Iterator
from typing import Final

from layani.rules.catalogue.definition import Definition, words_of
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_

LONGEST_SENTENCE: Final = 25
"""Words in a sentence that a citizen reads. Source: plain-language guides of several governments name 20 to 25."""

SAME_FROM: Final = 4
"""From this many words on, the same text in both languages is taken for a forgotten translation."""


def check(one: Definition) -> Iterator[Problem]:
    """Warn of long sentences and of texts that were not translated."""
    for path, words in words_of(one.entry):
        for language in ("id", "en"):
            yield from _long(one, (*path, language), getattr(words, language))
        if words.id == words.en and len(words.id.split()) >= SAME_FROM:
            what = "the text is the same in both languages."
            yield one.source.problem((*path, "en"), what, "Translate one of the two.", warning=True)


def _long(one: Definition, path: Path_, text: str) -> Iterator[Problem]:
    for sentence in re.split(r"(?<=[.;:!?])\s+", text):
        count = len(sentence.split())
        if count > LONGEST_SENTENCE:
            yield one.source.problem(
                path,
                f"a sentence has {count} words, more than {LONGEST_SENTENCE}: '{' '.join(sentence.split()[:6])} …'.",
                "Make two sentences of it.",
                "Short sentences are understood at once.",
                warning=True,
            )


CHECK = check
