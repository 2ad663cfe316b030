"""Who was served first, and how long the others waited: the part of a month's figures that may be published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from layani.office.pages.public.promise_figures import working_words
from layani.office.tables.models.papers import Figures
from layani.rules.text import Text
from layani.rules.voice.small_numbers import LEAST, shown

PARTS = ("first", "ahead", "in_turn")
PLACES = (*PARTS, "passed_over")


@dataclass(frozen=True, slots=True)
class Waited:
    """How many, and the median of working minutes until an officer took the case; None where it is hidden."""

    count: int | None
    minutes: int | None

    @property
    def words(self) -> Text | None:
        """The median in words."""
        return None if self.minutes is None else working_words(self.minutes)


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One month: first by law, let ahead by leave, in turn; and who was passed over among them."""

    month: date
    first: Waited
    ahead: Waited
    in_turn: Waited
    passed_over: Waited


def turn_lines(rows: Iterable[Figures]) -> tuple[TurnLine, ...]:
    """Return the months of which something may be said, the oldest first."""
    lines = (_line(row) for row in rows if row.turns and row.decided >= LEAST)
    return tuple(line for line in lines if line.first.count != 0 or line.ahead.count != 0)


def _line(row: Figures) -> TurnLine:
    waited = {name: _waited(row, name) for name in PLACES}
    # The three together are the decided, which are published: with one of them hidden, another must be, too.
    hidden = [name for name in PARTS if waited[name].count is None]
    if len(hidden) == 1:
        most = max((name for name in PARTS if name not in hidden), key=lambda name: waited[name].count or 0)
        waited[most] = Waited(None, waited[most].minutes)
    return TurnLine(row.month, **waited)


def _waited(row: Figures, name: str) -> Waited:
    count, minutes = row.turns.get(name, (0, None))
    return Waited(shown(count), minutes if count >= LEAST else None)


def turn_values(row: Figures) -> dict[str, int | None]:
    """Return a month's columns for the open data."""
    line = _line(row) if row.turns and row.decided >= LEAST else None
    found: dict[str, int | None] = {}
    for name in PLACES:
        one: Waited = getattr(line, name) if line else Waited(None if row.decided else 0, None)
        found |= {name: one.count, f"{name}_wait": one.minutes}
    return found
