"""Steps that run side by side: which of them an act is about, and how the case stands after it.

Every act is judged and done as if its step were the only one (``Case.seen_at``); afterwards the steps are put in order
again. So no act has to know that others are at work on the same case.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from layani.rules.cases.changing import replace
from layani.rules.cases.parts import OpenStep
from layani.rules.cases.state import By, Case

_NEVER: Final = datetime.max.replace(tzinfo=UTC)


def about(case: Case, by: By, data: Mapping[str, Any]) -> Case:
    """Return the case as it is for the open step that an act is about.

    That is the step which the act names (``step``), else the one on the desk of the officer who acts, or whose desk the
    system clears (``officer``), else the most urgent one.
    """
    if not case.beside:
        return case
    if named := data.get("step"):
        return case.seen_at(str(named))
    officer = data.get("officer") if by.kind == "system" else by.officer
    return at_desk(case, officer)


def at_desk(case: Case, officer: int | None) -> Case:
    """Return the case as it is for the step on this officer's desk; unchanged when none of its steps is there."""
    on_it = next((one for one in case.beside if officer is not None and one.holder == officer), None)
    return case.seen_at(on_it.id) if on_it else case


def settled(before: Case, changed: Case, at: datetime) -> Case:
    """Return the case after an act on one of its steps: the most urgent first, and the ball of the whole counted once.

    before:  the case before the act, as it stood between two acts
    changed: what the act made of it, seen at its own step
    """
    if not changed.step:
        return _counted(before, replace(changed, beside=()), at)
    first = min(changed.open_steps(), key=_urgency)
    seen = changed.seen_at(first.id)
    return _counted(before, replace(seen, status=_status(seen)), at)


def _urgency(one: OpenStep) -> datetime:
    return one.due_at or _NEVER


def _status(case: Case) -> str:
    step = case.open_step
    if not case.is_open or step is None or step.kind in ("check", "applicant"):
        return case.status
    return "deciding" if step.kind == "decide" and not case.beside else "working"


def _counted(before: Case, case: Case, at: datetime) -> Case:
    """Return the case with the time since the last change of turn counted once to who had it, on however many desks."""
    since, balls = before.ball_since, dict(before.balls)
    if since and before.turn == case.turn:
        return replace(case, ball_since=since, balls=balls)
    if since and at > since and before.turn != "nobody":
        balls[before.turn] = balls.get(before.turn, 0) + int((at - since).total_seconds())
    return replace(case, ball_since=at, balls=balls)
