"""Who has a place when there are fewer places than applications, and in which order the others wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from layani.rules.catalogue.amounts.model import Quota, Window


@dataclass(frozen=True, slots=True)
class Entry:
    """One application that meets all rules. ``score`` None could not be told and ranks last."""

    case: str
    received: datetime
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Allotment:
    """The cases in their order: with a place, waiting for one, and without."""

    placed: tuple[str, ...]
    waiting: tuple[str, ...]
    without: tuple[str, ...]


def allot(entries: Iterable[Entry], quota: Quota) -> Allotment:
    """Give out the places of one window, year or month.

    Ranked by score, the higher comes first; of equal scores, and where nothing is scored, the one received earlier.
    The case's number decides the rest, so that the order is the same for everybody who works it out again.
    """
    ordered = [one.case for one in sorted(entries, key=lambda one: _rank(one, quota))]
    placed, others = tuple(ordered[: quota.places]), tuple(ordered[quota.places :])
    return Allotment(placed, others if quota.waiting_list else (), () if quota.waiting_list else others)


def _rank(entry: Entry, quota: Quota) -> tuple[bool, int, datetime, str]:
    points = entry.score if quota.ranked_by == "score" else 0
    return (points is None, -(points or 0), entry.received, entry.case)


def period(quota: Quota, windows: tuple[Window, ...], day: date) -> str:
    """Return the name of the period whose places a day's applications share; "" outside all windows.

    day: the local day of filing
    >>> period(Quota(2, "month", "received", False, "perwali"), (), date(2026, 12, 3))
    '2026-12'
    """
    if quota.per == "window":
        return next((one.opens.isoformat() for one in windows if one.opens <= day <= one.closes), "")
    return f"{day:%Y}" if quota.per == "year" else f"{day:%Y-%m}"
