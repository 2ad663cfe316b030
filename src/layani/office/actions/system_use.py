"""Count what the office takes from systems of other bodies; nothing of a person is in a count."""

from collections.abc import Iterable
from datetime import date, datetime

from layani.office.house import calendar
from layani.office.tables.models.system_use import SystemUse
from layani.rules.catalogue.model import Register

LOOKED, FIELDS, MINUTES = "looked", "fields", "minutes"


def count_looks(register: Register, elements: Iterable[str], now: datetime) -> None:
    """Count each element of a register that was looked up, whatever came of it."""
    for element in sorted(elements):
        SystemUse.objects.add(month_of(now), (register.system, LOOKED, element), 1)


def month_of(now: datetime) -> date:
    """Return the first day of the month in the office's own time."""
    return calendar().local(now).date().replace(day=1)
