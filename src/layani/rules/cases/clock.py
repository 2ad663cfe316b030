"""The working-time clock of a case: when something is due, and how much working time has passed."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal

from layani.rules.cases.calendar import Calendar
from layani.rules.text import Text

Unit = Literal["working minutes", "working hours", "working days", "calendar days", "weeks", "months"]
"""Minutes, hours and days of work; days, weeks and months of the calendar, of which no day is left out."""

CALENDAR_DAYS: Final[dict[str, float]] = {"calendar days": 1.0, "weeks": 7.0, "months": 365.25 / 12}
"""How many days of the calendar a unit has, on average."""

CALENDAR_UNITS: Final[frozenset[str]] = frozenset(CALENDAR_DAYS)

# Beyond ten years without one open hour the calendar is wrong, and a loop would not end.
SEARCH_LIMIT = timedelta(days=3660)

_UNITS: dict[Unit, Text] = {
    "working minutes": Text(id="menit kerja", en="working minutes"),
    "working hours": Text(id="jam kerja", en="working hours"),
    "working days": Text(id="hari kerja", en="working days"),
    "calendar days": Text(id="hari kalender", en="calendar days"),
    "weeks": Text(id="minggu", en="weeks"),
    "months": Text(id="bulan", en="months"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as the law or the promise states it."""

    amount: int
    unit: Unit

    def words(self) -> Text:
        """Return the term in words.

        >>> Term(1, "working days").words()
        Text(id='1 hari kerja', en='1 working day')
        """
        unit = _UNITS[self.unit]
        english = unit.en.removesuffix("s") if self.amount == 1 else unit.en
        return Text(id=f"{self.amount} {unit.id}", en=f"{self.amount} {english}")


OPEN_TIME: Final[dict[str, timedelta]] = {
    "working minutes": timedelta(minutes=1),
    "working hours": timedelta(hours=1),
}
"""How long one unit of open time is; all other units end with a day."""


class NoWorkingTime(ValueError):
    """The calendar has no open hour in ten years; give the office opening hours."""


def due(calendar: Calendar, start: datetime, term: Term) -> datetime:
    """Return the last moment (UTC) at which an answer is in time.

    working minutes, hours:  open time after ``start``
    working days:            the close of the n-th working day after the day of ``start``, which is not itself counted
    calendar days, weeks:    the end of the n-th day (of the n-th seventh day) after the day of ``start``
    months:                  the end of the day with the same number n months later, or of that month's last day
    Source: UU 30/2014 pasal 1 and 53 count in days; that the first day is not counted is the common reading.

    >>> due(Calendar(), datetime(2026, 11, 20, 2, tzinfo=UTC), Term(2, "working days")).isoformat()
    '2026-11-24T09:00:00+00:00'
    """
    if term.unit in OPEN_TIME:
        return add_working_time(calendar, start, term.amount * OPEN_TIME[term.unit])
    first = calendar.local(start).date()
    if term.unit in CALENDAR_UNITS:
        return calendar.at(_days_later(first, term), time(23, 59, 59)).astimezone(UTC)
    day = nth_working_day(calendar, first, term.amount)
    return closing(calendar, day)


def _days_later(first: date, term: Term) -> date:
    if term.unit == "months":
        return months_later(first, term.amount)
    return first + timedelta(days=term.amount * (7 if term.unit == "weeks" else 1))


def months_later(day: date, months: int) -> date:
    """Return the day with the same number ``months`` later, or the last day of a month that has no such day.

    >>> months_later(date(2027, 1, 31), 1)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def nth_working_day(calendar: Calendar, after: date, count: int) -> date:
    """Return the ``count``-th working day after ``after``; with 0, the first working day from ``after`` on."""
    day = after if count else after - timedelta(days=1)
    for _ in range(max(count, 1)):
        day = next(_working_days(calendar, day + timedelta(days=1)))
    return day


def closing(calendar: Calendar, day: date) -> datetime:
    """Return the moment (UTC) at which the office closes on a working day."""
    return calendar.at(day, calendar.openings(day)[-1][1]).astimezone(UTC)


def add_working_time(calendar: Calendar, start: datetime, length: timedelta) -> datetime:
    """Return the moment (UTC) by which ``length`` of open time has passed since ``start``.

    >>> friday = datetime(2026, 11, 20, 8, tzinfo=UTC)  # 15:00 in Jakarta, an hour before closing
    >>> add_working_time(Calendar(), friday, timedelta(hours=2)).isoformat()
    '2026-11-23T02:00:00+00:00'
    """
    left = length
    for opens, closes in _open_spans(calendar, start):
        if closes - opens >= left:
            return (opens + left).astimezone(UTC)
        left -= closes - opens
    raise NoWorkingTime


def working_time(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Return the open time between two moments; zero when ``end`` is not after ``start``."""
    total = timedelta()
    if end <= start:
        return total
    for opens, closes in _open_spans(calendar, start):
        if opens >= end:
            break
        total += min(closes, end) - opens
    return total


def resumed(calendar: Calendar, was_due: datetime, paused: datetime, resumes: datetime, unit: Unit) -> datetime:
    """Return the new due moment (UTC) after a pause: what was left at its start is left again at its end.

    A term in days keeps ending with the close of a day. A pause never brings the due moment forward, and what
    was overdue when the pause began stays overdue.
    """
    if was_due <= paused or resumes <= paused:
        return was_due
    if unit in CALENDAR_UNITS:
        days = (calendar.local(resumes).date() - calendar.local(paused).date()).days
        return was_due + timedelta(days=days)
    moved = add_working_time(calendar, resumes, working_time(calendar, paused, was_due))
    if unit == "working days":
        moved = closing(calendar, calendar.local(moved).date())
    return max(was_due, moved)


def _working_days(calendar: Calendar, first: date) -> Iterator[date]:
    day, last = first, first + SEARCH_LIMIT
    while day <= last:
        if calendar.is_working_day(day):
            yield day
        day += timedelta(days=1)
    raise NoWorkingTime


def _open_spans(calendar: Calendar, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the open spans from ``start`` on, each with both ends in the office's time zone."""
    local = calendar.local(start)
    for day in _working_days(calendar, local.date()):
        for opens_at, closes_at in calendar.openings(day):
            opens, closes = max(calendar.at(day, opens_at), local), calendar.at(day, closes_at)
            if opens < closes:
                yield opens, closes
