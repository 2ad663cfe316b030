"""Free a desk that is stuck, and clear the desks of those who serve no longer."""

from datetime import date, datetime

from django.db import transaction

from layani.office.actions.acting import Deed, Done, act_on_locked, keep_refused, sent_before
from layani.office.actor import Actor
from layani.office.tables.models.cases import Case as CaseRow
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

MAY_RELEASE = frozenset({"supervisor", "head"})


def release(number: str, reason: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Take a case off another officer's desk, or raise Refused and keep the attempt: only a supervisor or head may."""
    deed = Deed("release", {"reason": reason}, once=once, role=next(iter(sorted(MAY_RELEASE & actor.roles)), ""))
    try:
        with transaction.atomic():
            row = CaseRow.objects.locked(number)
            if earlier := sent_before(row, deed, actor):
                return earlier
            if not MAY_RELEASE & actor.roles:
                raise Refused(_not_a_supervisor())
            return act_on_locked(row, deed, actor=actor, now=now)
    except Refused as refused:
        keep_refused(CaseRow.objects.get(number=number), deed, refused, actor=actor, now=now)
        raise


def stranded(day: date, at_most: int) -> list[tuple[str, int]]:
    """Return (case number, officer's id) of what lies with somebody without its role on ``day``; one query."""
    return list(CaseRow.objects.stranded(day).values_list("number", "holder_id")[:at_most])


def _not_a_supervisor() -> Refusal:
    return Refusal(
        code="not-your-role",
        reason=Text(
            id="Hanya atasan atau kepala kantor yang dapat mengosongkan meja petugas lain.",
            en="Only a supervisor or the head of the office can free another officer's desk.",
        ),
        remedy=Text(id="Beri tahu atasan Anda.", en="Tell your superior."),
    )
