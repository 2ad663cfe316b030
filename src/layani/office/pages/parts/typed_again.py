"""What was typed by hand into other systems although it stands here, month by month: for who asks for a connection."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from layani.office.actions.system_use import FIELDS, MINUTES, month_of
from layani.office.house import catalogue
from layani.office.tables.models.system_use import SystemUse
from layani.rules.text import Text

MONTHS_BACK = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Month:
    """One system in one month: fields typed again, and the hours, to a tenth."""

    month: date
    system: Text
    fields: int
    hours: Decimal


def typed_again() -> list[Month]:
    """Return the last half year, the newest month first; one query."""
    since = month_of(timezone.now() - MONTHS_BACK)
    found: dict[tuple[date, str], dict[str, int]] = defaultdict(lambda: {FIELDS: 0, MINUTES: 0})
    for month, system, what, count in SystemUse.objects.by_month(since, [FIELDS, MINUTES]):
        found[month, system][what] = count
    systems = catalogue().office.systems
    names = {one: systems[one].name if one in systems else Text(one, one) for _, one in found}
    return [
        Month(month, names[system], counts[FIELDS], Decimal(counts[MINUTES] * 10 // 60) / 10)
        for (month, system), counts in sorted(found.items(), key=lambda one: (one[0][0], one[0][1]), reverse=True)
    ]
