"""Who serves here today, and who serves no longer."""

from datetime import datetime

from layani.office.house import calendar, catalogue
from layani.office.tables.models import Role


def serves(user: int, now: datetime) -> bool:
    """Whether an officer holds a role in this office today, with an account that is open; one query."""
    return user in serving(now)


def serving(now: datetime) -> frozenset[int]:
    """Return the ids of those who hold a role in this office today, with an account that is open; one query."""
    day = calendar().local(now).date()
    return Role.objects.serving_ids(catalogue().office.slug, day)
