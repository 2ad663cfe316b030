"""The working time of an office, from its office.yaml."""

from datetime import date
from zoneinfo import ZoneInfo

from layani.rules.cases.calendar import Calendar
from layani.rules.catalogue.model import OfficeFile


def calendar_of(office: OfficeFile) -> Calendar:
    """Return the calendar of an office: its hours, and the national calendar with what the office changes in it."""
    return Calendar(
        timezone=ZoneInfo(office.timezone),
        hours=office.hours,
        closed=frozenset(office.closed_on),
        opened=frozenset(office.open_on),
        names=office.closed_on,
        decrees=office.decrees,
        units=office.units,
    )


def days_off(office: OfficeFile, today: date) -> list[date]:
    """Return the holidays of this year and the next on which the office is closed, in order."""
    return calendar_of(office).days_off((today.year, today.year + 1))
