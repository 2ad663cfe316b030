"""How a case goes from one planned step to the next, whatever kind of work ended the first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from layani.rules.cases.act import Act, moment, written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.parts import OpenStep, PlannedStep
from layani.rules.cases.state import Case, Event
from layani.rules.cases.state_json import step_of
from layani.rules.refusal import Refusal
from layani.rules.text import Text

WORK_KINDS = frozenset({"visit", "initial", "external", "notice", "applicant", "rank"})
OUTSIDE_KINDS = frozenset({"external", "notice"})
"""Steps in which somebody outside the office has the ball for a time, while the case can still be taken to end them."""


def status_in(step: PlannedStep | None, otherwise: str) -> str:
    """Return the status of a case in a step.

    otherwise: for the kinds that imported logs have always had, whose status is that of the act that opened them
    """
    if step and step.kind in ("check", "decide"):
        return {"check": "checking", "decide": "deciding"}[step.kind]
    return "working" if step and step.kind in WORK_KINDS else otherwise


def opening(case: Case, steps: Sequence[PlannedStep], at: datetime, calendar: Calendar) -> dict[str, Any]:
    """Return when steps that open at ``at`` are due, as an event says it: the first, and those ``beside`` it."""
    dues = {step.id: written(_due(case, step, at, calendar)) for step in steps}
    if not steps:
        return {}
    first = dues.pop(steps[0].id)
    turn = turn_from(case, steps[0], at, calendar)
    return {"step_due_at": first, **turn, **({"beside": dues} if dues else {})}


def turn_from(case: Case, step: PlannedStep, at: datetime, calendar: Calendar) -> dict[str, Any]:
    """Return until when the applicant acts and when they are reminded; {} for a step that is the office's."""
    if step.turn is None:
        return {}
    within, remind_after, unit = step.turn
    reminded = {"warn_at": written(due(calendar, at, Term(remind_after, unit)))} if remind_after else {}  # type: ignore[arg-type]
    return {"answer_by": written(due(calendar, at, Term(within, unit))), **reminded}  # type: ignore[arg-type]


def _due(case: Case, step: PlannedStep, at: datetime, calendar: Calendar) -> datetime:
    """Return when a step that opens at ``at`` is due; a ranking has its time from when nobody can apply any more."""
    start = max(at, case.closes_at) if step.kind == "rank" and case.closes_at else at
    return due(calendar.of_unit(step.office_unit), start, step.within)


def as_found(case: Case, data: Mapping[str, Any]) -> Case:
    """Return the case with what an act found out: the steps that are needed after all, whether the fee is set, and the
    section of the office to which it went over.
    """
    if "steps" in data:
        case = replace(case, steps=tuple(step_of(values) for values in data["steps"]))
    if "section" in data:
        case = replace(case, section=data["section"], revocable=dict(data.get("revocable", case.revocable)))
    if "fee" in data or "fee_waits" in data:
        case = replace(case, fee_waits=tuple(data.get("fee_waits", ())))
    return replace(case, conditions=dict(data["conditions"])) if "conditions" in data else case


def with_next_due(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add when what comes after the open step is due, as an act that ends the open one records it."""
    following = as_found(case, act.data).next_steps()
    if not following or act.data.get("step_due_at"):
        return act.data
    return {**act.data, **opening(case, following, act.at, calendar)}


def after_this(case: Case, event: Event, otherwise: str) -> Case:
    """End the open step and open what comes after it; each of several waits in a queue of its own.

    otherwise: see ``status_in``. Where nothing opens, because steps that run beside it are not done yet, the case is
    seen at one of those; a case whose last step it was stays as it is.
    """
    following = case.next_steps()
    ended = (*case.ended, case.step) if case.branches and case.step else case.ended
    if not following:
        waits_for = case.beside[0].id if case.beside else case.step
        kept = replace(case.seen_at(waits_for), ended=ended)
        return replace(kept, beside=tuple(one for one in kept.beside if one.id not in ended))
    first, *others = following
    dues = event.data.get("beside", {})
    more = tuple(OpenStep(one.id, event.occurred_at, moment(dues.get(one.id))) for one in others)
    return replace(
        case,
        status=status_in(first, otherwise),
        step=first.id,
        step_due_at=moment(event.data.get("step_due_at")),
        step_since=event.occurred_at,
        work={},
        holder=None,
        beside=(*case.beside, *more),
        ended=ended,
    )


def to_next_step(case: Case, event: Event) -> Case:
    """End the open step, done by whoever acts, and open what comes after it, which waits in its own queue."""
    case = as_found(case, event.data)
    done, following = dict(case.done_by), case.next_steps()
    if event.by.officer is not None and case.step:
        done[case.step] = event.by.officer
    if not following and not case.beside:
        return replace(case, done_by=done)
    checks = bool(following) and following[0].kind == "check"
    known = replace(case, done_by=done, rules=dict(event.data.get("rules", case.rules)))
    opened = after_this(known, event, "checking" if checks else case.status)
    return opened.with_ball("office", event.occurred_at) if following else opened


def not_the_step(case: Case, act: Act, *kinds: str) -> Refusal | None:
    """Refuse an act that does not belong to the open step, or was meant for another one (``step`` in its data)."""
    step = case.open_step
    if case.is_open and step and step.kind in kinds and act.data.get("step", step.id) == step.id:
        return None
    return Refusal(
        code="not-the-step",
        reason=Text(
            id="Berkas ini tidak berada pada langkah itu.",
            en="This case is not in that step.",
        ),
        remedy=Text(
            id="Muat ulang halaman untuk melihat langkah yang terbuka.", en="Reload the page to see the open step."
        ),
    )
