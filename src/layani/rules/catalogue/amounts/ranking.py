"""Who has a place when there are fewer places than applications, and in which order the others wait."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final

from layani.rules.catalogue.amounts.model import Quota, Window

COMPLETE, RECEIVED, DRAW = "complete", "received", "draw"
NO_CRITERIA: Final = (COMPLETE, RECEIVED, DRAW)
"""Tie-breaks beside the parts of the score."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One application that meets all rules.

    case:   its code, which names it on the list
    score:  None could not be told and ranks last; points: by criterion
    complete: when it was found complete; None ranks after every other
    """

    case: str
    received: datetime
    score: int | None = None
    points: Mapping[str, int] = field(default_factory=dict)
    complete: datetime | None = None


@dataclass(frozen=True, slots=True)
class Allotment:
    """The cases in their order: with a place, waiting for one, and without."""

    placed: tuple[str, ...]
    waiting: tuple[str, ...]
    without: tuple[str, ...]

    @property
    def ordered(self) -> tuple[str, ...]:
        """All of them, the first first."""
        return (*self.placed, *self.waiting, *self.without)


def allot(entries: Iterable[Entry], quota: Quota, seed: str = "") -> Allotment:
    """Give out the places of one window, year or month.

    Ranked by score, the higher comes first; between equals the quota's ``ties`` decide, in their order. The case's code
    decides the rest, so that the order is the same for everybody who works it out again.
    seed: what the draw begins with; public, and known to nobody when it could still be applied for
    """
    ordered = [one.case for one in sorted(entries, key=lambda one: _rank(one, quota, seed))]
    placed, others = tuple(ordered[: quota.places]), tuple(ordered[quota.places :])
    return Allotment(placed, others if quota.waiting_list else (), () if quota.waiting_list else others)


def lot(seed: str, code: str) -> str:
    """Return what a case has drawn, in hexadecimal digits; the smallest comes first.

    Anybody can work it out: it is the SHA-256 of the seed, a line feed and the code.

    >>> lot("1 abc", "R-2222-2222")[:8]
    '13de0bcc'
    """
    return sha256(f"{seed}\n{code}".encode()).hexdigest()


def _rank(entry: Entry, quota: Quota, seed: str) -> tuple[object, ...]:
    points = entry.score if quota.ranked_by == "score" else 0
    return (points is None, -(points or 0), *(_tie(entry, tie, seed) for tie in quota.ties), entry.received, entry.case)


def _tie(entry: Entry, tie: str, seed: str) -> tuple[object, ...]:
    if tie == DRAW:
        return (lot(seed, entry.case),)
    if tie == COMPLETE:
        return (entry.complete is None, entry.complete or entry.received)
    return (entry.received,) if tie == RECEIVED else (-entry.points.get(tie, 0),)


def period(quota: Quota, windows: tuple[Window, ...], day: date) -> str:
    """Return the name of the period whose places a day's applications share; "" outside all windows.

    day: the local day of filing
    >>> period(Quota(2, "month", "received", False, "perwali"), (), date(2026, 12, 3))
    '2026-12'
    """
    if quota.per == "window":
        return next((one.opens.isoformat() for one in windows if one.opens <= day <= one.closes), "")
    return f"{day:%Y}" if quota.per == "year" else f"{day:%Y-%m}"


def days_of(quota: Quota, windows: tuple[Window, ...], day: date) -> tuple[date, date] | None:
    """Return the first and the last day of the period in which a day lies; None outside all windows.

    >>> days_of(Quota(2, "month", "received", False, "perwali"), (), date(2026, 12, 3))
    (datetime.date(2026, 12, 1), datetime.date(2026, 12, 31))
    """
    if quota.per == "window":
        return next(((one.opens, one.closes) for one in windows if one.opens <= day <= one.closes), None)
    if quota.per == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
