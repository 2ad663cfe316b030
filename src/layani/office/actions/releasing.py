"""Free a desk that is stuck, and clear the desks of those who serve no longer."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from layani.office.actions.acting import Deed, Done, act_on_locked, keep_refused, sent_before
from layani.office.actor import Actor
from layani.office.tables.models.beside import stranded_beside
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.projection import state_of
from layani.rules.cases.state import Case
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

MAY_RELEASE = frozenset({"supervisor", "head"})


def release(number: str, reason: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Take a case off another officer's desk, or raise Refused and keep the attempt: only a supervisor or head may."""
    deed = Deed("release", {"reason": reason}, once=once)
    try:
        with transaction.atomic():
            row = CaseRow.objects.locked(number)
            above = MAY_RELEASE & actor.roles_in(state_of(row).section)
            deed = replace(deed, role=next(iter(sorted(above)), ""))
            if earlier := sent_before(row, deed, actor):
                return earlier
            if not above:
                raise Refused(_not_a_supervisor())
            if step := _stuck_beside(state_of(row), actor):
                deed = replace(deed, data={**deed.data, "step": step})
            return act_on_locked(row, deed, actor=actor, now=now)
    except Refused as refused:
        keep_refused(CaseRow.objects.get(number=number), deed, refused, actor=actor, now=now)
        raise


def stranded(day: date, at_most: int) -> list[tuple[str, int]]:
    """Return (case number, officer's id) of what lies with somebody without its role on ``day``; two queries."""
    found = list(CaseRow.objects.stranded(day).values_list("number", "holder_id")[:at_most])
    return found + list(stranded_beside(day).values_list("number", "holder_id")[: at_most - len(found)])


def _stuck_beside(case: Case, actor: Actor) -> str:
    """Return the step whose desk is to be freed where several are open: the most urgent one that another holds."""
    if not case.beside or case.holder not in (None, actor.user):
        return case.step if case.beside else ""
    return next((one.id for one in case.open_steps() if one.holder not in (None, actor.user)), "")


def _not_a_supervisor() -> Refusal:
    return Refusal(
        code="not-your-role",
        reason=Text(
            id="Hanya atasan atau kepala kantor yang dapat mengosongkan meja petugas lain.",
            en="Only a supervisor or the head of the office can free another officer's desk.",
        ),
        remedy=Text(id="Beri tahu atasan Anda.", en="Tell your superior."),
    )
