"""Cases by API: file one, look at one, follow its events, answer what the office asked."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Router
from pydantic import BaseModel, ConfigDict, Field

from layani.office.actions import checking, deciding, filing, performing
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.numbering import first_code
from layani.office.actions.viewing import opened, opened_events
from layani.office.api.applicants import ApplicantIn, answers_with_identity
from layani.office.api.callers import NotPermitted, needs, require_front_desk, require_service, require_serving
from layani.office.api.looks import note_program_look
from layani.office.api.registers import LookUp, Taken, taken_before, taken_from_registers
from layani.office.house import calendar, catalogue, facts_on, key_store, service
from layani.office.tables.models.cases import ONLINE, Case, Event
from layani.office.tables.models.webhooks import ProgramCase
from layani.office.tables.projection import section_of, state_of
from layani.rules.cases.parts import Ball
from layani.rules.cases.state import Status
from layani.rules.catalogue import FieldProblem
from layani.rules.catalogue.answers import asked_fields
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

ROUTER = Router()
ROWS = 50
LONGEST_NUMBER = 24  # characters; see the column
Key = Annotated[int, Field(ge=1, le=10**15)]
Slug = Annotated[str, Field(max_length=60)]
Once = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=100)]


class FilingIn(BaseModel):
    """An application.

    version: of the service, as it was when the form was made from it; empty takes the one in force
    answers: by field name, as the service's ``answers_schema`` says; those of the applicant's identity stand there
    channel: where the person is, such as "counter", "kiosk" or the name of another office's app; not "online": on the
             office's own pages people file for themselves
    """

    model_config = ConfigDict(extra="forbid")
    service: Annotated[str, Field(max_length=60, examples=["residence-letter"])]
    version: Annotated[str, Field(max_length=20, examples=["2026-12-01"])] = ""
    applicant: ApplicantIn
    answers: dict[str, Any]
    channel: Annotated[str, Field(pattern="^[a-z][a-z0-9-]{1,19}$")] = "api"
    language: Annotated[str, Field(pattern="^(id|en)$", description="in which the person is written to")] = "id"
    look_up: LookUp = []


class AnswerIn(BaseModel):
    """The answer to a notice of what is missing: the corrected fields, by name."""

    model_config = ConfigDict(extra="forbid")
    answers: Annotated[dict[str, Any], Field(min_length=1)]


class DoneIn(BaseModel):
    """What the applicant says of what they have done; kept sealed, and read by the officer who looks."""

    model_config = ConfigDict(extra="forbid")
    words: Annotated[str, Field(max_length=2000, examples=["Paid this morning, receipt STS-004211."])] = ""


class WithdrawIn(BaseModel):
    """The applicant's own word, as the system has it; nothing else is asked."""

    model_config = ConfigDict(extra="forbid")
    asked_by_applicant: Literal[True]


class OpenStepOut(BaseModel):
    """A step that is open: by which role, until when, and who has to act in it."""

    step: str
    role: str
    ball: Ball
    due_at: datetime | None


class ExtendedOut(BaseModel):
    """More time that the office took: how much, when it said so, and why (a name of the list of reasons)."""

    amount: int
    unit: str
    at: datetime
    reason: str


class CaseOut(BaseModel):
    """A case as it stands; nothing in it is personal. Times are ISO 8601 in UTC.

    ball: who has to act next: the office, as long as one of its desks has to
    step, steps: the open step, and all of them where several run side by side; the first is the most urgent
    legal_due_at: the last moment that the law leaves; extended: the time that was added, once, and the reason's name
    granted_partly: a part was granted, and the rest refused on a ground of the service
    receipt_code: the secret printed on the receipt, with which the citizen follows the case; given on filing alone
    """

    number: str
    service: str
    version: str
    status: Status
    ball: Ball
    step: str
    steps: list[OpenStepOut]
    received_at: datetime
    due_at: datetime | None
    legal_due_at: datetime | None
    extended: ExtendedOut | None
    decided_at: datetime | None
    granted_partly: bool
    issued_at: datetime | None
    receipt_code: str | None = None
    address: str


class CasesOut(BaseModel):
    """A page of cases, the newest first; ``before`` asks for the next page, and is empty on the last."""

    cases: list[CaseOut]
    before: int | None


class EventOut(BaseModel):
    """One act on a case; ``data`` are its values that are not personal, in the spelling of the record."""

    seq: int
    act: str
    at: datetime
    recorded_at: datetime
    role: str
    data: dict[str, Any]


class NoticeOut(BaseModel):
    """What the office asked for, once: by field name, in the officer's words to the citizen."""

    asked_at: datetime
    answer_by: datetime | None
    items: dict[str, str]


@ROUTER.post("/", response={201: CaseOut}, auth=needs("cases:file"), summary="File an application")
def file(request: HttpRequest, body: FilingIn, idempotency_key: Once) -> HttpResponse:
    """File an application.

    The same Idempotency-Key with the same body gives the first case again (201, with Idempotent-Replayed: true), also
    when the form was renewed since; with another applicant, answer, channel, language or version it is refused (409).
    """
    actor = request.auth
    require_front_desk(actor)
    found = catalogue().services.get(body.service)
    if found is None:
        raise Http404(f"There is no service '{body.service}'.")
    require_service(actor, found.slug)
    if body.channel == ONLINE:
        raise AnswersRejected((FieldProblem("channel", OWN_PAGES),))
    person = body.applicant.person()
    now = timezone.now()
    answers = answers_with_identity(found, person, body.answers)
    taken = Taken(answers)
    if body.look_up:
        before = taken_before(found, answers, actor, idempotency_key, now)
        taken = before or taken_from_registers(found, person, answers, body.look_up, now)
    application = filing.Application(
        service=found,
        applicant=person,
        answers=taken.answers,
        looked_up=taken.looked_up,
        channel=body.channel,
        version=body.version,
        language=body.language,
        once=idempotency_key,
        through=actor.program,
    )
    try:
        done = filing.file(application, actor=actor, now=now)
    except Refused as refused:
        raise Refused(*(for_programs(one, str(found.version)) for one in refused.refusals)) from None
    # The answer is written here, not by ninja, which would validate it a second time.
    code = first_code(done.key or key_store().get(done.row.ref), done.row.receipt_edition) or None
    return answered(case_out(done.row, code), 201, replayed=done.event.recorded_at != now)


@ROUTER.get("/", response=CasesOut, auth=needs("cases:read"), summary="List the system's own cases")
def own(request: HttpRequest, before: Key | None = None, service: Slug = "") -> HttpResponse:
    """List the cases that the caller's system filed, the newest first, 50 at a time; ``service`` narrows it."""
    require_serving(request.auth)
    actor = request.auth
    if service:
        require_service(actor, service)
    mine = ProgramCase.objects.of_system(actor.program, actor.system).filter(case__office=actor.office)
    rows = list(mine.newest_first(before, [service] if service else actor.grant.services)[: ROWS + 1])
    more = rows[ROWS - 1].pk if len(rows) > ROWS else None
    return answered(CasesOut.model_construct(cases=[case_out(one.case) for one in rows[:ROWS]], before=more))


@ROUTER.get("/{number}", response=CaseOut, auth=needs("cases:read"), summary="Look at a case")
def look(request: HttpRequest, number: str) -> HttpResponse:
    """Say where a case stands, without anything personal."""
    row = case_of(request, number)
    note_program_look(row, "program-case", request.auth)
    return answered(case_out(row))


@ROUTER.get(
    "/{number}/events", response=list[EventOut], auth=needs("cases:events"), summary="List what happened to a case"
)
def events(request: HttpRequest, number: str) -> list[EventOut]:
    """List every act on a case in its order, without anything personal."""
    row = case_of(request, number)
    note_program_look(row, "program-events", request.auth)
    return [_event_out(event, json.loads(event.body)) for event in Event.objects.of_case(row.pk)]


@ROUTER.get("/{number}/notice", response=NoticeOut, auth=needs("cases:answer"), summary="Read what is missing")
def notice(request: HttpRequest, number: str) -> NoticeOut:
    """Read the notice of what is missing, to be told to the applicant; for the front desk."""
    require_front_desk(request.auth)
    row = case_of(request, number)
    event = _asked(row)
    if event is None:
        raise Http404(f"Nothing was asked for in case '{number}'.")
    words = opened(event, key_store().get(row.ref)).get("words", {})
    note_program_look(row, "program-notice", request.auth)
    by = json.loads(event.body)["data"].get("answer_by")
    return NoticeOut(asked_at=event.occurred_at, answer_by=by, items=words)


@ROUTER.post(
    "/{number}/answer", response={201: CaseOut}, auth=needs("cases:answer"), summary="Answer what the office asked"
)
def answer(request: HttpRequest, number: str, body: AnswerIn, idempotency_key: Once) -> HttpResponse:
    """Send the corrected fields of a notice, in the name of the applicant; no other field may be among them."""
    actor = request.auth
    require_front_desk(actor)
    row = case_of(request, number)
    if strange := sorted(body.answers.keys() - _open_fields(row, body.answers)):
        raise AnswersRejected(tuple(FieldProblem(name, _NOT_ASKED) for name in strange))
    now = timezone.now()
    done = checking.answer(row.number, body.answers, actor=actor, now=now, once=idempotency_key)
    return answered(case_out(done.row), 201, replayed=done.event.recorded_at != now)


@ROUTER.post(
    "/{number}/done",
    response={201: CaseOut},
    auth=needs("cases:answer"),
    summary="Say that the applicant has done their step",
)
def done(request: HttpRequest, number: str, body: DoneIn, idempotency_key: Once) -> HttpResponse:
    """Say, in the applicant's name, that what the office waits for is done; a role of the office looks and records it.

    Refused (409) while the case does not wait for the applicant in a step of theirs.
    """
    actor = request.auth
    require_front_desk(actor)
    row = case_of(request, number)
    now = timezone.now()
    said = performing.say_done(row.number, row.step, body.words, actor=actor, now=now, once=idempotency_key)
    return answered(case_out(said.row), 201, replayed=said.event.recorded_at != now)


@ROUTER.post(
    "/{number}/withdraw", response={201: CaseOut}, auth=needs("cases:withdraw"), summary="Withdraw an application"
)
def withdraw(request: HttpRequest, number: str, body: WithdrawIn, idempotency_key: Once) -> HttpResponse:
    """Take back, at the applicant's wish, an application that the caller's own system filed; it cannot be undone."""
    actor = request.auth
    require_front_desk(actor)
    row = case_of(request, number)
    if not ProgramCase.objects.of_system(actor.program, actor.system).filter(case=row).exists():
        raise NotPermitted(_NOT_FILED_HERE)
    now = timezone.now()
    done = deciding.withdraw(row.number, actor=actor, now=now, once=idempotency_key)
    return answered(case_out(done.row), 201, replayed=done.event.recorded_at != now)


def case_of(request: HttpRequest, number: str) -> Case:
    """Return the case of this number in the caller's office, for who serves citizens, or raise Http404."""
    require_serving(request.auth)
    readable = len(number) <= LONGEST_NUMBER and number.isprintable()
    row = Case.objects.filter(number=number, office=request.auth.office).first() if readable else None
    if row is None or not request.auth.grant.reaches(row.service) or not request.auth.reaches(section_of(row)):
        raise Http404(f"There is no case '{number[:LONGEST_NUMBER]}' in this office.")
    return row


def answered(model: BaseModel, status: int = 200, *, replayed: bool = False) -> HttpResponse:
    """Return a model as JSON; ``replayed`` says that an earlier sending did what was asked."""
    answer = HttpResponse(model.model_dump_json(), status=status, content_type="application/json")
    if replayed:
        answer.headers["Idempotent-Replayed"] = "true"
    return answer


def case_out(row: Case, code: str | None = None) -> CaseOut:
    """Return a case as it stands, with the receipt's code where one is given."""
    case = state_of(row)
    views = [case, *(case.seen_at(one.id) for one in case.beside)] if case.step else []
    more = case.extended
    return CaseOut.model_construct(
        number=row.number,
        service=row.service,
        version=row.version,
        status=row.status,
        ball=case.turn,
        step=case.step,
        steps=[OpenStepOut(step=one.step, role=one.step_role, ball=one.ball, due_at=one.step_due_at) for one in views],
        received_at=row.received_at,
        due_at=row.due_at,
        legal_due_at=case.legal_due_at,
        extended=ExtendedOut(amount=more.by.amount, unit=more.by.unit, at=more.at, reason=more.reason)
        if more
        else None,
        decided_at=row.decided_at,
        granted_partly=bool(case.part_ground),
        issued_at=row.issued_at,
        receipt_code=code,
        address=f"{settings.SITE_ADDRESS}/case/{row.number}/",
    )


def _event_out(event: Event, body: Mapping[str, Any]) -> EventOut:
    return EventOut(
        seq=event.seq,
        act=event.act,
        at=event.occurred_at,
        recorded_at=event.recorded_at,
        role=event.role,
        data=body["data"],
    )


def _asked(row: Case) -> Event | None:
    return Event.objects.of_case(row.pk).filter(act="ask_missing").last()


def _open_fields(row: Case, corrected: Mapping[str, Any]) -> set[str]:
    """Return the fields that the notice asked for, and those that the corrections make necessary.

    Looks at the answers as they stood when the notice was sent, so that a second sending finds the same.
    """
    filed: dict[str, Any] = {}
    definition = service(row.service, row.version).on(facts_on(calendar().local(row.received_at).date()))
    for event, personal in opened_events(row):
        if event.act == "ask_missing":
            new = asked_fields(definition, {**filed, **corrected}) - asked_fields(definition, filed)
            return {*json.loads(event.body)["data"]["items"], *new}
        filed |= personal.get("answers", {})
    return set()


_NOT_FILED_HERE = Refusal(
    code="not-filed-by-this-system",
    reason=Text(
        id="Permohonan ini tidak diajukan lewat sistem Anda.", en="This application was not filed through your system."
    ),
    remedy=Text(
        id="Pemohon dapat menariknya di halaman permohonannya, atau di loket.",
        en="The applicant can withdraw it on its own page, or at the counter.",
    ),
)
OWN_PAGES = Text(
    id="'online' adalah halaman kantor sendiri, tempat warga mengajukan sendiri. Tulis saluran lain, misalnya 'kiosk'.",
    en="'online' means the office's own pages, where people file for themselves. Write another one, such as 'kiosk'.",
)
_NOT_ASKED = Text(
    id="Kantor tidak meminta isian ini. Kirim hanya yang diminta.",
    en="The office did not ask for this field. Send only what was asked for.",
)


def for_programs(refusal: Refusal, version: str) -> Refusal:
    """Return a refusal as a program needs it: its answers are kept by itself, not by the office."""
    if refusal.code != "another-version":
        return refusal
    return Refusal(
        code=refusal.code,
        reason=Text(
            id=f"Formulir layanan ini sudah diperbarui; yang berlaku adalah versi {version}.",
            en=f"The form of this service was renewed; version {version} is in force.",
        ),
        remedy=Text(
            id="Baca layanan ini lagi di /api/v1/services/, periksa jawabannya, lalu kirim dengan versi itu.",
            en="Read the service again at /api/v1/services/, check the answers, and send them with that version.",
        ),
    )
