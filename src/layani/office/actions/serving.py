"""Serve next: the system gives a free officer the case at the head of a queue."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import cast

from django.db import transaction

from layani.office.actions.acting import CONTROLS, Deed, Done, act_on, act_on_locked, keep_refused, not_your_role
from layani.office.actor import SYSTEM, Actor
from layani.office.tables.facts import authority, facts_for
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.people import User
from layani.office.tables.prepared import lock
from layani.office.tables.projection import state_of
from layani.office.tables.queues import Head, Server, locked_head, urgent_lanes
from layani.office.tables.served_now import served_next
from layani.rules.cases.acts.serving import RESTS, ROLE_ENDED
from layani.rules.cases.parts import Ball
from layani.rules.cases.second_officer import over_at
from layani.rules.cases.side_by_side import at_desk
from layani.rules.cases.state import Case
from layani.rules.controls.control import refusals
from layani.rules.refusal import Refusal, Refused

LOOK_AT_A_TIME = 20


def take_next(*, actor: Actor, now: datetime) -> Done | None:
    """Put the next case on the officer's desk; the one that is there already if there is one; None if nothing waits."""
    try:
        with transaction.atomic():
            # A button that is pressed twice waits here for itself, and then finds the case on the desk.
            lock(User, cast("int", actor.user))
            if held := on_desk(actor):
                return Done(held, state_of(held), held.events.latest("seq"))
            for head in _heads(actor, now):
                # Nothing is ahead of the head of a queue; that count is left to the act itself.
                case = state_of(head.row)
                deed = Deed("take", _at(case, head.step), role=head.role)
                if not refusals(facts_for("take", head.row, case.seen_at(head.step), actor, ahead=0, at=now), CONTROLS):
                    return act_on_locked(head.row, deed, actor=actor, now=now)
    except Refused as refused:
        # The rules agreed a moment ago; only a clock that was set back can change that. ``head`` is the case it was.
        keep_refused(head.row, deed, refused, actor=actor, now=now)
        raise
    return None


def take(number: str, *, actor: Actor, now: datetime) -> Done:
    """Put one case on the officer's desk, or raise Refused: it must be the head of its queue."""
    case = state_of(CaseRow.objects.get(number=number))
    seen = _for_roles(case, actor, "office")
    return act_on(number, Deed("take", _at(case, seen.step), role=seen.step_role), actor=actor, now=now)


def take_up(number: str, *, actor: Actor, now: datetime) -> Done:
    """Put a case that waits for somebody outside on the officer's desk, to end its step; theirs if they hold one.

    Raises Refused, and Case.DoesNotExist.
    """
    try:
        with transaction.atomic():
            lock(User, cast("int", actor.user))
            if held := on_desk(actor):
                return Done(held, state_of(held), held.events.latest("seq"))
            row = CaseRow.objects.locked(number)
            case = state_of(row)
            seen = _for_roles(case, actor, "citizen" if case.ball == "citizen" else "outside")
            return act_on_locked(row, Deed("take", _at(case, seen.step), role=seen.step_role), actor=actor, now=now)
    except Refused as refused:
        keep_refused(CaseRow.objects.get(number=number), Deed("take"), refused, actor=actor, now=now)
        raise


def put_back(number: str, reason: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Return the case to its place in the queue, with one of the listed reasons, each of them only where it is true."""
    noted = {"rests": True} if reason == RESTS and _rests(number, actor, now) else {}
    return act_on(number, Deed("put_back", {"reason": reason}, once=once, noted=noted), actor=actor, now=now)


def _rests(number: str, actor: Actor, now: datetime) -> bool:
    """Say whether an officer can neither grant nor refuse a case now: a failed mandatory rule leaves the refusal alone.

    The authority register says of the rest whether it is theirs.
    """
    case = at_desk(state_of(CaseRow.objects.get(number=number)), actor.user)
    step = case.open_step
    if step is None or step.kind != "decide":
        return False
    grants = not case.failed_mandatory and not isinstance(authority("decide_grant", case, actor, now), Refusal)
    return not grants and isinstance(authority("decide_refuse", case, actor, now), Refusal)


def clear_desk(username: str, *, now: datetime) -> int:
    """Return what an officer holds to its place in the queue, because they serve no longer; returns how many cases."""
    cleared = 0
    officer = User.objects.values_list("pk", flat=True).filter(username=username).first()
    if officer is None:
        return 0
    for number in CaseRow.objects.on_desk_of(username).values_list("number", flat=True):
        with suppress(Refused):  # it has left the desk since we looked; the attempt is kept
            clear_desk_of(number, officer, now=now)
            cleared += 1
    return cleared


def clear_desk_of(number: str, holder: int, *, now: datetime) -> Done:
    """Return one case from the desk of an officer (by id) who serves no longer to its queue, or raise Refused."""
    return act_on(number, Deed("put_back", {"reason": ROLE_ENDED, "officer": holder}), actor=SYSTEM, now=now)


def on_desk(actor: Actor) -> CaseRow | None:
    """The case that the officer holds, or None."""
    if actor.user is None:
        return None
    return CaseRow.objects.held_by(actor.user)


def _at(case: Case, step: str) -> dict[str, str]:
    """Return which step a case is taken for, as the event says it where several are open."""
    return {"step": step} if case.beside else {}


def _for_roles(case: Case, actor: Actor, ball: Ball) -> Case:
    """Return the case as it is for the open step that an officer may take, first one that waits for ``ball``.

    Raises Refused where no open step belongs to one of the officer's roles; a case without an open step stays as it is.
    """
    views = [case.seen_at(one.id) for one in case.open_steps()]
    mine = [one for one in views if one.step_role in actor.roles]
    if views and not mine:
        raise Refused(not_your_role(case.step_role))
    return min(mine, key=lambda one: (one.holder not in (None, actor.user), one.ball != ball), default=case)


def _heads(actor: Actor, now: datetime) -> Iterator[Head]:
    """Yield the locked heads of the officer's queues, the queue with the most urgent case first.

    What they put back themselves today comes after everything else that waits for them.
    """
    if actor.user is None or not actor.roles:
        return
    server = served_next(actor, now)
    yield from _heads_for(server, now)
    yield from _heads_for(replace(server, passes=None), now)


def _heads_for(server: Server, now: datetime) -> Iterator[Head]:
    """Yield the locked heads of the queues as an officer stands before them.

    What stands there by an exemption whose last day has passed is kept apart again before anybody is given it.
    """
    lanes = urgent_lanes(server, LOOK_AT_A_TIME)
    for lane in lanes.names:
        head = locked_head(server, lane, side_by_side=lanes.side_by_side)
        while head and (over := over_at(state_of(head.row), head.step, now)):
            act_on_locked(head.row, Deed("exemption_over", over, role="system"), actor=SYSTEM, now=now)
            head = locked_head(server, lane, side_by_side=lanes.side_by_side)
        if head:
            yield head
