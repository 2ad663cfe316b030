"""One request to go ahead: what is asked and why; answered with a reason by the role that the service names."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.putting_first import answer_expedite
from layani.office.actions.viewing import opened_events
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name, service_of
from layani.office.pages.officer import reading
from layani.office.pages.officer.acting_here import Sending
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.ahead import WORDS_OF, ahead_of_others
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.looks import note_look
from layani.office.tables.models import Case
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.acts.putting_first import WORDS_AT_LEAST
from layani.rules.refusal import Refusal, Refused

ACTS = {"expedite_granted": True, "expedite_refused": False}


@private
def expedite(request: HttpRequest, number: str) -> HttpResponse:
    """Show the request, or answer it."""
    row = Case.objects.numbered_with_party(number)
    if row is None or not state_of(row).expedite:
        raise Http404("There is no such request.")
    if state_of(row).expedite["role"] not in request.actor.roles or reading.is_own(row, request.actor):
        raise PermissionDenied("This page is for the role that answers this request, and not for one's own case.")
    if request.method != "POST":
        return _show(request, row)
    act = request.POST.get("act", "")
    if act not in ACTS:
        return bad_request(request)
    sending = Sending(request, row, request.actor, timezone.now())
    try:
        answer_expedite(
            row.number,
            sending.text("words"),
            granted=ACTS[act],
            actor=sending.actor,
            now=sending.now,
            once=sending.once,
        )
    except Refused as refused:
        return _show(request, row, refused.refusals)
    return redirect("expedites")


def _show(request: HttpRequest, row: Case, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    case = state_of(row)
    opened = [(event_of(event), personal if event.act in WORDS_OF else {}) for event, personal in opened_events(row)]
    note_look(request, row.party, row)
    shown = {
        "case": case,
        "service_name": service_name(row.service),
        "ahead": ahead_of_others(case, service_of(row.service, row.version), {}, opened),
        "at_least": WORDS_AT_LEAST,
        "words": request.POST.get("words", ""),
        "once": uuid4(),
        "refusals": refusals,
    }
    return render(request, "officer/expedite.html", shown, status=409 if refusals else 200)


PAGE = Page(path="officer/case/<str:number>/ahead/", name="officer-expedite", view=expedite, readers=Readers.OFFICER)
