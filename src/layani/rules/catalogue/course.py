"""The course of one worked case after it was filed: acts, and the time that passes between them.

The acts go through the same decider, controls and clock as those of a real case, so an example shows what the office
would do, and not what somebody thinks that it would.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from layani.rules import controls
from layani.rules.cases.act import Act, written
from layani.rules.cases.act import moment as moment_of
from layani.rules.cases.acts.deciding import FACT_AT_LEAST
from layani.rules.cases.acts.evidence import LOOKED_UP, SEEN
from layani.rules.cases.acts.ranking import PLACED, WAITING, WITHOUT, place_of, waits_until
from layani.rules.cases.acts.revoking import WORDS_AT_LEAST
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import OPEN_TIME, Term, add_working_time, due
from layani.rules.cases.decider import decide, evolve
from layani.rules.cases.state import GRANTED_STATUSES, By, Case, planned
from layani.rules.catalogue.answers import asked_fields, check_answers, without_unasked
from layani.rules.catalogue.course_work import WORK, Found, rules_after, work_data
from layani.rules.catalogue.evidence import evidence_for
from layani.rules.catalogue.model import OfficeFile, Service
from layani.rules.catalogue.planning import afterwards, closes_at, lawful, planned_step
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
    **WORK,
    "warn revocation": "warn_revocation",
    "answer warning": "answer_revocation",
    "revoke": "revoke",
    "drop revocation": "drop_revocation",
    "be placed": "ranked",
    "be put on the waiting list": "ranked",
    "find no place": "ranked",
    "move up": "moved_up",
    "record evidence": "evidence_noted",
}
"""The words of examples.yaml for the acts of a case; "wait" is none of them."""

PLACES: Final = {"be placed": PLACED, "be put on the waiting list": WAITING, "find no place": WITHOUT}
"""What a ranking gives, as examples say it: which cases there were besides, no example can know."""

CITIZENS: Final = frozenset({"answer", "withdraw", "answer_revocation"})
REVOCATION: Final[Mapping[str, str]] = {"warn_revocation": "warns", "revoke": "decides", "drop_revocation": "decides"}
"""Acts about a product that was given, and whose part they are."""
MOST_DAYS: Final = 3_660
"""Days that may pass between two acts of an example."""


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that happens in an example.

    kind:     a key of ``ACTS``, or "wait"
    fields:   what is asked for again; answers: the new answers, as a form would hold them; ground: of a refusal
    """

    kind: str
    fields: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    ground: str = ""


@dataclass(frozen=True)
class Course:
    """A case of an example as it stands, and what it stands on.

    findings: what its steps will find, by the step's name in expressions; found: those of the steps that have ended
    """

    service: Service
    office: OfficeFile
    answers: Mapping[str, Any]
    case: Case
    at: datetime
    findings: Found = field(default_factory=dict)
    found: Found = field(default_factory=dict)

    @property
    def calendar(self) -> Calendar:
        """The office's working time."""
        return calendar_of(self.office)


def filed(
    service: Service, office: OfficeFile, answers: Mapping[str, Any], at: datetime, findings: Found | None = None
) -> Course:
    """Return the case just filed; raises Refused when the answers could not be filed.

    at:       local time of the office, without its zone
    findings: what the steps will find, by the step's name in expressions
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
        **afterwards(service),
        "evidence": evidence_for(service, answers),
        **({"closes_at": written(closes)} if (closes := closes_at(service, calendar, at.date())) else {}),
    }
    event = decide(None, Act("file", By("citizen"), moment, data), calendar)
    return Course(service, office, answers, evolve(Case(), event), moment, findings or {})


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
    waited = _notice_over(_unanswered(_silence(course, at), at), at)
    waited = replace(_reminded(_issued(_counted(waited, at)), at), at=at)
    if doing.kind == "wait":
        return waited
    if doing.kind == "answer":
        return _answered(waited, doing)
    if doing.kind in WORK:
        return _worked(waited, WORK[doing.kind])
    return _issued(_done(waited, ACTS[doing.kind], _data(waited, doing)))


def letter_of(case: Case) -> str:
    """Return the outcome whose letter goes out, or "none"."""
    return case.status if case.decided_at else "none"


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


def _unanswered(course: Course, until: datetime) -> Course:
    """Warn who has not answered, and then close the case, where the service says so, as the office's sweep does."""
    case = course.case
    if case.status == "waiting" and case.warned_at is None and case.warn_at and case.warn_at <= until:
        case = _swept(case, "warn", max(case.warn_at, course.at), course.calendar)
    if case.status == "waiting" and case.warned_at and case.answer_by and case.answer_by < until:
        # In an example every message leaves the office.
        sent = {"warning_sent": True}
        case = _swept(case, "lapse", case.answer_by + timedelta(seconds=1), course.calendar, sent)
    return replace(course, case=case)


def _notice_over(course: Course, until: datetime) -> Course:
    """Put the case back into the queue when its notice has hung out for its time, as the office's sweep does."""
    case = course.case
    ends = moment_of(case.work.get("ends_at"))
    if not (ends and ends <= until and case.ball == "outside"):
        return course
    act = Act("notice_over", By("system"), max(ends, course.at), {"step": case.step})
    return replace(course, case=evolve(case, decide(case, act, course.calendar)))


def _issued(course: Course) -> Course:
    """Issue the letter of what was just granted, where something can become of the product later."""
    case = course.case
    later_matters = case.status in GRANTED_STATUSES and (case.lasts or case.revocable)
    if not later_matters or case.issued_at:
        return course
    return replace(course, case=_swept(case, "issue", case.decided_at or course.at, course.calendar))


def _reminded(course: Course, until: datetime) -> Course:
    """Remind the holder on the day, as the office's sweep does."""
    case = course.case
    if case.remind_at is None or case.remind_at > until:
        return course
    return replace(course, case=_swept(case, "remind", max(case.remind_at, course.at), course.calendar))


def _counted(course: Course, until: datetime) -> Course:
    """Let a ranking count when objections are over, and the waiting end, as the office's sweep does."""
    case = course.case
    objections = moment_of(case.place.get("objections_until"))
    if case.is_open and objections and objections < until and not case.place.get("final"):
        case = _swept(case, "rank_final", objections + timedelta(seconds=1), course.calendar)
    waits = waits_until(case)
    if case.is_open and waits and waits < until:
        case = _swept(case, "waiting_ended", waits + timedelta(seconds=1), course.calendar)
    return replace(course, case=case)


def _swept(
    case: Case, act: str, at: datetime, calendar: Calendar, data: Mapping[str, Any] = MappingProxyType({})
) -> Case:
    return evolve(case, decide(case, Act(act, By("system"), at, data), calendar))


def _data(course: Course, doing: Doing) -> dict[str, Any]:
    if doing.kind == "ask":
        unasked = set(doing.fields) - asked_fields(course.service, course.answers)
        if unasked:
            raise Refused(_not_a_question(sorted(unasked)[0]))
        return {"items": sorted(doing.fields)}
    if doing.kind == "record evidence":
        field = doing.fields[0] if doing.fields else ""
        kind = course.case.evidence_needed.get(field, "")
        return {"field": field, "kind": SEEN if kind == LOOKED_UP else kind}  # no register can be asked in an example
    if doing.kind in PLACES:
        return {"ranking": "example", "code": "example", "rank": 1, "score": None, "place": PLACES[doing.kind]}
    if doing.kind == "decide refuse":
        grounds = [one.id for one in course.service.grounds]
        return {"ground": doing.ground, "grounds": grounds, "fact_length": FACT_AT_LEAST}
    if ACTS.get(doing.kind) in REVOCATION:
        return {"ground": doing.ground, "fact_length": FACT_AT_LEAST}
    if doing.kind == "answer warning":
        return {"words_length": WORDS_AT_LEAST}
    return {}


def _answered(course: Course, doing: Doing) -> Course:
    merged = {**course.answers, **doing.answers}
    answers = {**without_unasked(course.service, merged), **doing.answers}
    _require_answers(course.service, answers)
    received = course.case.received_at or course.at
    rules = _outcomes(course.service, course.office, answers, course.calendar.local(received).date())
    done = _done(
        course,
        "answer",
        {"fields": sorted(doing.answers), "rules": rules, "evidence": evidence_for(course.service, answers)},
    )
    return replace(done, answers=answers)


def _worked(course: Course, act: str) -> Course:
    """Do what the open step is for; what it found is there for the rules from then on."""
    step = next((one for one in course.service.steps if one.id == course.case.step), None)
    data, found = work_data(act, step, course.findings)
    if step is None or not step.finds or found is None:
        return _done(course, act, data)
    known = {**course.found, step.name: found}
    day = course.calendar.local(course.case.received_at or course.at).date()
    facts = office_facts(course.office, day, days_off(course.office, day))
    rules = rules_after(course.service, course.case.rules, course.answers, facts, known)
    return replace(_done(course, act, {**data, "rules": rules}), found=known)


def _done(course: Course, kind: str, data: Mapping[str, Any]) -> Course:
    calendar, case = course.calendar, course.case
    by = By("system") if kind == "moved_up" else _by(case, kind)
    taken = kind not in ("ranked", "evidence_noted") and by.kind == "officer"
    if taken and case.is_open and case.ball in ("office", "outside"):
        case = evolve(case, decide(case, Act("take", by, course.at), calendar))
    act = Act(kind, by, course.at, data)
    if stopped := _stopped(course, act):
        raise Refused(*stopped)
    return replace(course, case=evolve(case, decide(case, act, calendar)))


def _by(case: Case, kind: str) -> By:
    """Return who does it: the citizen, or an officer; warning and deciding of a revocation are two people's."""
    if kind in CITIZENS:
        return By("citizen")
    if kind in REVOCATION:
        part = REVOCATION[kind]
        return By("officer", len(case.steps) + 1 + (part == "decides"), str(case.revocable.get(part, "")))
    return _officer(case)


def _officer(case: Case) -> By:
    """Return an officer of the open step's role; every step of an example has an officer of its own."""
    ids = [step.id for step in case.steps]
    return By("officer", ids.index(case.step) + 1 if case.step in ids else 0, case.step_role)


def _stopped(course: Course, act: Act) -> tuple[Refusal, ...]:
    says = {rule.id: rule.says for rule in course.service.rules}
    failed = tuple(says[rule] for rule in course.case.failed_mandatory if rule in says)
    grounds = {step.rank.ground for step in course.service.steps if step.rank}
    attempt = Attempt(
        act=act.kind,
        officer=act.by.officer,
        done_by=course.case.done_by,
        failed_rules=failed,
        unseen=tuple(course.service.fields[name].label for name in course.case.unseen),
        place=place_of(course.case),
        for_want_of_place=act.data.get("ground") in grounds,
    )
    return refusals(attempt, _controls())


@cache
def _controls() -> tuple[Control, ...]:
    return tuple(discover(controls, "CONTROL").values())


def _outcomes(service: Service, office: OfficeFile, answers: Mapping[str, Any], day: date) -> dict[str, str]:
    facts = office_facts(office, day, days_off(office, day))
    return {result.rule: result.outcome for result in evaluate_rules(service, answers, facts)}


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


def _not_a_question(name: str) -> Refusal:
    return Refusal(
        code="not-a-question",
        reason=Text(id=f"'{name}' tidak ditanyakan di sini.", en=f"'{name}' was not asked with these answers."),
        remedy=Text(id="Pilih isian yang ditanyakan.", en="Name fields that are asked."),
    )
