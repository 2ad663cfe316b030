"""One document of a case, opened in the browser so that nothing in it can act."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.objecting import role_that_answers
from layani.office.actions.uploading import Infected, open_document
from layani.office.actions.viewing import opened_events
from layani.office.actor import Actor
from layani.office.pages.citizen.access import private
from layani.office.pages.officer import reading
from layani.office.pages.officer.opening import Opening, note_opening, opening_of
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.looks import Opened
from layani.office.tables.models import Case, Document, Event
from layani.office.tables.projection import state_of
from layani.rules.catalogue.kinds.file import TYPES

# What a browser may show; anything else is only handed over as a file.
SHOWN = {media_type: ending for ending, media_type in TYPES.items()}
# Nothing in the file may run, load, post or frame. The PDF reader that is built into Chromium does not start in a
# sandbox, and draws itself with an object and a style of its own; a PDF's page gets these two and nothing else.
NOTHING = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
READER = "object-src 'self'; style-src 'unsafe-inline'"


@private
def document(request: HttpRequest, number: str, ref: UUID) -> HttpResponse:
    """Return a document of a case to those who may read the case; a file with malware to nobody."""
    row = reading.case_with(number)
    found = Document.objects.select_related("party").filter(ref=ref, case=row).first() if row else None
    if row is None or found is None:
        raise Http404("The case has no such document.")
    answers = _answers_with(row, found, request.actor)
    if not (answers or reading.may_read(row, request.actor)):
        shown = {"number": row.number, "own": reading.is_own(row, request.actor)}
        return render(request, "officer/case_elsewhere.html", shown, status=403)
    opening = _opening(request, row, answers=answers)
    if opening is None:
        return redirect("officer-case", row.number)  # which asks why first
    try:
        content = open_document(found)
    except (Infected, FileNotFoundError) as fault:
        shown = {"number": row.number, "infected": isinstance(fault, Infected)}
        return render(request, "officer/document_closed.html", shown, status=410)
    note_opening(request, row, opening, timezone.now())
    return _harmless(found, content)


def _opening(request: HttpRequest, row: Case, *, answers: bool) -> Opening | None:
    """Return as what the document is opened; one query where its reader may have acted on the case."""
    if answers:
        role = role_that_answers(state_of(row), request.actor) or ""
        return Opening(Opened(role, "objection"), covered=False)
    mine = Event.objects.of_case(row.pk).filter(officer_id=request.actor.user)
    return opening_of(request, row, mine, timezone.now())


def _answers_with(row: Case, document: Document, actor: Actor) -> bool:
    """Say whether it came with an objection that is open and that this officer answers, in nobody's own case."""
    case = state_of(row)
    if not case.objection_due or reading.is_own(row, actor) or not role_that_answers(case, actor):
        return False
    filed = [words for event, words in opened_events(row) if event.act == "objection_filed"]
    return bool(filed) and filed[-1].get("evidence", {}).get("id") == str(document.ref)


def _harmless(found: Document, content: bytes) -> HttpResponse:
    """Return the file with the type that it has, and with no right to do anything."""
    ending = SHOWN.get(found.media_type)
    response = HttpResponse(content, content_type=found.media_type if ending else "application/octet-stream")
    # The name is ours: what a citizen called the file stays out of headers.
    name = f"{str(found.ref)[:8]}.{ending or 'bin'}"
    response["Content-Disposition"] = f'{"inline" if ending else "attachment"}; filename="{name}"'
    response["Content-Security-Policy"] = f"{NOTHING}; {READER if ending == 'pdf' else 'sandbox'}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


PAGE = Page(
    path="officer/case/<str:number>/document/<uuid:ref>/",
    name="officer-document",
    view=document,
    readers=Readers.OFFICER,
    methods=("GET", "HEAD"),
)
