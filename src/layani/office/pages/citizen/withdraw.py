"""The citizen takes the application back, after having been asked once whether they mean it."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.deciding import withdraw as take_back
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refusal, Refused


@private
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask, or do it; what has ended already is shown instead."""
    row = own_case(request, number)
    if not state_of(row).is_open:
        return redirect("case", row.number)
    if request.method != "POST":
        return _ask(request, row)
    try:
        take_back(row.number, actor=request.actor, now=timezone.now(), once=once_of(request))
    except Refused as refused:
        return _ask(request, row, refused.refusals)
    return HttpResponseRedirect(f"{reverse('case', args=[row.number])}?withdrawn")


def once_of(request: HttpRequest) -> str | None:
    """Return the form's own key; one that was made up elsewhere is none."""
    try:
        return str(UUID(request.POST.get("once", "")))
    except ValueError:
        return None


def _ask(request: HttpRequest, row: Case, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    shown = {
        "number": row.number,
        "service_name": service_name(row.service),
        "once": uuid4(),
        "refusals": refusals,
    }
    return render(request, "citizen/withdraw.html", shown, status=409 if refusals else 200)


PAGE = Page(path="case/<str:number>/withdraw/", name="case-withdraw", readers=Readers.CITIZEN, view=withdraw)
