"""Acts between filing and closing that other offices' logs contain and that the importer may record.

Two of them are also our own officers': ``visit`` and ``perform`` end a step of that kind, with what was found.

They are typed, so that it shows who had the ball: advice asked of another body passes it outside until every body
that was asked has answered. An act may name the ball itself where the log's own meaning is clearer than the act's
(``ball``: a draft that lies open for inspection waits for the public).
"""

from collections.abc import Mapping
from typing import Any

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.cases.steps import after_this, as_found, not_the_step, with_next_due
from layani.rules.refusal import Refusal
from layani.rules.text import Text

EVERY_STATUS = OPEN_STATUSES | {"granted", "refused", "deemed_granted", "withdrawn", "lapsed"}
IMPORTER = frozenset({"importer"})
OFFICE = frozenset({"officer", "importer"})
UNNAMED = "another body"
BALLS = frozenset({"office", "citizen", "outside"})


def told(case: Case, event: Event) -> Case:
    """Keep the case as it is, a fact in its history; pass the ball where the event says to whom."""
    ball = event.data.get("ball")
    return case.with_ball(ball, event.occurred_at) if case.is_open and ball in BALLS else case


def consult(case: Case, event: Event) -> Case:
    """Ask another body (``party``): the ball is outside."""
    if not case.is_open:
        return case
    asked = replace(case, pending=(*case.pending, str(event.data.get("party", UNNAMED))))
    return asked.with_ball(event.data.get("ball", "outside"), event.occurred_at)


def advise(case: Case, event: Event) -> Case:
    """Note that a body (``party``) has answered: the ball is with the office again when no other is still asked."""
    if not case.is_open:
        return case
    answered = replace(case, pending=_without(case.pending, str(event.data.get("party", UNNAMED))))
    ball = "outside" if answered.pending else "office"
    return answered.with_ball(event.data.get("ball", ball), event.occurred_at)


def check_perform(case: Case, act: Act) -> Refusal | None:
    """An officer ends the open step of this kind; as many visit as must (``team``, ``team_at_least``)."""
    if act.by.kind == "importer":
        return None
    if refusal := not_the_step(case, act, act.kind):
        return refusal
    if int(act.data.get("team", 0)) >= int(act.data.get("team_at_least", 0)):
        return None
    people = int(act.data["team_at_least"])
    return Refusal(
        code="team-too-small",
        reason=Text(
            id=f"Peninjauan ini dilakukan paling sedikit {people} orang.", en=f"At least {people} people must go."
        ),
        remedy=Text(
            id="Tulis nama semua yang ikut, satu pada setiap baris. Bila kurang, tinjau lagi bersama.",
            en="Write the names of all who went, one on each line. If too few went, go again together.",
        ),
    )


def record_perform(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add when what comes next is due, where this act ends the open step."""
    return with_next_due(case, act, calendar) if _ends_the_open_step(case, act.data) else act.data


def perform(case: Case, event: Event) -> Case:
    """Note that an officer did a named step (``step``); if it is the open planned one, what comes after it opens."""
    done = as_found(case, event.data)
    if event.by.officer is not None:
        done = replace(done, done_by={**case.done_by, str(event.data.get("step", "")): event.by.officer})
    if "rules" in event.data:
        # Worked out again with what was found: a rule that turned out not to apply is gone.
        done = replace(done, rules=dict(event.data["rules"]))
    if _ends_the_open_step(case, event.data) and (done.next_steps() or done.beside):
        done = after_this(done, event, case.status)
    return told(done, event)


def close(case: Case, event: Event) -> Case:
    """Put the file away."""
    return replace(
        case, closed_at=case.closed_at or event.occurred_at, step="", step_due_at=None, holder=None, pending=()
    ).with_ball("nobody", event.occurred_at)


def _ends_the_open_step(case: Case, data: Mapping[str, Any]) -> bool:
    step = case.open_step
    return case.is_open and step is not None and step.kind in ("perform", "visit") and step.id == data.get("step")


def _without(pending: tuple[str, ...], party: str) -> tuple[str, ...]:
    """Take one question away: the one to this body, else one that was asked without a name, else all of them."""
    for name in (party, UNNAMED):
        if name in pending:
            place = pending.index(name)
            return pending[:place] + pending[place + 1 :]
    return ()


ACTS = (
    ActRule("consult", EVERY_STATUS, IMPORTER, consult),
    ActRule("advise", EVERY_STATUS, IMPORTER, advise),
    ActRule("perform", EVERY_STATUS, OFFICE, perform, held=True, check=check_perform, record=record_perform),
    ActRule("visit", EVERY_STATUS, OFFICE, perform, held=True, check=check_perform, record=record_perform),
    ActRule("reach", EVERY_STATUS, IMPORTER, told),
    ActRule("publish", EVERY_STATUS, IMPORTER, told),
    ActRule("set_fee", EVERY_STATUS, IMPORTER, told),
    ActRule("object", EVERY_STATUS, IMPORTER, told),
    ActRule("close", EVERY_STATUS, IMPORTER, close),
    ActRule("note", EVERY_STATUS, IMPORTER, told),
)
