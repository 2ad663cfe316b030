"""Completeness: found once, dated, itemised; and the citizen's answer."""

from collections.abc import Mapping
from typing import Any

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.acts.evidence import after_answer
from layani.rules.cases.acts.following import still_without
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.listed import beyond_the_list
from layani.rules.cases.parts import ANSWERED_BY, OpenStep, Pause, PlannedStep
from layani.rules.cases.reckoning import after_pause
from layani.rules.cases.silence import granted_by_silence
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.cases.steps import as_found, not_the_step, opening, status_in
from layani.rules.cases.urgency import DECLARED, with_reason
from layani.rules.refusal import Refusal
from layani.rules.text import Text

# How long a citizen is asked to take; a case is closed for want of an answer only where the service says so.
ANSWER_WITHIN = Term(14, "calendar days")


def check_complete_in_step(case: Case, act: Act) -> Refusal | None:
    """Completeness is found in its own step: an officer who said it in another one would skip what comes before."""
    return None if act.by.kind == "importer" else not_the_step(case, act, "check")


def record_complete(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add when the next step is due, and the whole where the promise counts from completeness."""
    values = dict(act.data)
    following = _after_checking(case)
    if following and not values.get("step_due_at"):
        values |= opening(case, following, act.at, calendar)
    if case.promise and case.promise_starts == "complete" and not case.due_at:
        amount, unit = case.promise
        values.setdefault("due_at", written(due(calendar, act.at, Term(amount, unit))))  # type: ignore[arg-type]
    if case.legal and case.legal[2] == "complete" and not case.legal_due_at:
        amount, unit, _ = case.legal
        values["legal_due_at"] = written(due(calendar, act.at, Term(amount, unit)))  # type: ignore[arg-type]
    return values


def check_complete(case: Case, event: Event) -> Case:
    """Close the completeness step and open the next one; the clock of the promise runs from here."""
    if case.status not in OPEN_STATUSES:
        return case
    done = _done(case, event)
    following = _after_checking(case)
    first = following[0].id if following else ""
    dues = event.data.get("beside", {})
    return replace(
        done,
        status=status_in(following[0] if following else None, "deciding"),
        complete_at=case.complete_at or event.occurred_at,
        due_at=case.due_at or moment(event.data.get("due_at")),
        step=first,
        legal_due_at=case.legal_due_at or moment(event.data.get("legal_due_at")),
        step_due_at=moment(event.data.get("step_due_at")),
        step_since=event.occurred_at,
        beside=tuple(OpenStep(one.id, event.occurred_at, moment(dues.get(one.id))) for one in following[1:]),
        ended=(*case.ended, case.step) if case.branches else case.ended,
        holder=None,
        paused_at=None,
    ).with_ball("office", event.occurred_at)


def check_ask(case: Case, act: Act) -> Refusal | None:
    """All that is missing is asked in one notice, while checking; a second notice is not sent, nor a late one.

    A notice stops the clock. After completeness, or once the law has granted the case, nothing stops it any more.
    """
    if act.by.kind != "importer":
        if refusal := not_the_step(case, act, "check"):
            return refusal
        if case.complete_at or granted_by_silence(case, act.at):
            return _asked_too_late()
    if case.asked:
        return Refusal(
            code="asked-once",
            reason=Text(
                id="Kekurangan sudah pernah diminta. Kantor hanya boleh meminta satu kali, lengkap.",
                en="What is missing was already asked for. The office may ask once, and for everything.",
            ),
            remedy=Text(
                id="Lengkapi sendiri dari data kantor, atau teruskan ke pemutus dengan catatan.",
                en="Complete it from the office's own data, or pass it on to the decider with a note.",
            ),
        )
    if not act.data.get("items"):
        return Refusal(
            code="nothing-asked",
            reason=Text(id="Belum ada kekurangan yang dipilih.", en="Nothing that is missing was chosen."),
            remedy=Text(id="Pilih paling sedikit satu isian.", en="Choose at least one item."),
        )
    return None if act.by.kind == "importer" else beyond_the_list(case, act)


def _asked_too_late() -> Refusal:
    return Refusal(
        code="asked-too-late",
        reason=Text(
            id="Permohonan ini sudah terhitung lengkap, jadi kekurangan tidak dapat diminta lagi.",
            en="This application counts as complete already, so nothing can be asked for as missing any more.",
        ),
        remedy=Text(
            id="Nyatakan lengkap dan teruskan ke pemutus dengan catatan.",
            en="Find it complete, and pass it on to the decider with a note.",
        ),
    )


def record_ask(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add until when the citizen should answer."""
    values = dict(act.data)
    if case.answer:
        within, warn_after, unit = case.answer
        values.setdefault("answer_by", written(due(calendar, act.at, Term(within, unit))))  # type: ignore[arg-type]
        values["warn_at"] = written(due(calendar, act.at, Term(warn_after, unit)))  # type: ignore[arg-type]
    values.setdefault("answer_by", written(due(calendar, act.at, ANSWER_WITHIN)))
    return values


def ask_missing(case: Case, event: Event) -> Case:
    """Pass the ball to the citizen: the office's clock stands still."""
    if case.status not in OPEN_STATUSES:
        return case
    return replace(
        case,
        status="waiting",
        asked=case.asked + 1,
        revealed=case.revealed + len(event.data.get("revealed", ())),
        holder=None,
        paused_at=event.occurred_at,
        answer_by=moment(event.data.get("answer_by")),
        warn_at=moment(event.data.get("warn_at")),
    ).with_ball("citizen", event.occurred_at)


def check_answer(case: Case, act: Act) -> Refusal | None:
    """A notice is answered; what is asked in a step of the applicant is done, and not answered by a form."""
    step = case.open_step
    return not_the_step(case, act, "check") if step and step.turn else None


def record_answer(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add the due dates after the pause."""
    return {**act.data, **after_pause(calendar, case, act.at, act.data)}


def answer(case: Case, event: Event) -> Case:
    """Pass the ball back to the office; the case returns to its place in the queue."""
    if case.status not in OPEN_STATUSES:
        return case
    step = case.open_step
    return replace(
        as_found(after_answer(case, event), event.data),
        status=status_in(step, "checking"),
        **rules_after(case, event),
        kept_version={},  # with other answers it may follow, and is looked at again
        without=still_without(case, event.data.get("fields", ())),
        done_by={**case.done_by, **_typist(event)},
        step_due_at=moment(event.data.get("step_due_at")) or case.step_due_at,
        due_at=moment(event.data.get("due_at")) or case.due_at,
        legal_due_at=moment(event.data.get("legal_due_at")) or case.legal_due_at,
        pauses=(*case.pauses, Pause("citizen", case.paused_at, event.occurred_at)) if case.paused_at else case.pauses,
        paused_at=None,
        answer_by=None,
        warn_at=None,
        warned_at=None,
        holder=None,
        put_first=with_reason(case.put_first, DECLARED, holds=bool(event.data["put_first"]))
        if "put_first" in event.data
        else case.put_first,
    ).with_ball("office", event.occurred_at)


def _typist(event: Event) -> dict[str, int]:
    """Return who typed an answer for the applicant, if an officer did."""
    if event.by.kind != "officer" or event.by.officer is None:
        return {}
    return {ANSWERED_BY: event.by.officer}


def rules_after(case: Case, event: Event) -> dict[str, Any]:
    """Return rules and must after an answer: what was evaluated takes the place of what was.

    With another answer another rule may apply, and one that failed may not apply any more. An event without ``must`` is
    of an older version or another office's log; its outcomes are added.
    """
    outcomes = dict(event.data.get("rules", {}))
    if "must" in event.data:
        return {"rules": outcomes, "must": tuple(event.data["must"])}
    return {"rules": {**case.rules, **outcomes}}


def _checking_step(case: Case) -> PlannedStep | None:
    """Return the completeness step: the open one, or in an imported log that skipped steps the next one to come."""
    open_step = case.open_step
    later = case.steps[case.steps.index(open_step) :] if open_step else ()
    return next((step for step in later if step.kind == "check"), None)


def _after_checking(case: Case) -> tuple[PlannedStep, ...]:
    """Return the steps that completeness opens; where an imported log finds it again, the open one stays open."""
    if checking := _checking_step(case):
        return replace(case, step=checking.id).next_steps()
    return (case.open_step,) if case.open_step else ()


def _done(case: Case, event: Event) -> Case:
    checking = _checking_step(case)
    if event.by.officer is None or not checking:
        return case
    return replace(case, done_by={**case.done_by, checking.id: event.by.officer})


OFFICE = frozenset({"officer", "importer"})
ACTS = (
    ActRule(
        "check_complete",
        frozenset({"checking"}),
        OFFICE,
        check_complete,
        held=True,
        check=check_complete_in_step,
        record=record_complete,
    ),
    ActRule("ask_missing", frozenset({"checking"}), OFFICE, ask_missing, held=True, check=check_ask, record=record_ask),
    ActRule(
        "answer",
        frozenset({"waiting"}),
        frozenset({"citizen", "officer", "importer"}),
        answer,
        check=check_answer,
        record=record_answer,
    ),
)
