"""How the case of an example stands after one thing has happened, in the words of examples.yaml."""

from datetime import datetime
from typing import Any, Final

from layani.rules.cases.act import moment as moment_of
from layani.rules.cases.acts.ranking import place_of
from layani.rules.cases.duties import stands_as
from layani.rules.cases.urgency import AHEAD, FIRST, IN_TURN
from layani.rules.cases.validity import standing
from layani.rules.catalogue.course import Course, letter_of

TURNS: Final = {FIRST: "first", AHEAD: "ahead", IN_TURN: "in turn"}
"""Who a case is in its queue."""


def how_it_stands(course: Course, step: str, stopped: str) -> dict[str, Any]:
    """Return what an example can expect, by its key; moments in local time without a zone, to the minute.

    step:    with several open steps the one whose day counts
    stopped: the code of what stopped the act; "" for nothing
    """

    def local(moment: datetime | None) -> datetime | str:
        return course.calendar.local(moment).replace(tzinfo=None, second=0) if moment else "none"

    # With several open steps, the day of the one that is expected; otherwise that of the most urgent.
    case = course.case.seen_at(step)
    return {
        "status": case.status,
        "step": case.step or "none",
        "steps": [one.id for one in case.open_steps()],
        "ball": case.turn,
        "due": local(case.due_at),
        "legal_due": local(case.legal_due_at),
        "step_due": local(case.step_due_at),
        "silent": case.silent_at is not None,
        "letter": letter_of(case),
        "standing": stands.standing if (stands := standing(case, course.at)) else "none",
        "until": local(case.valid_until),
        "answer_by": local(case.revocation_due),
        "reminded": case.reminded_at is not None,
        "place": place_of(case) or "none",
        "turn": TURNS[case.urgency],
        "owes": {name: stands_as(one) for name, one in case.duties.items()},
        "owed_by": {name: local(moment_of(one["due_at"])) for name, one in case.duties.items()},
        "stopped": stopped or "none",
    }
