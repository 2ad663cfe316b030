"""Which rows an entry of the map means."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from layani.rules.importing.grammar import MatchEntry
from layani.rules.importing.log import Row

Cells = Mapping[str, str | None]


@lru_cache(maxsize=10_000)
def pattern(text: str) -> re.Pattern[str]:
    """Return the expression of a text in which ``*`` stands for anything.

    >>> bool(pattern("T0* check").fullmatch("t02 Check")), bool(pattern("a.c").fullmatch("abc"))
    (True, False)
    """
    return re.compile(".*".join(re.escape(part) for part in text.strip().split("*")), re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class AnyOf:
    """Some patterns, of which one must fit."""

    patterns: tuple[re.Pattern[str], ...]

    def fits(self, value: str | None) -> bool:
        """Say whether one of the patterns is the whole value; no value is an empty one."""
        text = (value or "").strip()
        return any(one.fullmatch(text) for one in self.patterns)


def any_of(texts: Iterable[str]) -> AnyOf:
    """Return the patterns of some texts."""
    return AnyOf(tuple(pattern(text) for text in texts))


@dataclass(frozen=True)
class Where:
    """Conditions on columns, all of which must hold."""

    cells: Mapping[str, AnyOf] = field(default_factory=dict)

    def fits(self, cells: Cells) -> bool:
        """Say whether every condition holds; a column that the log does not have is empty."""
        return all(wanted.fits(cells.get(name)) for name, wanted in self.cells.items())


def where(entry: Mapping[str, list[str]] | None) -> Where:
    """Return the conditions of an entry."""
    return Where({name: any_of(values) for name, values in (entry or {}).items()})


@dataclass(frozen=True)
class Matcher:
    """Activity, label and columns that a row must have; what is None may be anything."""

    activity: AnyOf | None
    label: AnyOf | None
    where: Where

    def names(self, activity: str, label: str) -> bool:
        """Say whether activity and label fit."""
        return (not self.activity or self.activity.fits(activity)) and (not self.label or self.label.fits(label))

    def fits(self, row: Row) -> bool:
        """Say whether the whole row fits."""
        return self.names(row.activity, row.label) and self.where.fits(row.columns)


def matcher(entry: MatchEntry) -> Matcher:
    """Return the matcher of an entry."""
    return Matcher(
        any_of(entry.activity) if entry.activity else None,
        any_of(entry.label) if entry.label else None,
        where(entry.where),
    )
