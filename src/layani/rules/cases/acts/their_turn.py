"""A step in which the applicant acts: they say that it is done, and a role of the office looks and records it.

While they have the ball the clock stands, as it does for a notice of what is missing (checking.py); lapsing.py reminds
them, and closes the case where the service says so.
"""

from collections.abc import Mapping
from typing import Any, Final

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.handing_over import their_turn
from layani.rules.cases.parts import Pause
from layani.rules.cases.reckoning import after_pause
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.cases.steps import not_the_step, to_next_step, with_next_due
from layani.rules.refusal import Refusal
from layani.rules.text import Text

WORDS_AT_LEAST: Final = 10
"""Characters of what an officer says is still to be done."""

DECLINED: Final = "declined_at"
"""Kept in the open step's ``work``: since when the applicant has said no."""

LEFT_AT_LEAST: Final = Term(2, "working days")
"""Whoever is told that it is not done yet keeps so much time, however late they said that it was."""


def check_said(case: Case, act: Act) -> Refusal | None:
    """The applicant says it while it is their turn."""
    return not_the_step(case, act, "applicant")


def record_said(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add the due dates after the pause, and by when the role looks at it."""
    step = case.open_step
    if step is None:
        return act.data
    looked = written(due(calendar.of_unit(step.office_unit), act.at, step.within))
    data = {"step_due_at": looked, **act.data}
    return {**data, **after_pause(calendar, case, act.at, data)}


def said(case: Case, event: Event) -> Case:
    """Pass the ball back: the case waits in the queue of the role that looks at it."""
    running = _runs_on(case, event)
    return replace(
        running,
        status="working",
        step_due_at=moment(event.data.get("step_due_at")) or case.step_due_at,
        work={**case.work, "said_at": written(event.occurred_at)},
    ).with_ball("office", event.occurred_at)


def check_declined(case: Case, act: Act) -> Refusal | None:
    """The applicant says no while it is their turn, where the step lets them."""
    if refusal := not_the_step(case, act, "applicant"):
        return refusal
    step = case.open_step
    if step and step.declines:
        return None
    return Refusal(
        code="cannot-be-declined",
        reason=Text(id="Langkah ini tidak dapat ditolak.", en="This step cannot be declined."),
        remedy=Text(
            id="Tarik permohonan bila Anda tidak mau melanjutkannya.",
            en="Take the application back if you do not want to go on.",
        ),
    )


def declined(case: Case, event: Event) -> Case:
    """Pass the ball back; the role records that it was declined."""
    back = said(case, event)
    return replace(back, work={**back.work, DECLINED: written(event.occurred_at)})


def check_done(case: Case, act: Act) -> Refusal | None:
    """That it was not done (``done`` false) can be recorded once the applicant's time has passed, or if they said no.

    Where they may decline, their no can also be taken down at the counter. What they declined is not recorded as done.
    """
    if refusal := not_the_step(case, act, "applicant"):
        return refusal
    if act.data.get("done") and case.work.get(DECLINED):
        return _was_declined()
    step = case.open_step
    if step and step.declines:
        return None
    if act.data.get("done") or (case.answer_by is not None and act.at > case.answer_by):
        return None
    return Refusal(
        code="still-time-to-do-it",
        reason=Text(
            id="Pemohon masih mempunyai waktu untuk melakukannya.", en="The applicant still has time to do it."
        ),
        remedy=Text(
            id="Bila belum dilakukan, kembalikan kepada pemohon dan tulis apa yang masih harus dilakukan.",
            en="If it is not done yet, give it back to the applicant and write what is still to be done.",
        ),
    )


def record_done(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add the due dates after the pause, if the clock stood still, and when the next step is due."""
    data = with_next_due(case, act, calendar)
    # A step without one after it is the last; then no step's day is left to move.
    return {**data, **after_pause(calendar, case, act.at, {"step_due_at": "none", **data})}


def done(case: Case, event: Event) -> Case:
    """End the step: what comes after it opens, and the clock runs on."""
    return to_next_step(replace(_runs_on(case, event), status="working", answer_by=None, warn_at=None), event)


def check_again(case: Case, act: Act) -> Refusal | None:
    """What is said to be done and is not goes back, with what is still to be done (``words_length``)."""
    if refusal := not_the_step(case, act, "applicant"):
        return refusal
    if case.ball != "office":
        return Refusal(
            code="their-turn-already",
            reason=Text(id="Berkas ini sudah menunggu pemohon.", en="This case waits for the applicant already."),
            remedy=Text(
                id="Catat bila sudah dilakukan, atau kembalikan ke antrean.",
                en="Record it if it is done, or put the case back.",
            ),
        )
    if int(act.data.get("words_length", 0)) >= WORDS_AT_LEAST:
        return None
    return Refusal(
        code="still-to-do-missing",
        reason=Text(id="Yang masih harus dilakukan belum ditulis.", en="What is still to be done is not written."),
        remedy=Text(id="Tulis supaya pemohon tahu apa yang kurang.", en="Write it, so that the applicant knows."),
    )


def record_again(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add until when the applicant has time now, and when they are reminded if they were not yet."""
    least = due(calendar, act.at, LEFT_AT_LEAST)
    until = max(least, case.answer_by or least)
    warn_at = {"warn_at": written(max(case.warn_at, act.at))} if case.warn_at else {}
    return {**act.data, "answer_by": written(until), **warn_at}


def again(case: Case, event: Event) -> Case:
    """Pass the ball to the applicant once more."""
    kept = {name: value for name, value in case.work.items() if name != DECLINED}
    return replace(their_turn(replace(case, work=kept), event), warned_at=case.warned_at)


def _was_declined() -> Refusal:
    return Refusal(
        code="was-declined",
        reason=Text(id="Pemohon menolaknya.", en="The applicant declined it."),
        remedy=Text(
            id="Catat bahwa tidak dilakukan, atau kembalikan kepada pemohon bila itu keliru.",
            en="Record that it was not done, or give it back to the applicant if that was a mistake.",
        ),
    )


def _runs_on(case: Case, event: Event) -> Case:
    """Let the clock run on, if it stood still."""
    if case.paused_at is None:
        return case
    return replace(
        case,
        due_at=moment(event.data.get("due_at")) or case.due_at,
        legal_due_at=moment(event.data.get("legal_due_at")) or case.legal_due_at,
        pauses=(*case.pauses, Pause("citizen", case.paused_at, event.occurred_at)),
        paused_at=None,
        holder=None,
    )


WAITING = frozenset({"waiting"})
OFFICER = frozenset({"officer"})
ACTS = (
    # An officer types it for the applicant, as an answer to a notice; it proves as little as their own word.
    ActRule("turn_said", WAITING, frozenset({"citizen", "officer"}), said, check=check_said, record=record_said),
    ActRule("turn_declined", WAITING, frozenset({"citizen"}), declined, check=check_declined, record=record_said),
    ActRule("turn_done", OPEN_STATUSES, OFFICER, done, held=True, check=check_done, record=record_done),
    ActRule("turn_again", OPEN_STATUSES, OFFICER, again, held=True, check=check_again, record=record_again),
)
