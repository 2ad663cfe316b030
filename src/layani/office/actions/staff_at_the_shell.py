"""What is done to the staff on the server's command line: it counts at once, stands in the ledger, and waits for eyes.

Who has the server has everything, and nobody knows who they are. So the ledger says just that, and the entry waits for
a keeper who looks at it as at any other: confirmed, somebody answers for it; declined, the roles that it gave are over.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from layani.office.actions.serving import clear_desk
from layani.office.actions.staffing import Ended, Officer, end_roles, enter_officer
from layani.office.house import catalogue
from layani.office.tables.models import Role, StaffEntry, User

SHELL = "layani officer"
"""What stands in place of an order's number."""


@transaction.atomic
def enter_at_the_shell(officer: Officer, *, now: datetime) -> User:
    """Enter an officer as the command line does, with a line in the ledger; raises UnknownRole or ValidationError.

    now: local time
    """
    user = enter_officer(officer, since=now.date())
    _note("join", user, sorted(officer.roles), now)
    return user


@transaction.atomic
def end_at_the_shell(username: str, *, now: datetime) -> Ended:
    """End an officer's roles as the command line does, with a line in the ledger if that changed anything.

    now: local time
    """
    ended = end_roles(username, on=now)
    if ended.roles or ended.cases:
        _note("leave", User.objects.get(username=username), [], now)
    return ended


def undo_joining(row: StaffEntry, now: datetime, today: date) -> None:
    """End, from today on, the roles that a declined entry of the command line gave; what lies on the desk goes back."""
    if row.kind != "join" or row.officer is None:
        return
    given = Role.objects.filter(user=row.officer, office=row.office, name__in=row.roles, since__gte=row.day)
    given.exclude(until__lt=today).update(until=today - timedelta(days=1))
    clear_desk(row.username, now=now)


def note_first_operator(user: User, role: str, *, now: datetime, day: date) -> None:
    """Write into the ledger that the command line made the first operator, whose link was used now.

    day: first day of the role, local
    """
    _note("join", user, [role], now, day)


def _note(kind: str, user: User, roles: list[str], now: datetime, day: date | None = None) -> None:
    StaffEntry.objects.create(
        office=catalogue().office.slug,
        kind=kind,
        officer=user,
        username=user.username,
        full_name=user.full_name,
        nik_mac=user.nik_mac,
        roles=roles,
        day=day or now.date(),
        decree=SHELL,
        entered_by=None,
        entered_at=now,
    )
