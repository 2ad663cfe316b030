"""A step of the applicant has just opened: the ball is theirs, and the office's clock stands still."""

from typing import Final

from layani.rules.cases.act import moment, written
from layani.rules.cases.changing import replace
from layani.rules.cases.state import Case, Event

HANDED: Final = "handed_at"
"""Kept in the open step's ``work``: since when it is the applicant's, so that lists find such cases."""


def handed_over(before: Case, case: Case, event: Event) -> Case:
    """Return the case after an event, with the ball passed on if the event opened a step of the applicant.

    Whatever kind of work ended before it; the event says until when (``answer_by``) and when to remind (``warn_at``).
    """
    step = case.open_step
    if step is None or step.turn is None or case.step == before.step or not case.is_open:
        return case
    return their_turn(case, event)


def their_turn(case: Case, event: Event) -> Case:
    """Pass the ball to the applicant, and stop the clock."""
    return replace(
        case,
        status="waiting",
        holder=None,
        paused_at=event.occurred_at,
        answer_by=moment(event.data.get("answer_by")),
        warn_at=moment(event.data.get("warn_at")),
        warned_at=None,
        work={**case.work, HANDED: written(event.occurred_at)},
    ).with_ball("citizen", event.occurred_at)
