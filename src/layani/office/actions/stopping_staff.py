"""Stop an officer now: lock them out on one person's word for a short time, and end their sign-in on two people's."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction

from layani.office.actions.serving import clear_desk
from layani.office.house import calendar
from layani.office.tables.models import Invitation, Program, Role, StaffEntry, StaffRuling, User
from layani.rules.cases.clock import due
from layani.rules.staffing import LOCK_WITHIN


def lock_until(entry: StaffEntry) -> datetime:
    """Return until when a lock holds that nobody has confirmed."""
    return due(calendar(), entry.entered_at, LOCK_WITHIN)


def lock_out(officer: User) -> None:
    """Close the account: the next request of any session, and any call of a program in their name, is a stranger's."""
    officer.is_active = False
    officer.save(update_fields=["is_active"])


def let_in(officer: User) -> None:
    """Open the account again, with everything as it was."""
    officer.is_active = True
    officer.save(update_fields=["is_active"])


def end_sign_in(entry: StaffEntry, officer: User, now: datetime) -> int:
    """End all roles, the password, passkeys, one-time links and tokens of an officer; returns the cases of their desk.

    The account is open afterwards, but nothing leads into it: who comes back is entered as a move, and recovers.
    """
    last = calendar().local(now).date() - timedelta(days=1)
    held = Role.objects.select_for_update().filter(user=officer, office=entry.office)
    for role in held.exclude(until__lte=last):
        role.until = last
        role.save(update_fields=["until"])
    officer.is_active = True
    officer.set_unusable_password()
    officer.save(update_fields=["is_active", "password"])
    Authenticator.objects.filter(user=officer).delete()
    Invitation.objects.filter(user=officer, used_at=None).delete()
    Program.objects.in_force().filter(acts_for=officer).update(revoked_at=now)
    return clear_desk(officer.username, now=now)


def lapse_locks(now: datetime) -> int:
    """End the locks that nobody confirmed in time, and write it down; returns how many."""
    lapsed = 0
    for entry in StaffEntry.objects.locks_that_wait():
        # A lock is always of somebody, by a keeper; the command line makes none.
        if entry.officer is None or entry.entered_by_id is None or now <= lock_until(entry):
            continue
        with transaction.atomic():
            _, made = StaffRuling.objects.get_or_create(
                entry=entry, defaults={"kind": "lapsed", "by_id": entry.entered_by_id, "at": now}
            )
            if made:
                let_in(entry.officer)
                lapsed += 1
    return lapsed
