"""Removes what nobody will come back for: keys without an owner, old drafts, uploads, codes, sessions and counts.

A key without an owner is what a filing leaves that died between its two writes. Erasing a key cannot be undone, so it
is done with care: only keys a day old that had no owner a day ago either, only so many in a run, never on a clock that
seems to go ahead, and never while the database is older than what was
signed last: after a restore from a backup, the keys of all newer cases would look as if they had no owner.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.models import Session

from layani.office.actions.drafting import forget_old
from layani.office.actions.recovering import forget_over
from layani.office.actions.uploading import forget_abandoned
from layani.office.gateways.log_keys import log_key
from layani.office.house import key_store
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.integrate_record import signed_before
from layani.office.jobs.job import Job
from layani.office.tables.models import Case, Instruction, LogState, Mandate, Party, SignInCode, Ticket, Tries, Webhook
from layani.rules.retention.schedule import SIGN_IN_CODE, days_of

# Whoever has a key in the key store; a new kind of owner is added here, or its keys would be swept.
OWNERS = (Case, Party, SignInCode, Ticket, Instruction, Mandate, Webhook)
OLD_ENOUGH = timedelta(days=1)
CODE_KEPT = timedelta(days=days_of(SIGN_IN_CODE))
# Older keys were looked at by earlier runs; a worker that stood still for a week has forgotten none.
LOOK_BACK = timedelta(days=8)
REFS_AT_ONCE = 500
MOST_KEYS = 1_000
CODES_AT_ONCE = 200


class DatabaseBehindRecord(Exception):
    """The database does not have everything that was signed, so nothing that looks orphaned may be removed."""


def run(now: datetime) -> int:
    """Remove what is old; returns how much. Raises ClockAhead or DatabaseBehindRecord before anything is removed."""
    require_clock_not_ahead(now)
    require_everything_published()
    swept = forget_old(now) + forget_abandoned(now) + forget_codes(now) + erase_orphan_keys(now)
    swept += Session.objects.filter(expire_date__lt=now).delete()[0]
    return swept + Tries.objects.over(now).delete()[0]


def require_everything_published() -> None:
    """Raise DatabaseBehindRecord unless the database holds at least as many leaves as were ever signed.

    It asks wherever the integrator asks: after a disk was lost, one of the places may be all that remembers.
    Raises RolledBack when what was signed is of another key.
    """
    signed = list(signed_before(log_key()))
    held = LogState.objects.current().size
    for place, checkpoint in signed:
        if checkpoint.size > held:
            raise DatabaseBehindRecord(
                f"{place} says that the record had {checkpoint.size} entries; the database has {held}, so it was "
                "restored from an older backup. Nothing was removed. Bring the database forward first; its newer keys "
                "are still there."
            )


def erase_orphan_keys(now: datetime) -> int:
    """Erase the keys that had no owner a day ago and have none now; returns how many.

    What is a day to eight days old and has no owner is noted first. A clock that goes ahead makes a key look old that
    another process has just made for its next filing; when the note is a day old, that filing has long come.
    """
    store = key_store()
    store.note_unowned(orphans(store.made_between(now - LOOK_BACK, now - OLD_ENOUGH)), now)
    noted = store.unowned_before(now - OLD_ENOUGH)
    ownerless = list(orphans(noted))
    store.forget_notes(set(noted) - set(ownerless))
    erased = ownerless[:MOST_KEYS]
    for ref in erased:
        store.erase(ref)
    store.forget_notes(erased)
    return len(erased)


def orphans(refs: Sequence[UUID]) -> Iterator[UUID]:
    """Yield those of ``refs`` that no owner has."""
    for start in range(0, len(refs), REFS_AT_ONCE):
        some = refs[start : start + REFS_AT_ONCE]
        owned = {ref for owner in OWNERS for ref in owner.objects.filter(ref__in=some).values_list("ref", flat=True)}
        yield from (ref for ref in some if ref not in owned)


def forget_codes(now: datetime) -> int:
    """Forget sign-in codes that ended a day ago, with what a newcomer declared under them; returns how many."""
    old = list(SignInCode.objects.filter(expires_at__lt=now - CODE_KEPT).order_by("expires_at")[:CODES_AT_ONCE])
    for code in old:
        key_store().erase(code.ref)
        code.delete()
    return len(old) + forget_over(now, CODES_AT_ONCE)


JOB = Job("sweep-orphans", timedelta(hours=1), run)
