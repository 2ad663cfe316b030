"""The course of one worked case after it was filed: acts, and the time that passes between them.

The acts go through the same decider, controls and clock as those of a real case, so an example shows what the office
would do, and not what somebody thinks that it would.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final

from layani.rules import controls
from layani.rules.cases.act import Act, written
from layani.rules.cases.acts.deciding import FACT_AT_LEAST
from layani.rules.cases.acts.duties import SEEN_AT_LEAST
from layani.rules.cases.acts.evidence import LOOKED_UP, SEEN
from layani.rules.cases.acts.pausing import EVIDENCE_AT_LEAST
from layani.rules.cases.acts.putting_first import WORDS_AT_LEAST as AHEAD_AT_LEAST
from layani.rules.cases.acts.ranking import PLACED, WAITING, WITHOUT, place_of
from layani.rules.cases.acts.revoking import WORDS_AT_LEAST
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import OPEN_TIME, Term, add_working_time, due
from layani.rules.cases.decider import decide, evolve
from layani.rules.cases.side_by_side import about
from layani.rules.cases.state import By, Case
from layani.rules.cases.state_json import planned
from layani.rules.catalogue.answers import asked_fields, check_answers, without_unasked
from layani.rules.catalogue.course_clock import issued, run_until
from layani.rules.catalogue.course_work import WORK, Found, part_granted, rules_after, work_data
from layani.rules.catalogue.duties import owed_by
from layani.rules.catalogue.evidence import evidence_for
from layani.rules.catalogue.fees import priorities_for, reckon_fee
from layani.rules.catalogue.model import OfficeFile, Service
from layani.rules.catalogue.planning import afterwards, closes_at, lawful, planned_step
from layani.rules.catalogue.rules import evaluate_rules
from layani.rules.catalogue.scope import FINDINGS, office_facts
from layani.rules.catalogue.steps import steps_after, steps_for
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
    "decide grant in part": "decide_grant",
    "decide refuse": "decide_refuse",
    **WORK,
    "extend": "extend",
    "pause": "pause",
    "resume": "resume",
    "warn revocation": "warn_revocation",
    "answer warning": "answer_revocation",
    "revoke": "revoke",
    "drop revocation": "drop_revocation",
    "be placed": "ranked",
    "be put on the waiting list": "ranked",
    "find no place": "ranked",
    "move up": "moved_up",
    "record evidence": "evidence_noted",
    "put first": "put_first",
    "ask to go ahead": "expedite_asked",
    "let ahead": "expedite_granted",
    "keep in turn": "expedite_refused",
    "say a duty is done": "duty_said",
    "record a duty": "duty_met",
    "return a duty": "duty_again",
}
"""The words of examples.yaml for the acts of a case; "wait" is none of them."""

PLACES: Final = {"be placed": PLACED, "be put on the waiting list": WAITING, "find no place": WITHOUT}
"""What a ranking gives, as examples say it: which cases there were besides, no example can know."""

OUTSIDE: Final = frozenset({"external_done", "outage", "notice_objection", "notice_closed", "turn_done", "resume"})
"""Acts for which an officer takes up a case that waits outside the office."""

CITIZENS: Final = frozenset(
    {"answer", "withdraw", "answer_revocation", "expedite_asked", "turn_said", "turn_declined", "duty_said"}
)
IN_ITS_QUEUE: Final = frozenset({"put_first", "expedite_granted", "expedite_refused"})
"""Acts that move it in its queue, for which nobody takes it from there."""

REVOCATION: Final[Mapping[str, str]] = {"warn_revocation": "warns", "revoke": "decides", "drop_revocation": "decides"}
"""Acts about a product that was given, and whose part they are."""
MOST_DAYS: Final = 3_660
"""Days that may pass between two acts of an example."""


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that happens in an example.

    kind:     a key of ``ACTS``, or "wait"
    fields:   what is asked for again; answers: the new answers, as a form would hold them; ground: of a refusal
    partly:   what is set of a grant in part
    step:     of several that are open the one that is meant
    duty:     what is owed after the grant
    matter:   the class of priority that is seen, or the matter for which it is asked to go ahead
    reason:   of an extension; system: of another body, that is out
    """

    kind: str
    fields: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    ground: str = ""
    step: str = ""
    reason: str = ""
    system: str = ""
    matter: str = ""
    duty: str = ""
    partly: Mapping[str, Any] = field(default_factory=dict)


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
    facts = office_facts(office, at.date(), days_off(office, at.date()))
    service = service.on(facts)
    _require_answers(service, answers)
    rules = _outcomes(service, office, answers, at.date())
    steps = [planned(planned_step(step)) for step in steps_for(service, answers, facts)]
    waits = reckon_fee(service, answers, facts).waits
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
        **({"put_first": True} if priorities_for(service, answers, facts) else {}),
        **({"fee_waits": list(waits)} if waits else {}),
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
    calendar = course.calendar
    owes = _owed(course)
    case = run_until(course.case, course.at, at, calendar, lambda case, act: bool(_stopped(course, case, act)), owes)
    waited = replace(course, case=case, at=at)
    if doing.kind == "wait":
        return waited
    if doing.kind == "answer":
        return _answered(waited, doing)
    if doing.kind in WORK:
        return _worked(waited, WORK[doing.kind], doing.step)
    done = _done(waited, ACTS[doing.kind], _data(waited, doing))
    return replace(done, case=issued(done.case, at, calendar, owes))


def _owed(course: Course) -> dict[str, Any]:
    """Return what the case owes if it is granted now."""
    facts = {**office_facts(course.office, _day(course), days_off(course.office, _day(course))), FINDINGS: course.found}
    return owed_by(course.service, course.answers, facts) if course.service.owes else {}


def letter_of(case: Case) -> str:
    """Return the outcome whose letter goes out, or "none"."""
    return case.outcome if case.decided_at else "none"


def _data(course: Course, doing: Doing) -> dict[str, Any]:
    return {**({"step": doing.step} if doing.step else {}), **_values(course, doing)}


def _values(course: Course, doing: Doing) -> dict[str, Any]:
    if doing.kind == "ask":
        return {"items": _asked(course, doing.fields)}
    if doing.kind == "record evidence":
        field = doing.fields[0] if doing.fields else ""
        kind = course.case.evidence_needed.get(field, "")
        return {"field": field, "kind": SEEN if kind == LOOKED_UP else kind}  # no register can be asked in an example
    if doing.kind in PLACES:
        return {"ranking": "example", "code": "example", "rank": 1, "score": None, "place": PLACES[doing.kind]}
    if doing.kind == "decide refuse":
        grounds = [one.id for one in course.service.grounds]
        return {"ground": doing.ground, "grounds": grounds, "fact_length": FACT_AT_LEAST}
    if doing.kind == "decide grant in part":
        return part_granted(course.service, course.case.step, doing.ground, doing.partly, course.answers)
    if ACTS.get(doing.kind) in REVOCATION:
        return {"ground": doing.ground, "fact_length": FACT_AT_LEAST}
    if doing.kind in ("put first", "ask to go ahead", "let ahead", "keep in turn"):
        return _ahead(course, doing)
    given: dict[str, dict[str, Any]] = {
        "answer warning": {"words_length": WORDS_AT_LEAST},
        "extend": {"reason": doing.reason},
        "say a duty is done": {"duty": doing.duty},
        "record a duty": {"duty": doing.duty, "words_length": SEEN_AT_LEAST},
        "return a duty": {"duty": doing.duty, "words_length": SEEN_AT_LEAST},
        "pause": {"system": doing.system, "evidence_length": EVIDENCE_AT_LEAST},
    }
    return given.get(doing.kind, {})


def _ahead(course: Course, doing: Doing) -> dict[str, Any]:
    """Return the values of an act that moves the case in its queues; no example knows whom else was let ahead."""
    amounts = course.service.amounts
    words = {"words_length": AHEAD_AT_LEAST}
    if doing.kind == "put first":
        return {**words, "known": any(one.id == doing.matter for one in amounts.priority)}
    name = str(course.case.expedite.get("class", doing.matter))
    found = next((one for one in amounts.expedite if one.id == name), None)
    if doing.kind == "ask to go ahead":
        return {**words, "class": name, "known": found is not None, "role": found.by if found else ""}
    return {**words, "granted_today": 0, "a_day": found.a_day if found else 0}


def _asked(course: Course, fields: tuple[str, ...]) -> list[str]:
    unasked = set(fields) - asked_fields(course.service, course.answers)
    if unasked:
        raise Refused(_not_a_question(sorted(unasked)[0]))
    return sorted(fields)


def _answered(course: Course, doing: Doing) -> Course:
    merged = {**course.answers, **doing.answers}
    answers = {**without_unasked(course.service, merged), **doing.answers}
    _require_answers(course.service, answers)
    rules = _outcomes(course.service, course.office, answers, _day(course), course.found)
    done = _done(
        course,
        "answer",
        {"fields": sorted(doing.answers), "rules": rules, "evidence": evidence_for(course.service, answers)},
    )
    return replace(done, answers=answers)


def _worked(course: Course, act: str, named: str) -> Course:
    """Do what an open step is for; what it found is there for the rules from then on.

    named: of several open steps the one that is meant; "" for the most urgent
    """
    step = next((one for one in course.service.steps if one.id == (named or course.case.step)), None)
    data, found = work_data(act, step, course.findings)
    if step is None or not step.finds or found is None:
        return _done(course, act, data)
    known = {**course.found, step.name: found}
    facts = {**office_facts(course.office, _day(course), days_off(course.office, _day(course))), FINDINGS: known}
    data["rules"] = rules_after(course.service, course.case.rules, course.answers, facts, known)
    data["steps"] = [planned(one) for one in steps_after(course.service, course.case.steps, course.answers, facts)]
    data["fee_waits"] = list(reckon_fee(course.service, course.answers, facts).waits)
    return replace(_done(course, act, data), found=known)


def _day(course: Course) -> date:
    return course.calendar.local(course.case.received_at or course.at).date()


def _done(course: Course, kind: str, data: Mapping[str, Any]) -> Course:
    calendar, case = course.calendar, course.case
    seen = case.seen_at(str(data.get("step", case.step)))
    by = By("system") if kind == "moved_up" else _by(seen, kind)
    taken = kind not in {"ranked", "evidence_noted", *IN_ITS_QUEUE} and by.kind == "officer"
    if taken and case.is_open and seen.step and (seen.ball == "office" or kind in OUTSIDE):
        step = {"step": seen.step} if case.beside else {}
        case = evolve(case, decide(case, Act("take", by, course.at, step), calendar))
    act = Act(kind, by, course.at, data)
    if stopped := _stopped(course, course.case, act):
        raise Refused(*stopped)
    return replace(course, case=evolve(case, decide(case, act, calendar)))


def _by(case: Case, kind: str) -> By:
    """Return who does it: the citizen, or an officer; warning and deciding of a revocation are two people's."""
    if kind in CITIZENS:
        return By("citizen")
    if kind in REVOCATION:
        part = REVOCATION[kind]
        return By("officer", len(case.steps) + 1 + (part == "decides"), str(case.revocable.get(part, "")))
    if kind in IN_ITS_QUEUE:
        return By("officer", 2 * len(case.steps) + 3, str(case.expedite.get("role", "")))
    return _officer(case)


def _officer(case: Case) -> By:
    """Return an officer of the open step's role; every step of an example has an officer of its own."""
    ids = [step.id for step in case.steps]
    return By("officer", ids.index(case.step) + 1 if case.step in ids else 0, case.step_role)


def _stopped(course: Course, case: Case, act: Act) -> tuple[Refusal, ...]:
    says = {rule.id: rule.says for rule in course.service.rules}
    failed = tuple(says[rule] for rule in case.failed_mandatory if rule in says)
    grounds = {step.rank.ground for step in course.service.steps if step.rank}
    seen = about(case, act.by, act.data)
    attempt = Attempt(
        act=act.kind,
        officer=act.by.officer,
        done_by=seen.done_by,
        not_same_as=seen.kept_apart,
        failed_rules=failed,
        unseen=tuple(course.service.fields[name].label for name in case.unseen),
        place=place_of(case),
        for_want_of_place=act.data.get("ground") in grounds,
    )
    return refusals(attempt, _controls())


@cache
def _controls() -> tuple[Control, ...]:
    return tuple(discover(controls, "CONTROL").values())


def _outcomes(
    service: Service, office: OfficeFile, answers: Mapping[str, Any], day: date, found: Found | None = None
) -> dict[str, str]:
    facts = office_facts(office, day, days_off(office, day))
    return {result.rule: result.outcome for result in evaluate_rules(service, answers, facts, found or None)}


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
