"""What may be published of agents: fixed quarters, large numbers, coarse shares; so that no subtraction shows a case.

A sum over the last twelve months can be taken twice, a month apart, and subtracted: what is left are two months, and of
a small office two people. A calendar quarter is published once, when it is over, and never counted again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

CASES_AT_LEAST: Final = 20
PERSONS_AT_LEAST: Final = 10
"""Decided cases and different persons of one agent's quarter, below which no share is published. A house rule."""
STEP: Final = 10
"""Shares are told in steps of ten points, and numbers in tens: of twenty cases no single one moves either."""
QUARTERS_SHOWN: Final = 4


def quarter_of(day: date) -> date:
    """Return the first day of the calendar quarter of a day.

    >>> quarter_of(date(2026, 11, 29)), quarter_of(date(2026, 3, 31))
    (datetime.date(2026, 10, 1), datetime.date(2026, 1, 1))
    """
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def next_quarter(first: date) -> date:
    """Return the first day of the quarter after one."""
    return date(first.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)


def quarters_before(first: date) -> Iterator[date]:
    """Yield the first days of the last quarters before one, the latest first, as many as are shown."""
    for _ in range(QUARTERS_SHOWN):
        first = date(first.year - (first.month == 1), (first.month - 4) % 12 + 1, 1)
        yield first


@dataclass(frozen=True, slots=True)
class Band:
    """A share as it may be published: about so many cases, of which between low and high per cent were in time."""

    about: int
    low: int
    high: int


def band(decided: int, in_time: int, persons: int) -> Band | None:
    """Return a share in time as it may be published, None where too few cases or persons stand behind it.

    The last step holds a hundred, so that "all of them" is not told of anybody's clients.

    >>> band(20, 19, 12), band(29, 29, 29), band(19, 19, 19), band(40, 40, 9)
    (Band(about=20, low=90, high=100), Band(about=20, low=90, high=100), None, None)
    """
    if decided < CASES_AT_LEAST or persons < PERSONS_AT_LEAST:
        return None
    low = min(in_time * 100 // decided // STEP * STEP, 100 - STEP)
    return Band(decided // STEP * STEP, low, low + STEP)
