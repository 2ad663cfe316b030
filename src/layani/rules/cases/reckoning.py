"""How the due date of a case is reckoned: from when, by which term, through which pauses, and with which extension."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from layani.rules.cases.act import moment, written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import Term, due, resumed
from layani.rules.cases.parts import Extended, Pause
from layani.rules.cases.state import Case

FIRST_CONTACT: Final = "first contact"
CLOSING: Final = "closing"
OBJECTION: Final = "objection"
TURN: Final = "turn"
"""When the case came to its turn, which had to wait for another case of its bundle."""
TAKEN: Final = "taken over"
"""When this office took it over from another system, where its silence would grant."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a due date follows from.

    start, starts:  the moment from which the term counts, and which one it is ("received", "complete", "turn" …)
    pauses:         times in which the clock stood still, in order
    extended:       more time that was taken, if it was
    """

    start: datetime
    starts: str
    term: Term
    pauses: tuple[Pause, ...] = ()
    extended: Extended | None = None


def start_of(case: Case, starts: str) -> datetime | None:
    """Return the moment at which a case was first heard of, received (or its turn came) or complete; None before it."""
    if starts == CLOSING:
        return case.closes_at
    if starts == "complete":
        return case.complete_at
    # A case that follows another cannot be worked on before that one has ended.
    first = case.contact_at or case.received_at if starts == FIRST_CONTACT else case.received_at
    return None if case.waits_for else case.opened_at or first


def promise_of(case: Case) -> Reckoning | None:
    """Return how the promised day of a case is reckoned; None before its start.

    What is decided anew after an objection has the law's own time, from when that was answered.
    """
    if again := _anew(case):
        return again
    start = start_of(case, case.promise_starts)
    if case.promise is None or start is None:
        return None
    return _reckoning(case, start, case.promise_starts, Term(*case.promise))  # type: ignore[arg-type]


def at_the_latest(calendar: Calendar, case: Case) -> datetime | None:
    """Return when a case that is still checked for completeness is decided at the latest (UTC), as promised.

    The term counts from the last moment of the check as it stands, that is moved by the pauses that are over; found
    complete earlier, the case is due earlier. None where the promise does not begin with completeness or has begun, and
    where another step is open.
    """
    step = case.open_step
    if case.promise is None or case.promise_starts != "complete" or case.complete_at:
        return None
    if step is None or step.kind != "check" or case.step_due_at is None:
        return None
    return due(calendar, case.step_due_at, Term(*case.promise))  # type: ignore[arg-type]


def _anew(case: Case) -> Reckoning | None:
    answered, term = moment(case.objection.get("answered_at")), case.objection.get("carried_out")
    if not case.is_open or answered is None or term is None:
        return None
    pauses = tuple(one for one in case.pauses if one.since >= answered)
    more = case.extended if case.extended and case.extended.at >= answered else None
    return Reckoning(answered, OBJECTION, Term(term[0], term[1]), pauses, more)


def legal_of(case: Case) -> Reckoning | None:
    """Return how the law's own last day is reckoned; None before its start, and where the service names none."""
    start = start_of(case, case.legal[2]) if case.legal else None
    if case.legal is None or start is None:
        return None
    amount, unit, starts = case.legal
    if (taken := silent_since(case)) and taken > start:
        start, starts = taken, TAKEN
    return _reckoning(case, start, starts, Term(amount, unit))  # type: ignore[arg-type]


def step_of(case: Case) -> Reckoning | None:
    """Return how the day of the open step is reckoned; an extension of the whole does not move it.

    None for a step of the applicant: a day that they were told stands, and the office's counts from when they said so.
    """
    step = case.open_step
    if step is None or case.step_since is None or step.turn:
        return None
    since = case.step_since
    if step.kind == "rank" and case.closes_at:
        since = max(since, case.closes_at)  # nobody is ranked while somebody may still apply
    if step.id in case.taken_over.get("counted", ()):
        since = max(since, moment(case.taken_over["at"]) or since)  # no desk of this office had it before
    elif step.kind == "check" and case.complete_at is None and (taken := silent_since(case)):
        since = max(since, taken)  # from the end of this time on what nobody checked counts as complete
    pauses = tuple(one for one in case.pauses if one.since >= since)
    return Reckoning(since, "step", step.within, pauses)


def silent_since(case: Case) -> datetime | None:
    """Return since when this office can be silent about a case that it took over; None for every other case.

    Nobody of this office could have answered before, so its silence grants nothing that went by before.
    """
    return moment(case.taken_over.get("at")) if case.silence_grants else None


def _reckoning(case: Case, start: datetime, starts: str, term: Term) -> Reckoning:
    pauses = tuple(one for one in case.pauses if one.since >= start)
    turn = case.opened_at is not None and starts in (FIRST_CONTACT, "received")
    return Reckoning(start, TURN if turn else starts, term, pauses, case.extended)


def reckoned(calendar: Calendar, one: Reckoning) -> datetime:
    """Return the due moment (UTC) by the calendar as it is known now.

    What happened is gone through in order: each pause moves the moment as it did when it ended, and the extension
    counts from the moment that stood when it was taken.
    """
    moment = due(calendar, one.start, one.term)
    extended = one.extended
    for pause in one.pauses:
        if extended and extended.at <= pause.since:
            moment, extended = due(calendar, moment, extended.by), None
        moment = resumed(calendar, moment, pause.since, pause.until, one.term.unit)
    return due(calendar, moment, extended.by) if extended else moment


def after_pause(calendar: Calendar, case: Case, until: datetime, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the due moments, as an event writes them, of a case whose pause ends at ``until``; those that it has.

    given: the act's own values; what another office's log says of its days stands, and is not computed, for a log may
           name a day (in the year 9999) to which no calendar counts
    """
    if case.paused_at is None:
        return {}
    moved: dict[str, Any] = {}
    step = case.open_step
    if case.step_due_at and step and not given.get("step_due_at"):
        own = calendar.of_unit(step.office_unit)
        moved["step_due_at"] = written(resumed(own, case.step_due_at, case.paused_at, until, step.within.unit))
    if case.due_at and not given.get("due_at"):
        unit = case.promise[1] if case.promise else "working days"
        moved["due_at"] = written(resumed(calendar, case.due_at, case.paused_at, until, unit))  # type: ignore[arg-type]
    if case.legal and case.legal_due_at:
        unit = case.legal[1]
        moved["legal_due_at"] = written(resumed(calendar, case.legal_due_at, case.paused_at, until, unit))  # type: ignore[arg-type]
    return moved
