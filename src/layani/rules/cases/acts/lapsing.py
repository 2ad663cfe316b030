"""A notice that is not answered, or a step of the applicant in which nothing is done.

The citizen is warned, and then, where the service says so, the case is closed.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import OPEN_TIME, Term, due
from layani.rules.cases.state import Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text


def check_warn(case: Case, act: Act) -> Refusal | None:
    """The citizen is warned once, and not before the service says."""
    due_now = case.warn_at is not None and act.at >= case.warn_at
    return None if due_now and case.warned_at is None else _not_yet()


def record_warn(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add until when the citizen can still answer: a warning that comes late leaves as much time as one in time."""
    terms = terms_of(case)
    if terms is None or case.answer_by is None:
        return act.data  # only an observed log comes here: check_warn lets no other act pass
    within, warn_after, unit = terms
    # A term in days ends with a day, so a warning in time goes out on the next one, and that one counts.
    start = act.at if unit in OPEN_TIME else act.at - timedelta(days=1)
    left = due(calendar, start, Term(within - warn_after, unit))  # type: ignore[arg-type]
    return {**act.data, "answer_by": written(max(case.answer_by, left))}


def warn(case: Case, event: Event) -> Case:
    """Note the warning; the ball stays with the citizen. Where no silence closes the case, nobody looks at it again."""
    answer_by = moment(event.data.get("answer_by")) or case.answer_by
    warned = replace(case, warned_at=event.occurred_at, answer_by=answer_by)
    return warned if closes(case) else replace(warned, warn_at=None)


def terms_of(case: Case) -> tuple[int, int, str] | None:
    """Return the citizen's time, after what of it they are warned, and the unit: of their own step, or of a notice."""
    step = case.open_step
    return step.turn if step and step.turn else case.answer


def closes(case: Case) -> bool:
    """Say whether a case is closed when its citizen has let the time pass."""
    step = case.open_step
    return step.closes if step and step.turn else case.answer is not None


def check_lapse(case: Case, act: Act) -> Refusal | None:
    """Nobody's case is closed unwarned, or before the last day to answer has passed.

    A warning that reached no gateway warned nobody: ``warning_sent`` says that it left the office.
    """
    if not act.data.get("warning_sent") and act.by.kind != "importer":
        return _not_yet()
    over = case.warned_at is not None and case.answer_by is not None and act.at > case.answer_by
    return None if over and closes(case) else _not_yet()


def lapse(case: Case, event: Event) -> Case:
    """Close the case without a decision: nothing is refused, and it can be applied for again."""
    if not case.is_open:
        return case
    return replace(
        case,
        status="lapsed",
        closed_at=event.occurred_at,
        step="",
        step_due_at=None,
        holder=None,
        paused_at=None,
        work={},
    ).with_ball("nobody", event.occurred_at)


def _not_yet() -> Refusal:
    return Refusal(
        code="still-time-to-answer",
        reason=Text(id="Pemohon masih mempunyai waktu untuk menjawab.", en="The applicant still has time to answer."),
        remedy=Text(id="Tunggu sampai waktunya lewat.", en="Wait until the time has passed."),
    )


WAITING, SYSTEM = frozenset({"waiting"}), frozenset({"system"})
ACTS = (
    ActRule("warn", WAITING, SYSTEM, warn, check=check_warn, record=record_warn),
    ActRule("lapse", WAITING, SYSTEM, lapse, check=check_lapse),
)
