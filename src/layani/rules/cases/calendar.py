"""The office's calendar: on which days, and from when to when, it works, as known on a certain day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from fractions import Fraction
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Final, Self
from zoneinfo import ZoneInfo

import holidays

from layani.rules.text import Text

Openings = tuple[tuple[time, time], ...]

MONDAY_TO_FRIDAY: Mapping[int, Openings] = MappingProxyType(
    {weekday: ((time(8), time(16)),) for weekday in range(5)},
)

FIRST_JOINT_LEAVE: Final = 2002
"""The first year with *cuti bersama*. Source: the package ``holidays``, category "government"."""


@lru_cache(maxsize=64)
def indonesian_holidays(year: int) -> frozenset[date]:
    """Return the national holidays and the days of *cuti bersama* of one year.

    Source: the package ``holidays``, categories "public" and "government" (the joint decree of three ministers).
    Cuti bersama that has not been decreed yet is absent; a local or later decree is added as ``Calendar.decrees``.
    """
    return frozenset(holidays.country_holidays("ID", years=year, categories=("public", "government")))


@lru_cache(maxsize=64)
def holiday_names(year: int) -> Mapping[date, Text]:
    """Return the names of ``indonesian_holidays`` in both languages; read only where a date is explained."""
    ours, theirs = (
        holidays.country_holidays("ID", years=year, categories=("public", "government"), language=language)
        for language in ("id", "en_US")
    )
    return {day: Text(id=ours[day], en=theirs[day]) for day in ours}


@lru_cache(maxsize=64)
def _joint_leave_is_known(year: int) -> bool:
    return year < FIRST_JOINT_LEAVE or bool(holidays.country_holidays("ID", years=year, categories=("government",)))


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


@dataclass(frozen=True)
class Decree:
    """A decree that changes the calendar.

    number:  how it is cited ("Keputusan Bupati 188/45/2026"); issued: the local day on which it was
    closed:  days off by it -> their names; opened: days on which the office works by it
    year:    the year whose joint leave it sets, where the package does not know it yet
    """

    number: str
    issued: date
    closed: Mapping[date, Text] = field(default_factory=dict)
    opened: frozenset[date] = frozenset()
    year: int | None = None

    @property
    def days(self) -> frozenset[date]:
        """Every day that it speaks of."""
        return self.opened | self.closed.keys()


@dataclass(frozen=True)
class Calendar:
    """Working time of one office.

    hours:    weekday (Monday is 0) -> openings in local time, in order, not overlapping
    closed:   further days on which it does not work
    opened:   days on which it works although they are holidays (a hospital's counter, a market day)
    names:    names of days in ``closed``, where they have one
    decrees:  what changed the calendar later, the oldest first; of two that speak of a day the later one holds
    units:    unit of the office -> its own hours, instead of ``hours``
    """

    timezone: ZoneInfo = ZoneInfo("Asia/Jakarta")
    hours: Mapping[int, Openings] = field(default_factory=lambda: MONDAY_TO_FRIDAY)
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()
    national: bool = True
    names: Mapping[date, Text] = field(default_factory=dict)
    decrees: tuple[Decree, ...] = ()
    units: Mapping[str, Mapping[int, Openings]] = field(default_factory=dict)

    @cached_property
    def _decreed(self) -> Mapping[date, tuple[bool, Text | None]]:
        """Day -> whether the office works on it and the day's name, by the last decree that speaks of it."""
        said: dict[date, tuple[bool, Text | None]] = {}
        for decree in self.decrees:
            said |= {day: (True, None) for day in decree.opened}
            said |= {day: (False, name) for day, name in decree.closed.items()}
        return said

    @cached_property
    def usual_day(self) -> Fraction:
        """Working minutes of the average working day, by the office's hours."""
        days = [openings for openings in self.hours.values() if openings]
        return Fraction(sum(_minutes(closes) - _minutes(opens) for day in days for opens, closes in day), len(days))

    @cached_property
    def _known_openings(self) -> dict[date, Openings]:
        """What ``openings`` has found, for a page asks for the same days several times; they never change here."""
        return {}

    def openings(self, day: date) -> Openings:
        """Return the opening times of ``day`` in local time; empty on a day off.

        >>> Calendar().openings(date(2026, 8, 17))  # Independence Day
        ()
        """
        found = self._known_openings.get(day)
        if found is None:
            found = self._known_openings[day] = self._openings(day)
        return found

    def _openings(self, day: date) -> Openings:
        usual = self.hours.get(day.weekday(), ())
        if self._opened(day):
            return usual or MONDAY_TO_FRIDAY[0]
        return () if self._closed(day) else usual

    def _opened(self, day: date) -> bool:
        return self._decreed[day][0] if day in self._decreed else day in self.opened

    def _closed(self, day: date) -> bool:
        if day in self._decreed:
            return not self._decreed[day][0]
        return day in self.closed or (self.national and day in indonesian_holidays(day.year))

    def is_working_day(self, day: date) -> bool:
        """Say whether the office works on ``day``, a local calendar date."""
        return bool(self.openings(day))

    def holiday(self, day: date) -> Text | None:
        """Return the name of the holiday that closes the office on ``day``; None on any other day, weekends too.

        >>> Calendar().holiday(date(2026, 12, 25)).en
        'Christmas Day'
        """
        if self._opened(day) or not self._closed(day):
            return None
        named = self._decreed[day][1] if day in self._decreed else self.names.get(day)
        return named or holiday_names(day.year).get(day) or Text("hari libur", "a day off")

    def days_off(self, years: Iterable[int]) -> list[date]:
        """Return the holidays of these years on which the office is closed, in order; weekends only if they are one."""
        national = {day for year in years for day in indonesian_holidays(year)} if self.national else set()
        return sorted(day for day in national | self.closed | self._decreed.keys() if not self._opened(day))

    def knows(self, year: int) -> bool:
        """Say whether the joint leave of ``year`` has been decreed; until then its due dates may still move."""
        return not self.national or _joint_leave_is_known(year) or any(one.year == year for one in self.decrees)

    def known_on(self, day: date) -> Self:
        """Return the calendar as it was known on ``day``: without the decrees that were issued later."""
        return replace(self, decrees=tuple(one for one in self.decrees if one.issued <= day))

    def of_unit(self, unit: str) -> Self:
        """Return the calendar of one unit of the office: its hours if it has its own, the office's otherwise."""
        return replace(self, hours=self.units[unit]) if unit in self.units else self

    def local(self, moment: datetime) -> datetime:
        """Return ``moment``, which must know its time zone, in the office's time."""
        return moment.astimezone(self.timezone)

    def at(self, day: date, clock: time) -> datetime:
        """Return the moment of a local date and time."""
        return datetime.combine(day, clock, self.timezone)
