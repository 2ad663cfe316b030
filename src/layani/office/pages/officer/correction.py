"""The correction of one letter: what is wrong and right, the applicant's answer, the decision; for who decides it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions import correcting
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.viewing import answers_of
from layani.office.actor import Actor
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name, service_of_case
from layani.office.pages.officer import reading
from layani.office.pages.officer.acting_here import Sending
from layani.office.pages.officer.opening import beside_opening, role_above
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asked_why import OPEN, ask_why, take_why
from layani.office.pages.parts.asking import posted_by, read_some
from layani.office.pages.parts.correction import correction_part
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.forms import field_part
from layani.office.pages.parts.looks import Opened, note_look
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.rules.cases.acts.correcting import CORRECTION_GROUNDS
from layani.rules.cases.acts.deciding import FACT_AT_LEAST
from layani.rules.catalogue import Service
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

WORDS = ("wrong", "right", "source")
QUESTION = "q"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was sent and not done: refusals, problems by question, and the boxes as they were posted."""

    refusals: tuple[Refusal, ...] = ()
    problems: Mapping[str, Text] | None = None
    posted: Mapping[str, list[str]] | None = None


@private
def correction(request: HttpRequest, number: str) -> HttpResponse:
    """Show how the letter stands and what can be done, or do it; who has no part in the case says why first."""
    row = Case.objects.numbered_with_party(number)
    if row is None:
        raise Http404("There is no such case.")
    _require_reader(request, row)
    kind = request.POST.get("act", "")
    if kind == OPEN:
        return take_why(request, row, audit=False, role=_role(row, request.actor))
    if request.method == "POST" and kind not in DEEDS:
        return bad_request(request)
    opened = _opened(request, row)
    if opened is None:
        return ask_why(request, row, audit=False, status=409 if request.method == "POST" else 200)
    if request.method != "POST":
        return _show(request, row, opened)
    try:
        DEEDS[kind](Sending(request, row, request.actor, timezone.now()))
    except AnswersRejected as rejected:
        problems = {one.field: one.text for one in rejected.problems}
        return _show(request, row, opened, Wrong(problems=problems, posted=posted_by(request)))
    except Refused as refused:
        row.refresh_from_db()
        return _show(request, row, opened, Wrong(refused.refusals, posted=posted_by(request)))
    return redirect("officer-correction", row.number)


def _propose(sending: Sending) -> None:
    service = service_of_case(sending.row)
    changes = _changes(sending, service) if service else {}
    wrong, right, source = (sending.text(name) for name in WORDS)
    correcting.propose_correction(
        sending.row.number, correcting.Correction(sending.text("ground"), wrong, right, source, changes), **_by(sending)
    )


def _changes(sending: Sending, service: Service) -> dict[str, Any]:
    """Return the answers as they were posted for the questions that were chosen; raises AnswersRejected."""
    answers = answers_of(sending.row)
    names = _chosen(sending.request.POST.getlist(QUESTION), service, answers)
    if not names:
        return {}
    result = read_some(service, names, posted_by(sending.request), answers)
    if result.problems:
        raise AnswersRejected(result.problems)
    return {name: result.answers[name] for name in names if name in result.answers}


def _correct(sending: Sending) -> None:
    correcting.correct(sending.row.number, sending.text("why"), **_by(sending))


def _drop(sending: Sending) -> None:
    correcting.drop_correction(sending.row.number, sending.text("why"), **_by(sending))


def _by(sending: Sending) -> dict[str, Any]:
    return {"actor": sending.actor, "now": sending.now, "once": sending.once}


DEEDS: Final[Mapping[str, Callable[[Sending], None]]] = {
    "propose_correction": _propose,
    "correct": _correct,
    "drop_correction": _drop,
}


def _require_reader(request: HttpRequest, row: Case) -> None:
    """Let in who decides such cases, and who supervises; nobody to their own letter."""
    allowed = bool(correcting.role_for(row, request.actor)) or reading.supervises(row, request.actor)
    if not allowed or reading.is_own(row, request.actor):
        raise PermissionDenied("This page is for those who decide such cases, and not for their own.")


def _role(row: Case, actor: Actor) -> str:
    """Return the role by which somebody opens the page: one that decides such cases, else one that supervises."""
    return correcting.role_for(row, actor) or role_above(row, actor)


def _opened(request: HttpRequest, row: Case) -> Opened | None:
    """Return as what the page is opened; None for whoever has no part in the case and did not say why.

    A correction that waits calls who decides it. One may be proposed for any letter, so that it could be is no part.
    """
    waits = bool(state_of(row).correction_due)
    role = _role(row, request.actor)
    return beside_opening(request, row, timezone.now(), called=waits, role=role)


def _show(request: HttpRequest, row: Case, opened: Opened, wrong: Wrong | None = None) -> HttpResponse:
    wrong = wrong or Wrong()
    case, service, now = state_of(row), service_of_case(row), timezone.now()
    answers = answers_of(row)
    note_look(request, row.party, row, opened=opened)
    sent = request.POST if wrong.posted else request.GET
    names = _chosen(sent.getlist(QUESTION), service, answers) if service else ()
    problems = wrong.problems or {}
    fields = [
        field_part(service.fields[name], answers.get(name), problems.get(name), posted=wrong.posted, ask_identity=True)
        for name in names
        if service
    ]
    decides = bool(correcting.role_for(row, request.actor))
    stands = bool(row.issued_at) and not case.revoked_at and not case.superseded_at and not row.imported
    shown = {
        "case": case,
        "service_name": service_name(row.service),
        "correction": correction_part(row, case, service),
        "grounds": CORRECTION_GROUNDS,
        "questions": [(name, service.fields[name].label) for name in correcting.correctable(service, answers)]
        if service
        else (),
        "chosen": names,
        "fields": fields,
        "problems": problems,
        "can_propose": decides and stands and not case.correction,
        "can_decide": decides and bool(case.correction) and not case.correction.get("decided_at"),
        "stands": stands,
        "now": now,
        "fact_at_least": FACT_AT_LEAST,
        "posted": request.POST if wrong.posted else {},
        "refusals": wrong.refusals,
        "once": uuid4(),
    }
    status = 422 if problems else 409 if wrong.refusals else 200
    return render(request, "officer/correction.html", shown, status=status)


def _chosen(asked: list[str], service: Service, answers: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in correcting.correctable(service, answers) if name in asked)


PAGE = Page(
    path="officer/case/<str:number>/correction/", name="officer-correction", view=correction, readers=Readers.OFFICER
)
