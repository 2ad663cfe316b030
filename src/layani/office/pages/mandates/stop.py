"""The link that the person gets when somebody else files for them: who filed what, and two taps that stop it."""

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.mandating import same_secret
from layani.office.actions.parties import person_of
from layani.office.actions.proxying import disown
from layani.office.actor import Actor
from layani.office.house import catalogue, key_store
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.citizen.withdraw import once_of
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import ProxyFiling
from layani.office.tables.projection import state_of
from layani.rules.mandates.model import bases
from layani.rules.refusal import Refusal, Refused


@private
def stop(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Show who filed what; ask once; stop it. Whoever has the secret acts as the person: it went to their contact."""
    filing = _filing(number, secret)
    if request.method != "POST":
        return _show(request, filing)
    actor = Actor(kind="citizen", party=filing.case.party_id)
    try:
        disown(number, actor=actor, now=timezone.now(), once=once_of(request))
    except Refused as refused:
        return _show(request, filing, refused.refusals)
    return redirect("stop", number, secret)


def _filing(number: str, secret: str) -> ProxyFiling:
    """Return the filing, or raise Http404 alike for a wrong secret and a case that nobody filed for another."""
    filing = ProxyFiling.objects.of_case(number)
    if filing is None or not same_secret(secret, key_store().get(filing.case.ref)):
        raise Http404("There is nothing to stop under this address.")
    return filing


def _show(request: HttpRequest, filing: ProxyFiling, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    case = state_of(filing.case)
    shown = {
        "number": filing.case.number,
        "case": case,
        "service_name": service_name(filing.case.service),
        "agent": person_of(filing.holder).name,
        "basis": bases()[filing.mandate.basis],
        "at_counter": filing.officer_id is not None,
        "at": filing.at,
        "sure": "sure" in request.GET and case.disowned_at is None,
        "once": uuid4(),
        "office": catalogue().office,
        "refusals": refusals,
    }
    return render(request, "mandates/stop.html", shown, status=409 if refusals else 200)


PAGE = Page(path="stop/<str:number>/<str:secret>/", name="stop", readers=Readers.EVERYONE, view=stop)
