"""The citizen asks that a case go ahead of others, for one of the matters that its service publishes."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.putting_first import ask_to_expedite
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.citizen.case_words import service_name, service_of
from layani.office.pages.citizen.withdraw import once_of
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refusal, Refused


@private
def ahead(request: HttpRequest, number: str) -> HttpResponse:
    """Ask, or do it; a case for which nothing can be asked is shown instead."""
    row = own_case(request, number)
    case, service = state_of(row), service_of(row.service, row.version)
    if service is None or not service.amounts.expedite or not case.is_open or case.expedite:
        return redirect("case", row.number)
    if request.method != "POST":
        return _ask(request, row)
    name, words = request.POST.get("class", ""), request.POST.get("words", "")
    try:
        ask_to_expedite(row.number, name, words, actor=request.actor, now=timezone.now(), once=once_of(request))
    except Refused as refused:
        return _ask(request, row, refused.refusals)
    return redirect("case", row.number)


def _ask(request: HttpRequest, row: Case, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    service = service_of(row.service, row.version)
    shown = {
        "number": row.number,
        "service_name": service_name(row.service),
        "matters": service.amounts.expedite if service else (),
        "chosen": request.POST.get("class", ""),
        "words": request.POST.get("words", ""),
        "once": uuid4(),
        "refusals": refusals,
    }
    return render(request, "citizen/ahead.html", shown, status=409 if refusals else 200)


PAGE = Page(path="case/<str:number>/ahead/", name="case-ahead", readers=Readers.CITIZEN, view=ahead)
