"""Nothing is left to do: a text with TODO in it would be read by citizens, and a mark says that a line is a guess."""

import re
from collections.abc import Iterator
from typing import Final

from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.letters import without_remarks
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_

_TODO: Final = re.compile(r"\bTODO\b")
_READ: Final = ("the text still says TODO.", "Write what is meant.", "Citizens would read it.")
_MARK: Final = (
    "a guess is still marked TODO.",
    "Put it right, then take the mark away.",
    "Nobody has looked at it yet.",
)


def check(one: Definition) -> Iterator[Problem]:
    """Warn of every TODO in the service file and in its letters; one that citizens would read stops a publication."""
    for path in _read_paths(one):
        yield _left(one.source.file, one.source.line(path), "text")
    for marked in one.source.marked:
        yield _left(one.source.file, marked, "mark")
    for (outcome, language), letter in one.letters.items():
        file = f"{one.entry.service}/letters/{outcome}.{language}.md"
        shown = without_remarks(letter).split("\n")
        for number, line in enumerate(letter.split("\n"), start=1):
            if _TODO.search(line):
                yield _left(file, number, "text" if _TODO.search(shown[number - 1]) else "mark")


def _read_paths(one: Definition) -> Iterator[Path_]:
    """Yield where a text that citizens read says TODO: in either language, or in the name of a law."""
    for path, words in one.texts:
        for language in ("id", "en"):
            if _TODO.search(getattr(words, language)):
                yield (*path, language)
    for number, law in enumerate(one.entry.law):
        if _TODO.search(law.cite):
            yield ("law", number, "cite")


def _left(file: str, line: int, kind: str) -> Problem:
    what, write, why = _READ if kind == "text" else _MARK
    return Problem(file, line, what, write, why, "warning", todo=kind)


CHECK = check
