"""The office's calendar: on which days, and from when to when, it works."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

import holidays

Openings = tuple[tuple[time, time], ...]

MONDAY_TO_FRIDAY: Mapping[int, Openings] = MappingProxyType(
    {weekday: ((time(8), time(16)),) for weekday in range(5)},
)


@lru_cache(maxsize=64)
def indonesian_holidays(year: int) -> frozenset[date]:
    """Return the national holidays and the days of *cuti bersama* of one year.

    Source: the package ``holidays``, categories "public" and "government" (the joint decree of three ministers).
    Cuti bersama that has not been decreed yet is absent; a local or later decree is added as ``Calendar.closed``.
    """
    return frozenset(holidays.country_holidays("ID", years=year, categories=("public", "government")))


@dataclass(frozen=True)
class Calendar:
    """Working time of one office.

    hours:   weekday (Monday is 0) -> openings in local time, in order, not overlapping
    closed:  further days on which it does not work (local decrees)
    opened:  days on which it works although they are holidays (a hospital's counter, a market day)
    """

    timezone: ZoneInfo = ZoneInfo("Asia/Jakarta")
    hours: Mapping[int, Openings] = field(default_factory=lambda: MONDAY_TO_FRIDAY)
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()
    national: bool = True

    def openings(self, day: date) -> Openings:
        """Return the opening times of ``day`` in local time; empty on a day off.

        >>> Calendar().openings(date(2026, 8, 17))  # Independence Day
        ()
        """
        usual = self.hours.get(day.weekday(), ())
        if day in self.opened:
            return usual or MONDAY_TO_FRIDAY[0]
        if day in self.closed or (self.national and day in indonesian_holidays(day.year)):
            return ()
        return usual

    def is_working_day(self, day: date) -> bool:
        """Say whether the office works on ``day``, a local calendar date."""
        return bool(self.openings(day))

    def local(self, moment: datetime) -> datetime:
        """Return ``moment``, which must know its time zone, in the office's time."""
        return moment.astimezone(self.timezone)

    def at(self, day: date, clock: time) -> datetime:
        """Return the moment of a local date and time."""
        return datetime.combine(day, clock, self.timezone)
