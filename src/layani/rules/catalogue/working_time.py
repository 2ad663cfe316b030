"""The working time of an office, from its office.yaml."""

from datetime import date
from zoneinfo import ZoneInfo

from layani.rules.cases.calendar import Calendar, indonesian_holidays
from layani.rules.catalogue.model import OfficeFile


def calendar_of(office: OfficeFile) -> Calendar:
    """Return the calendar of an office: its hours, and the national calendar with what the office changes in it."""
    return Calendar(
        timezone=ZoneInfo(office.timezone),
        hours=office.hours,
        closed=frozenset(office.closed_on),
        opened=frozenset(office.open_on),
    )


def days_off(office: OfficeFile, today: date) -> list[date]:
    """Return the holidays of this year and the next on which the office is closed, in order."""
    national = indonesian_holidays(today.year) | indonesian_holidays(today.year + 1)
    return sorted((national | frozenset(office.closed_on)) - frozenset(office.open_on))
