"""As what an officer opens a case: by their part in it, or by a reason; and keeps the look.

An act of theirs on the same day says already that they saw the case, and when. So their look is kept once for each day
on which they did none: ordinary work costs no statement more, and no day on which somebody read the case is missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import caches
from django.http import HttpRequest

from layani.office.actor import Actor
from layani.office.house import calendar
from layani.office.pages.officer import reading
from layani.office.pages.officer.deeds import ACTS
from layani.office.pages.page import Readers
from layani.office.pages.parts.asked_why import reason_for
from layani.office.pages.parts.looks import Opened, note_look, purpose_of
from layani.office.tables.models import Case, DoneAlone, Event
from layani.office.tables.projection import section_of, state_of
from layani.rules.cases.side_by_side import at_desk
from layani.rules.looks.purposes import Reader, part_in
from layani.rules.record.look_words import REASON

NO_WORK = frozenset({"release"})
"""Acts that are no part in a case: they are done from outside, and nothing of it need be known for them."""
A_DAY = timedelta(days=1).total_seconds()


@dataclass(frozen=True, slots=True)
class Opening:
    """As what a case is opened, and whether an act of the same day says so already."""

    opened: Opened
    covered: bool


def opening_of(request: HttpRequest, row: Case, events: Iterable[Event], now: datetime) -> Opening | None:
    """Return as what the reader opens a case that they may read; None where they have to say why first.

    events: the case's own, or those of its acts that are theirs. No query; one of a case that one officer did alone.
    """
    actor, case = request.actor, state_of(row)
    mine = [one for one in events if one.officer_id == actor.user and one.act not in NO_WORK]
    acted = [one for one in mine if one.act in ACTS]
    checks = bool(case.alone) and DoneAlone.objects.checks(row.pk, actor.roles)
    reader = Reader(actor.user, bool(acted), reading.supervises(row, actor), checks=checks)
    if purpose := part_in(case, reader, now):
        held = at_desk(case, actor.user)
        role = held.step_role if held.holder == actor.user else acted[-1].role if acted else role_above(row, actor)
        return Opening(Opened(role, purpose), covered=any(_same_day(one.recorded_at, now) for one in mine[-1:]))
    reason = reason_for(request, row, now, audit=False)
    return Opening(Opened(role_above(row, actor), REASON, reason), covered=False) if reason else None


def beside_opening(request: HttpRequest, row: Case, now: datetime, *, called: bool, role: str) -> Opened | None:
    """Return as what a page beside the desk is opened that shows a case's answers; None where they say why first.

    called: something of the case waits for this very page; role: by which they may open it.
    One query where they are not called, and none where they gave a reason.
    """
    its_own = Opened(role, purpose_of(request.page.name))
    if called:
        return its_own
    if reason := reason_for(request, row, now, audit=False):
        return Opened(role, REASON, reason)
    mine = Event.objects.of_case(row.pk).filter(officer_id=request.actor.user)
    opening = opening_of(request, row, mine, now)
    return its_own if opening is not None else None


def has_to_say_why(request: HttpRequest, row: Case, now: datetime) -> bool:
    """Say whether who may read a case has to say why before they act on it, as before they read it.

    Not asked of whoever has it on their desk; of others one query more.
    """
    if at_desk(state_of(row), request.actor.user).holder == request.actor.user:
        return False
    if not reading.may_read(row, request.actor):
        return False  # what they try is refused and kept
    mine = Event.objects.of_case(row.pk).filter(officer_id=request.actor.user)
    return opening_of(request, row, mine, now) is None


def _same_day(one: datetime, other: datetime) -> bool:
    return calendar().local(one).date() == calendar().local(other).date()


def note_opening(request: HttpRequest, row: Case, opening: Opening, now: datetime) -> None:
    """Keep the look: each one that needed a reason, and the first of a day of whoever has a part in the case."""
    if opening.opened.purpose == REASON:
        note_look(request, row.party_id, row, opened=opening.opened)
        return
    day = calendar().local(now).date()
    key, near = f"opened/{request.actor.user}/{row.ref}/{day}", caches["near"]
    if not opening.covered and not near.get(key):
        note_look(request, row.party_id, row, opened=opening.opened)
    near.set(key, 1, A_DAY)


def role_above(row: Case, actor: Actor) -> str:
    """Return the role by which somebody without a part in a case may read it."""
    held = actor.roles_in(section_of(row))
    return min(Readers.SUPERVISOR.value & held or held, default="")
