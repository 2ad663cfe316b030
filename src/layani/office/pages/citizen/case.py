"""The page of one case: how it stands, who has it, until when, what happened, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from layani.office.actions.letters.content import DECIDING
from layani.office.actions.numbering import receipt_code
from layani.office.actions.receipt_standing import standings
from layani.office.actions.viewing import ANSWERING, FOUND, findings_said
from layani.office.actions.viewing import opened as opened_part
from layani.office.house import calendar, catalogue, key_store, role_title
from layani.office.pages.citizen import ranking
from layani.office.pages.citizen.access import private, seen_case
from layani.office.pages.citizen.afterwards import WORDS_OF, afterwards
from layani.office.pages.citizen.case_words import (
    ball_words,
    due_of,
    service_name,
    service_of,
    status_tag,
)
from layani.office.pages.citizen.objecting import WORDS_OF_OBJECTION, against_decision, objection_said, why_no_objection
from layani.office.pages.citizen.progress import steps_of
from layani.office.pages.citizen.second_officers import done_alone
from layani.office.pages.citizen.timeline import timeline
from layani.office.pages.citizen.together import together
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.ahead import WORDS_OF as AHEAD
from layani.office.pages.parts.ahead import ahead_of_others
from layani.office.pages.parts.ball_times import times_of
from layani.office.pages.parts.correction import WORDS_OF_CORRECTIONS, correction_in
from layani.office.pages.parts.duties import WORDS_OF_DUTIES, duty_parts
from layani.office.pages.parts.evidence import evidence_parts
from layani.office.pages.parts.found_again import Made, found_again
from layani.office.pages.parts.handed import WORDS_OF_HANDING, handed_in
from layani.office.pages.parts.minute import KEPT, body
from layani.office.pages.parts.partly import given_in, rows_of
from layani.office.pages.parts.plan import has_money, plan_parts
from layani.office.pages.parts.say import language
from layani.office.pages.parts.their_turn import their_turn
from layani.office.pages.public.service import step_words
from layani.office.tables.authority_register import nobody_signs
from layani.office.tables.models import Case as CaseRow
from layani.office.tables.models import Event as EventRow
from layani.office.tables.models import OutsideReminder
from layani.office.tables.models.signatures import Signature
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.act import moment
from layani.rules.cases.duties import to_be_done
from layani.rules.cases.parts import CORRECTION_PROPOSED_BY
from layani.rules.cases.state import Case, Event
from layani.rules.cases.urgency import FIRST
from layani.rules.catalogue import Ground, Law, Service
from layani.rules.sections import plain
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the office asked for: the question, and the officer's words."""

    name: str
    label: Text
    words: str


@dataclass(frozen=True, slots=True)
class Traced:
    """One rule as it was evaluated: its words, how it came out, and its law, if the service still has them."""

    says: Text
    outcome: str
    mandatory: bool
    law: Law | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case or a part of it was refused: the ground with its law and remedy, and the fact in the officer's words.

    language: in which the officer wrote the fact; empty in cases of before that was asked
    """

    ground: Ground | None
    law: Law | None
    fact: str
    language: str


Opened = Sequence[tuple[Event, Mapping[str, Any]]]
FOR_THE_PLAN = frozenset({*ANSWERING, "condition_met", *FOUND})
TOLD_IN_WORDS = (
    ranking.TOLD_IN_WORDS
    | AHEAD
    | DECIDING
    | WORDS_OF_DUTIES
    | WORDS_OF_OBJECTION
    | {"ask_missing", "put_right", "turn_again", *WORDS_OF}
    | WORDS_OF_CORRECTIONS
    | WORDS_OF_HANDING
)


@private
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case to its party, or to whoever gave its receipt code."""
    seen = seen_case(request, number)
    row, now = seen.row, timezone.now()
    case, service = state_of(row), service_of(row.service, row.version)
    key = key_store().get(row.ref)
    told = TOLD_IN_WORDS | frozenset(FOUND)
    rows = EventRow.objects.all_of_case(row.pk)
    opened = _opened(rows, key, told | FOR_THE_PLAN if _reads_answers(case, service) else told)
    events = [event for event, _ in opened]
    status, status_colour = status_tag(case, now)
    no_objection = why_no_objection(case, now)
    shown = {
        "case": case,
        "own": seen.own,
        "just_answered": "answered" in request.GET and case.ball == "office",
        "just_withdrawn": "withdrawn" in request.GET,
        "service_name": service_name(case.service),
        "service": service,
        "together": together(row) if seen.own else (),
        "lacks": [service_name(one) for one in case.without] if case.is_open else (),
        "status": status,
        "status_colour": status_colour,
        "ball": ball_words(case),
        "nobody_signs": _nobody_signs(case, now),
        "initials": _initials(row, case),
        "signed_by_hand": settings.SIGNING != "none" and case.status != "deemed_granted",
        "due": due_of(case, now, _answer_by(events)),
        "times": times_of(events, now),
        "reminded": _reminded(row, case),
        "steps": steps_of(case, events, now),
        "now": now,
        "items": asked_items(service, opened) if case.status == "waiting" else (),
        "theirs": their_turn(case, service, _answers_in(opened), findings_said(opened), opened),
        "just_said": "said" in request.GET and case.ball == "office",
        "reason": _reason(case, service, opened),
        "part": rows_of(service, given_in((event.act, said) for event, said in opened)) if case.part_ground else [],
        "objection": None if no_objection else against_decision(case),
        "no_objection": no_objection,
        "silence": bool(case.is_open and case.silent_at),
        "objected": objection_said(case, opened) if case.objection else None,
        **afterwards(case, service, opened, now),
        "alone": done_alone(row.pk, case),
        "correction": correction_in(opened, service),
        "handed": handed_in(opened),
        "evidence": evidence_parts(case, service, [(event, "", {}) for event in events], language()),
        "duties": duty_parts(case, service, opened),
        "to_be_done": to_be_done(case),
        "plan": plan_parts(case, service, _answers_in(opened), opened, findings_said(opened)),
        "ahead": ahead_of_others(case, service, _answers_in(opened), opened),
        "fee_waits": [step_words(case.service, name) for name in case.fee_waits],
        "place": ranking.place_part(row, case, service, now, opened),
        "again": found_again(
            service,
            [
                Made(str(event.data.get("step", "")), event.occurred_at, event.by.role, "", said["findings"])
                for event, said in opened
                if "findings" in said
            ],
            all_of_it=False,
        ),
        "rules": _traced(case, service),
        "failed_rules": "failed" in case.rules.values(),
        "entries": timeline(case, events),
        "held": standings(rows[:1], now)[0] if seen.own else None,
        "code": receipt_code(key, row.receipt_edition) if seen.own else "",
        "survey_page": _survey_page(case),
        "next": _next(case, service),
        "office": catalogue().office,
        "proves": body("citizen/receipt_proves.html", "", dict),
    }
    return render(request, "citizen/case.html", shown)


def _initials(row: CaseRow, case: Case) -> tuple[Text, datetime] | None:
    """Return on which post's desk a decided letter lies before it is signed, and since when; one query while it may."""
    if settings.SIGNING == "none" or case.decided_at is None or case.issued_at is not None:
        return None
    waits = Signature.objects.waiting(row.number)
    return (role_title(waits.desk), waits.desk_since) if waits and waits.desk and waits.desk_since else None


def _reminded(row: CaseRow, case: Case) -> list[datetime]:
    """Return when the other body that has the case was reminded; asked only while one has it."""
    if "outside" not in (case.ball, *(one.ball for one in case.beside)):
        return []
    return list(OutsideReminder.objects.filter(case=row).order_by("pk").values_list("at", flat=True))


def _nobody_signs(case: Case, now: datetime) -> bool:
    """Say whether the case waits for a decision that nobody may sign today; the register is asked once a minute."""
    if case.status != "deciding" or case.ball != "office" or case.beside or not case.step_role:
        return False
    day = calendar().local(now).date()
    key = f"nobody-signs/{case.office}/{case.step_role}/{case.service}/{day.isoformat()}"
    asked = partial(nobody_signs, case.office, plain(case.step_role), case.service, day)
    return bool(caches["near"].get_or_set(key, asked, KEPT))


def _reads_answers(case: Case, service: Service | None) -> bool:
    """Say whether the page needs the answers: for the money, or to say why the case is served first."""
    pays = case.open_step is not None and case.open_step.turn is not None
    corrected = CORRECTION_PROPOSED_BY in case.done_by  # what stood there before is shown beside what is right
    return has_money(service) or pays or corrected or case.urgency == FIRST


def _answers_in(opened: Opened) -> dict[str, Any]:
    """Return the answers as they stand, where they were opened."""
    found: dict[str, Any] = {}
    for _, said in opened:
        found.update(said.get("answers", {}))
    return found


def _opened(rows: Sequence[EventRow], key: bytes, kinds: frozenset[str]) -> Opened:
    """Return the events of a case, those opened whose words the page shows."""
    return [(event_of(one), opened_part(one, key) if one.act in kinds else {}) for one in rows]


def asked_items(service: Service | None, opened: Opened) -> tuple[Item, ...]:
    """Return what the last notice asked for, in the order of the form; () without a notice."""
    notices = [(event, personal) for event, personal in opened if event.act == "ask_missing"]
    if not notices:
        return ()
    event, personal = notices[-1]
    words = personal.get("words", {})
    fields = service.fields if service else {}
    order = {name: place for place, name in enumerate(fields)}
    names = sorted(event.data.get("items", ()), key=lambda name: order.get(name, len(order)))
    return tuple(
        Item(name, fields[name].label if name in fields else Text(name, name), str(words.get(name, "")))
        for name in names
    )


def _answer_by(events: Sequence[Event]) -> datetime | None:
    asked = [event for event in events if event.act in ("ask_missing", "discretion") and event.data.get("answer_by")]
    return moment(asked[-1].data["answer_by"]) if asked else None


def _reason(case: Case, service: Service | None, opened: Opened) -> Reason | None:
    name = case.ground if case.status == "refused" else case.part_ground
    if case.status != "refused" and not name:
        return None
    ground = next((one for one in service.grounds if one.id == name), None) if service else None
    law = service.law.get(ground.law) if service and ground else None
    said = [personal for event, personal in opened if event.act in DECIDING and "fact" in personal] or [{}]
    return Reason(ground, law, str(said[-1].get("fact", "")), str(said[-1].get("language", "")))


def _traced(case: Case, service: Service | None) -> list[Traced]:
    """Return every rule that was evaluated, in the order of the service file."""
    known = {rule.id: rule for rule in service.rules} if service else {}
    order = {name: place for place, name in enumerate(known)}
    return [
        Traced(
            known[name].says if name in known else Text(name, name),
            outcome,
            name in case.must,
            service.law.get(known[name].law) if service and name in known else None,
        )
        for name, outcome in sorted(case.rules.items(), key=lambda pair: order.get(pair[0], len(order)))
    ]


def _survey_page(case: Case) -> str | None:
    """Return where the survey is answered, once the case has ended and if the survey is installed."""
    if case.is_open:
        return None
    try:
        return reverse("survey", args=[case.number])
    except NoReverseMatch:
        return None


def _next(case: Case, service: Service | None) -> list[Service]:
    """Return the services that are often needed after this one was granted."""
    if service is None or case.status not in ("granted", "deemed_granted"):
        return []
    return [catalogue().services[slug] for slug in service.next if slug in catalogue().services]


PAGE = Page(path="case/<str:number>/", name="case", readers=Readers.EVERYONE, view=case_page, methods=("GET", "HEAD"))
