"""The agreements with other bodies that need care: over, missing, or ending within sixty days."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from layani.office.house import calendar, catalogue
from layani.rules.systems.registered import to_renew
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Due:
    """A system whose agreement needs care; ``until`` is its last day, None without an agreement or an end."""

    name: Text
    until: date | None
    over: bool


def agreements_due() -> list[Due]:
    """Return the systems whose agreement needs care today, the most urgent first; no query."""
    today = calendar().local(timezone.now()).date()
    found = []
    for one in to_renew(catalogue().office.systems.values(), today):
        until = one.agreement.until if one.agreement else None
        found.append(Due(one.name, until, until is not None and until < today))
    return found
