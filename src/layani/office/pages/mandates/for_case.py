"""A case as whoever filed it for another sees it: how it stands, what is missing, and the letter where it is theirs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.parties import person_of
from layani.office.actions.proxying import Sight, filed_and_gone, keep_agent_look, sight_of
from layani.office.actions.viewing import opened_events
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case import asked_items
from layani.office.pages.citizen.case_words import begins_after, due_of, service_name, service_of, status_tag
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.promised import expected_of
from layani.office.pages.parts.their_turn import in_their_hands
from layani.office.tables.projection import event_of, state_of


def sight(request: HttpRequest, number: str) -> Sight:
    """Return what the reader may see, kept as a look before it is shown; raises Http404 as for one that is not."""
    now = timezone.now()
    found = sight_of(number, actor=request.actor, now=now)
    if found is None:
        raise Http404("There is no such case for this reader.")
    row = found.filing.case
    keep_agent_look(found.filing.holder_id, row.party_id, row, request.page.name, now)
    return found


@private
def for_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show it; ?sent after filing. Whoever filed it and may see it no more reads that, and nothing of the case."""
    now = timezone.now()
    if gone := filed_and_gone(number, actor=request.actor, now=now):
        stopped = state_of(gone.case).disowned_at
        shown_of_it = {"number": gone.case_id, "filed_at": gone.at, "stopped": stopped}
        return render(request, "mandates/for_case_gone.html", shown_of_it, status=410)
    seen = sight(request, number)
    row = seen.filing.case
    case, service = state_of(row), service_of(row.service, row.version)
    notices = [(event_of(event), said) for event, said in opened_events(row) if event.act == "ask_missing"]
    status, colour = status_tag(case, now)
    shown = {
        "case": case,
        "name": person_of(row.party).name,
        "service_name": service_name(row.service),
        "status": status,
        "colour": colour,
        "due": due_of(case, now),
        "decided_by": expected_of(case, service) if case.is_open else None,
        "begins": begins_after(case),
        "just_sent": "sent" in request.GET,
        "told": not seen.filing.no_contact,
        "items": asked_items(service, notices) if case.status == "waiting" else (),
        "may_answer": case.status == "waiting" and service is not None and not in_their_hands(row),
        "just_answered": "answered" in request.GET and case.ball == "office",
        "letter": seen.letter and row.issued_at is not None and not row.imported,
        "mandate": seen.filing.mandate,
        "office": catalogue().office,
    }
    return render(request, "mandates/for_case.html", shown)


PAGE = Page(
    path="for/case/<str:number>/", name="for-case", readers=Readers.CITIZEN, view=for_case, methods=("GET", "HEAD")
)
