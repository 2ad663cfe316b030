"""Whose turn came when: how long people waited until an officer took their case, and who was passed over by whom."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from layani.rules.cases.urgency import AHEAD, FIRST

NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Turn:
    """One case in its first queue: when it arrived, when an officer first took it, and its place among urgencies."""

    arrived: datetime
    taken: datetime
    urgency: int


def passed_over(turns: Sequence[Turn], before: Iterable[Turn]) -> list[Turn]:
    """Return those of ``turns`` that somebody of a higher class passed: who came after them and was taken before them.

    before: the cases of the same queue that are first by law or were let ahead

    >>> hour = lambda h: datetime(2026, 11, 23, h, tzinfo=UTC)
    >>> early, late = Turn(hour(1), hour(5), 2), Turn(hour(3), hour(4), 0)
    >>> passed_over([early], [late]) == [early], passed_over([late], [early])
    (True, [])
    """
    firsts = list(before)
    quickest = {level: _quickest_after([one for one in firsts if one.urgency <= level]) for level in (FIRST, AHEAD)}
    found = []
    for turn in turns:
        if turn.urgency == FIRST:
            continue
        arrivals, taken = quickest[min(turn.urgency - 1, AHEAD)]
        place = bisect_right(arrivals, turn.arrived)
        if place < len(arrivals) and taken[place] < turn.taken:
            found.append(turn)
    return found


def _quickest_after(turns: list[Turn]) -> tuple[list[datetime], list[datetime]]:
    """Return the arrivals in order, and for each the earliest moment at which it or a later one was taken."""
    ordered = sorted(turns, key=lambda one: one.arrived)
    taken, earliest = [], NEVER
    for one in reversed(ordered):
        earliest = min(earliest, one.taken)
        taken.append(earliest)
    return [one.arrived for one in ordered], taken[::-1]
