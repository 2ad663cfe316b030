"""What of a new version counts for applications that are open when it begins, and what keeps one from following.

An application follows as a whole or not at all. It follows only from a version that differs from the new one in what
the law makes it follow; so no question, step, term, fee or letter that it began with is exchanged under its hands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from layani.rules.text import Text

Letters = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class OpenCases:
    """Which parts of the file open applications follow, by which law (id), and why in the applicants' words."""

    follow: tuple[str, ...]
    law: str
    says: Text


BESIDE_THE_CASE: Final = frozenset(
    {
        "version", "open_cases", "law", "name", "need", "summary", "words", "life_events", "for", "channels", "minutes",
        "cases_a_year", "standard", "intake", "closes", "next", "survey",
    }
)  # fmt: skip
"""What a file says of the way in and of the service as such: nothing that an open application is judged by."""

LETTERS: Final = "letters"


def in_the_way(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    letters: tuple[Letters, Letters],
    follow: Sequence[str],
) -> tuple[str, ...]:
    """Return the parts that differ and that open applications do not follow, in the order of the files.

    before, after: the values of the two service files; letters: {(outcome, language): text} of both

    >>> before = {"version": 1, "ask": ["name"], "rules": ["a"]}
    >>> in_the_way(before, {"version": 2, "ask": ["phone"], "rules": ["b"]}, ({}, {}), ["rules"])
    ('ask',)
    """
    free = BESIDE_THE_CASE.union(follow)
    parts = [key for key in dict.fromkeys((*before, *after)) if key not in free]
    found = [key for key in parts if before.get(key) != after.get(key)]
    return (*found, LETTERS) if letters[0] != letters[1] else tuple(found)
