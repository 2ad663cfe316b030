"""Begin the renewal of what one holds: which letter, until when, and what is taken over from the earlier case."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.drafting import Place
from layani.office.actions.renewable import is_about, opens_at, require_renewable, taken_over
from layani.office.actions.renewing import begin_renewal
from layani.office.house import catalogue
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.citizen.form_flow import Flow, online_service
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.closing import ending_of
from layani.office.pages.parts.lists import SummaryRow
from layani.office.pages.parts.say import language
from layani.office.tables.models import Case, Party
from layani.office.tables.projection import state_of
from layani.rules.cases.validity import standing
from layani.rules.catalogue import Service
from layani.rules.catalogue.fields import show
from layani.rules.refusal import Refusal, Refused

MOST_SHOWN = 50
"""Letters to choose from; whoever holds more finds the others on their cases' own pages."""


@private
def renew(request: HttpRequest, number: str, slug: str) -> HttpResponse:
    """Say what is taken over, or take it over and go to the form."""
    service, row = online_service(slug), own_case(request, number)
    if not is_about(service, row.service):
        raise Http404("This service does not renew what that case gave.")
    party, now = Party.objects.by_id(request.actor.party), timezone.now()
    try:
        if request.method == "POST":
            begin_renewal(Place(party, service.slug, str(service.version)), service, row.number, now=now)
            return _go_on(service, party)
        require_renewable(service, row.number, party, now)
    except Refused as refused:
        return _show(request, service, row, refused.refusals)
    return _show(request, service, row)


def _go_on(service: Service, party: Party) -> HttpResponse:
    """Lead to the first page of the form, in which what was taken over stands already."""
    unfinished = Flow.of(service, party).unfinished
    if not unfinished:
        return redirect("apply-check", service.slug)
    return redirect("apply-page", service.slug, unfinished[0].id)


def _show(request: HttpRequest, service: Service, row: Case, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    taken = {} if refusals else taken_over(service, row)
    shown = {
        "service": service,
        "case": state_of(row),
        "change": service.renews is not None and service.renews.opens is None,
        "earlier_name": service_name(row.service),
        "kept": rows_of(service, taken, keeps=True),
        "taken": rows_of(service, taken, keeps=False),
        "refusals": refusals,
    }
    return render(request, "citizen/renew.html", shown, status=409 if refusals else 200)


def rows_of(service: Service, taken: dict[str, Any], *, keeps: bool) -> list[SummaryRow]:
    """Return what is taken over as rows: what stays as it is, or what the holder may correct."""
    names = (service.renews.keeps if keeps else service.renews.takes) if service.renews else ()
    fields = service.fields
    return [
        SummaryRow(fields[name].label, show(fields[name], taken[name], language())) for name in names if name in taken
    ]


def which_to_renew(request: HttpRequest, service: Service, party: Party) -> HttpResponse:
    """List the letters that this citizen may read and can renew with a service, now or later; one query."""
    now, renews = timezone.now(), service.renews
    about = [slug for slug in catalogue().services if is_about(service, slug)]
    own = Case.objects.readable_by(party.pk, seen=request.actor.seen).filter(service__in=about)
    rows = [row for row in own[:MOST_SHOWN] if can_be_renewed(service, row, now)]
    shown = {
        "service": service,
        "ending": ending_of(service),
        "letters": [(state_of(row), opens_at(state_of(row), service)) for row in rows],
        "now": now,
        "change": renews is not None and renews.opens is None,
    }
    return render(request, "citizen/renew_which.html", shown)


def can_be_renewed(service: Service, row: Case, now: datetime) -> bool:
    """Tell whether a case's product holds, and can be renewed or changed now or later."""
    case = state_of(row)
    stands = standing(case, now)
    return stands is not None and stands.standing == "valid" and opens_at(case, service) is not None


PAGE = Page(path="case/<str:number>/renew/<slug:slug>/", name="case-renew", readers=Readers.CITIZEN, view=renew)
