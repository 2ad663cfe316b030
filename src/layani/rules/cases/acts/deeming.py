"""Nobody checked an application in time: where silence grants, it counts as complete from the end of that time.

The step stays open and late; whoever does it then can find the application complete, but not ask for more any longer.
"""

from collections.abc import Mapping
from typing import Any

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.silence import complete_by_silence_at
from layani.rules.cases.state import Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text


def check_deem_complete(case: Case, act: Act) -> Refusal | None:
    """Only when the time of checking has passed, only once, and only where silence grants."""
    over = complete_by_silence_at(case)
    if over is not None and act.at > over:
        return None
    return Refusal(
        code="still-time-to-check",
        reason=Text(id="Waktu untuk memeriksa kelengkapan belum lewat.", en="The time for checking has not passed."),
        remedy=Text(id="Periksa kelengkapan berkas ini.", en="Check whether this application is complete."),
    )


def record_deem_complete(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add since when it counts as complete, and the days that follow from that moment."""
    start = complete_by_silence_at(case)
    if start is None:
        return act.data  # only an observed log comes here: check_deem_complete lets no other act pass
    values = {**act.data, "complete_at": written(start)}
    if case.promise and case.due_at is None:
        values["due_at"] = written(due(calendar, start, Term(*case.promise)))  # type: ignore[arg-type]
    if case.legal and case.legal_due_at is None:
        values["legal_due_at"] = written(due(calendar, start, Term(case.legal[0], case.legal[1])))  # type: ignore[arg-type]
    return values


def deem_complete(case: Case, event: Event) -> Case:
    """Let the promise and the law's term run; the step stays open."""
    return replace(
        case,
        complete_at=case.complete_at or moment(event.data.get("complete_at")),
        due_at=case.due_at or moment(event.data.get("due_at")),
        legal_due_at=case.legal_due_at or moment(event.data.get("legal_due_at")),
    )


ACTS = (
    ActRule(
        "deem_complete",
        frozenset({"checking"}),
        frozenset({"system"}),
        deem_complete,
        check=check_deem_complete,
        record=record_deem_complete,
    ),
)
