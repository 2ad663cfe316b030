"""How a case goes from one planned step to the next, whatever kind of work ended the first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from layani.rules.cases.act import Act, moment, written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import due
from layani.rules.cases.state import Case, Event, PlannedStep
from layani.rules.refusal import Refusal
from layani.rules.text import Text

WORK_KINDS = frozenset({"visit", "initial", "external", "notice", "rank"})
OUTSIDE_KINDS = frozenset({"external", "notice"})
"""Steps in which somebody outside the office has the ball for a time, while the case can still be taken to end them."""


def status_in(step: PlannedStep | None, otherwise: str) -> str:
    """Return the status of a case in a step.

    otherwise: for the kinds that imported logs have always had, whose status is that of the act that opened them
    """
    if step and step.kind in ("check", "decide"):
        return {"check": "checking", "decide": "deciding"}[step.kind]
    return "working" if step and step.kind in WORK_KINDS else otherwise


def with_next_due(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add when the step after the open one is due, as an act that ends the open one records it."""
    following = case.next_step()
    if not following or act.data.get("step_due_at"):
        return act.data
    return {**act.data, "step_due_at": written(next_due(case, following, act.at, calendar))}


def next_due(case: Case, following: PlannedStep, at: datetime, calendar: Calendar) -> datetime:
    """Return when a step that opens at ``at`` is due; a ranking has its time from when nobody can apply any more."""
    start = max(at, case.closes_at) if following.kind == "rank" and case.closes_at else at
    return due(calendar.of_unit(following.office_unit), start, following.within)


def to_next_step(case: Case, event: Event) -> Case:
    """End the open step, done by whoever acts, and open the next one, which waits in its own queue."""
    done, following = dict(case.done_by), case.next_step()
    if event.by.officer is not None and case.step:
        done[case.step] = event.by.officer
    if following is None:
        return replace(case, done_by=done)
    checks = following.kind == "check"
    return replace(
        case,
        done_by=done,
        rules=dict(event.data.get("rules", case.rules)),
        status=status_in(following, "checking" if checks else case.status),
        step=following.id,
        step_due_at=moment(event.data.get("step_due_at")),
        step_since=event.occurred_at,
        work={},
        holder=None,
    ).with_ball("office", event.occurred_at)


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
