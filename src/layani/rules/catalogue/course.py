"""The course of one worked case after it was filed: acts, and the time that passes between them.

The acts go through the same decider, controls and clock as those of a real case, so an example shows what the office
would do, and not what somebody thinks that it would.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Final

from layani.rules import controls
from layani.rules.cases.act import Act
from layani.rules.cases.acts.deciding import FACT_AT_LEAST
from layani.rules.cases.acts.pausing import EVIDENCE_AT_LEAST
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import OPEN_TIME, Term, add_working_time, due
from layani.rules.cases.decider import decide, evolve
from layani.rules.cases.side_by_side import about
from layani.rules.cases.state import By, Case
from layani.rules.cases.state_json import planned
from layani.rules.catalogue.answers import asked_fields, check_answers, without_unasked
from layani.rules.catalogue.findings import findings_problems
from layani.rules.catalogue.model import OfficeFile, Service
from layani.rules.catalogue.planning import lawful, planned_step
from layani.rules.catalogue.rules import evaluate_rules
from layani.rules.catalogue.scope import office_facts
from layani.rules.catalogue.steps import steps_for
from layani.rules.catalogue.working_time import calendar_of, days_off
from layani.rules.controls.control import Attempt, Control, refusals
from layani.rules.discover import discover
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

ACTS: Final[Mapping[str, str]] = {
    "check complete": "check_complete",
    "ask": "ask_missing",
    "answer": "answer",
    "withdraw": "withdraw",
    "decide grant": "decide_grant",
    "decide refuse": "decide_refuse",
    "send outside": "external_sent",
    "open notice": "notice_opened",
    "extend": "extend",
    "pause": "pause",
    "resume": "resume",
}
"""The words of examples.yaml for the acts of a case; "wait" is none of them, and "finish" is one for each kind."""

FINISH: Final = "finish"
FINISHES: Final[Mapping[str, str]] = {
    "visit": "visit",
    "perform": "perform",
    "initial": "initial",
    "external": "external_done",
    "notice": "notice_closed",
}
"""Kind of step -> the act that ends it."""

OUTSIDE: Final = frozenset({"external_done", "notice_closed", "resume"})
"""Acts for which an officer takes up a case that waits outside the office."""

CITIZENS: Final = frozenset({"answer", "withdraw"})
MOST_DAYS: Final = 3_660
"""Days that may pass between two acts of an example."""


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that happens in an example.

    kind:     a key of ``ACTS``, FINISH, or "wait"
    fields:   what is asked for again; answers: the new answers, as a form would hold them; ground: of a refusal
    step:     of several that are open the one that is meant; findings: what it found, as a form would hold them
    reason:   of an extension; system: of another body, that is out
    """

    kind: str
    fields: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    ground: str = ""
    step: str = ""
    findings: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    system: str = ""


@dataclass(frozen=True)
class Course:
    """A case of an example as it stands, and what it stands on."""

    service: Service
    office: OfficeFile
    answers: Mapping[str, Any]
    case: Case
    at: datetime
    findings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def calendar(self) -> Calendar:
        """The office's working time."""
        return calendar_of(self.office)


def filed(service: Service, office: OfficeFile, answers: Mapping[str, Any], at: datetime) -> Course:
    """Return the case just filed; raises Refused when the answers could not be filed.

    at: local time of the office, without its zone
    """
    calendar = calendar_of(office)
    moment = at.replace(tzinfo=calendar.timezone).astimezone(UTC)
    _require_answers(service, answers)
    rules = _outcomes(service, office, answers, at.date())
    steps = [planned(planned_step(step)) for step in steps_for(service, answers)]
    data = {
        "number": "example",
        "office": office.slug,
        "service": service.slug,
        "version": service.version.isoformat(),
        "channel": service.channels[0],
        "steps": steps,
        "rules": rules,
        "must": [rule.id for rule in service.rules if rule.mandatory],
        "promise": [service.promise.total.amount, service.promise.total.unit],
        "promise_starts": service.promise.starts,
        "silence_grants": service.promise.if_late == "grant",
        **lawful(service.promise),
    }
    event = decide(None, Act("file", By("citizen"), moment, data), calendar)
    return Course(service, office, answers, evolve(Case(), event), moment)


def later(calendar: Calendar, at: datetime, term: Term) -> datetime:
    """Return the moment (UTC) when ``term`` has passed; in days, the same time of the day then."""
    if term.unit in OPEN_TIME:
        return add_working_time(calendar, at, term.amount * OPEN_TIME[term.unit])
    day = calendar.local(due(calendar, at, term)).date()
    return calendar.at(day, calendar.local(at).time()).astimezone(UTC)


def happened(course: Course, doing: Doing, at: datetime) -> Course:
    """Return the case after time passed until ``at`` (UTC) and something was done; raises Refused when it may not be.

    What the clock decides on the way, it decides first: then the act finds a case that has ended.
    """
    silent = _refused_by_silence(_silence(_run_on(course, at), at), at)
    waited = replace(_unanswered(silent, at), at=at)
    if doing.kind == "wait":
        return waited
    if doing.kind == "answer":
        return _answered(waited, doing)
    if doing.kind == FINISH:
        return _finished(waited, doing)
    return _done(waited, ACTS[doing.kind], _data(waited, doing))


def letter_of(case: Case) -> str:
    """Return the outcome whose letter goes out, or "none"."""
    return case.status if case.decided_at else "none"


def _run_on(course: Course, until: datetime) -> Course:
    """Let a clock that stands still run on when its longest pause has passed, as the office's sweep does."""
    case = course.case
    if not (case.is_open and case.resume_by and case.resume_by < until):
        return course
    at = max(case.resume_by + timedelta(seconds=1), course.at)
    return replace(course, case=_swept(case, "resume", at, course.calendar))


def _silence(course: Course, until: datetime) -> Course:
    """Grant by law what the office left undecided, one second after the limit, as the office's sweep does."""
    case = course.case
    limit = case.legal_due_at or case.due_at
    if not (case.is_open and case.silence_grants and limit and limit < until):
        return course
    act = Act("deem_granted", By("system"), max(limit + timedelta(seconds=1), course.at))
    if _stopped(course, act):
        return course
    try:
        return replace(course, case=evolve(case, decide(case, act, course.calendar)))
    except Refused:  # the citizen has the ball: the clock stands still
        return course


def _refused_by_silence(course: Course, until: datetime) -> Course:
    """Note that the law takes the office's silence for a refusal, as the office's sweep does."""
    case = course.case
    limit = case.legal_due_at or case.due_at
    if not (case.is_open and case.silence_refuses and case.silent_at is None and limit and limit < until):
        return course
    try:
        return replace(
            course, case=_swept(case, "silence", max(limit + timedelta(seconds=1), course.at), course.calendar)
        )
    except Refused:  # the citizen has the ball: the clock stands still
        return course


def _unanswered(course: Course, until: datetime) -> Course:
    """Warn who has not answered, and then close the case, where the service says so, as the office's sweep does."""
    case = course.case
    if case.status == "waiting" and case.warned_at is None and case.warn_at and case.warn_at <= until:
        case = _swept(case, "warn", max(case.warn_at, course.at), course.calendar)
    if case.status == "waiting" and case.warned_at and case.answer_by and case.answer_by < until:
        case = _swept(case, "lapse", case.answer_by + timedelta(seconds=1), course.calendar, {"warning_sent": True})
    return replace(course, case=case)


def _swept(case: Case, act: str, at: datetime, calendar: Calendar, data: Mapping[str, Any] | None = None) -> Case:
    return evolve(case, decide(case, Act(act, By("system"), at, data or {}), calendar))


def _data(course: Course, doing: Doing) -> dict[str, Any]:
    if doing.kind == "ask":
        unasked = set(doing.fields) - asked_fields(course.service, course.answers)
        if unasked:
            raise Refused(_not_a_question(sorted(unasked)[0]))
        return {"items": sorted(doing.fields)}
    if doing.kind == "decide refuse":
        grounds = [one.id for one in course.service.grounds]
        return {"ground": doing.ground, "grounds": grounds, "fact_length": FACT_AT_LEAST}
    given = {"step": doing.step, "reason": doing.reason, "system": doing.system}
    evidence = {"evidence_length": EVIDENCE_AT_LEAST} if doing.kind == "pause" else {}
    return {key: value for key, value in given.items() if value} | evidence


def _finished(course: Course, doing: Doing) -> Course:
    """End an open step of work with what it found, after which the rules that read findings come out anew."""
    seen = course.case.seen_at(doing.step) if doing.step else course.case
    step = next((one for one in course.service.steps if one.id == seen.step), None)
    if step is None or step.kind not in FINISHES or (doing.step and doing.step != seen.step):
        raise Refused(_not_to_finish(doing.step or seen.step))
    if problems := findings_problems(step, doing.findings):
        raise Refused(_found_wrongly(problems[0].field, problems[0].text))
    findings = {**course.findings, step.name: dict(doing.findings)}
    received = course.case.received_at or course.at
    day = course.calendar.local(received).date()
    people = step.visit.people if step.visit else 0
    data = {
        "step": step.id,
        "fits": True,
        "team": people,
        "team_at_least": people,
        "rules": _outcomes(course.service, course.office, course.answers, day, findings),
    }
    return replace(_done(course, FINISHES[step.kind], data), findings=findings)


def _answered(course: Course, doing: Doing) -> Course:
    merged = {**course.answers, **doing.answers}
    answers = {**without_unasked(course.service, merged), **doing.answers}
    _require_answers(course.service, answers)
    received = course.case.received_at or course.at
    day = course.calendar.local(received).date()
    rules = _outcomes(course.service, course.office, answers, day, course.findings)
    done = _done(course, "answer", {"fields": sorted(doing.answers), "rules": rules})
    return replace(done, answers=answers)


def _done(course: Course, kind: str, data: Mapping[str, Any]) -> Course:
    calendar, case = course.calendar, course.case
    seen = case.seen_at(str(data.get("step", case.step)))
    by = By("citizen") if kind in CITIZENS else _officer(seen)
    if by.kind == "officer" and case.is_open and seen.step and (seen.ball == "office" or kind in OUTSIDE):
        step = {"step": seen.step} if case.beside else {}
        case = evolve(case, decide(case, Act("take", by, course.at, step), calendar))
    act = Act(kind, by, course.at, data)
    if stopped := _stopped(course, act):
        raise Refused(*stopped)
    return replace(course, case=evolve(case, decide(case, act, calendar)))


def _officer(case: Case) -> By:
    """Return an officer of the open step's role; every step of an example has an officer of its own."""
    ids = [step.id for step in case.steps]
    return By("officer", ids.index(case.step) + 1 if case.step in ids else 0, case.step_role)


def _stopped(course: Course, act: Act) -> tuple[Refusal, ...]:
    says = {rule.id: rule.says for rule in course.service.rules}
    failed = tuple(says[rule] for rule in course.case.failed_mandatory if rule in says)
    seen = about(course.case, act.by, act.data)
    attempt = Attempt(
        act=act.kind,
        officer=act.by.officer,
        done_by=seen.done_by,
        not_same_as=seen.kept_apart,
        failed_rules=failed,
    )
    return refusals(attempt, _controls())


@cache
def _controls() -> tuple[Control, ...]:
    return tuple(discover(controls, "CONTROL").values())


def _outcomes(
    service: Service,
    office: OfficeFile,
    answers: Mapping[str, Any],
    day: date,
    findings: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, str]:
    facts = office_facts(office, day, days_off(office, day))
    return {result.rule: result.outcome for result in evaluate_rules(service, answers, facts, findings or None)}


def _require_answers(service: Service, answers: Mapping[str, Any]) -> None:
    if problems := check_answers(service, answers):
        fields = ", ".join(dict.fromkeys(problem.field for problem in problems))
        raise Refused(
            Refusal(
                code="answers-rejected",
                reason=Text(
                    id=f"Jawaban belum dapat diajukan: {fields}.", en=f"These answers cannot be sent: {fields}."
                ),
                remedy=Text(id="Perbaiki jawabannya.", en="Correct the answers."),
            )
        )


def _not_to_finish(name: str) -> Refusal:
    return Refusal(
        code="not-to-finish",
        reason=Text(
            id=f"Langkah '{name}' tidak terbuka, atau diperiksa atau diputuskan dengan kata sendiri.",
            en=f"The step '{name}' is not open, or is one that is checked or decided, which have words of their own.",
        ),
        remedy=Text(id="Sebut langkah yang terbuka.", en="Name an open step."),
    )


def _found_wrongly(name: str, words: Text) -> Refusal:
    return Refusal(
        code="findings-rejected",
        reason=Text(id=f"Temuan '{name}': {words.id}", en=f"The finding '{name}': {words.en}"),
        remedy=Text(id="Perbaiki temuannya.", en="Correct the finding."),
    )


def _not_a_question(name: str) -> Refusal:
    return Refusal(
        code="not-a-question",
        reason=Text(id=f"'{name}' tidak ditanyakan di sini.", en=f"'{name}' was not asked with these answers."),
        remedy=Text(id="Pilih isian yang ditanyakan.", en="Name fields that are asked."),
    )
