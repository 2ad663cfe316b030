"""The link that the person gets when a mandate stands in their name: who may act for what, and two taps that end it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.mandating import same_secret
from layani.office.actions.parties import person_of
from layani.office.actions.proxying import disown_mandate
from layani.office.actor import Actor
from layani.office.gateways.key_store import KeyGone
from layani.office.house import catalogue, key_store
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Mandate
from layani.rules.mandates.model import bases


@private
def stop_mandate(request: HttpRequest, ref: UUID, secret: str) -> HttpResponse:
    """Show it; ask once; end it, and stop what was filed under it."""
    row = _mandate(ref, secret)
    if request.method == "POST":
        disown_mandate(row, actor=Actor(kind="citizen", party=row.giver_id), now=timezone.now())
        return redirect("stop-mandate", ref, secret)
    shown = {
        "row": row,
        "agent": person_of(row.holder).name,
        "services": [service_name(one) for one in row.services],
        "basis": bases()[row.basis],
        "sure": "sure" in request.GET and not row.ended,
        "office": catalogue().office,
    }
    return render(request, "mandates/stop_mandate.html", shown)


def _mandate(ref: UUID, secret: str) -> Mandate:
    """Return the mandate, or raise Http404 alike for a wrong secret and one that does not exist."""
    row = Mandate.objects.select_related("holder").filter(ref=ref).first()
    try:
        if row is not None and same_secret(secret, key_store().get(row.ref)):
            return row
    except KeyGone:
        pass
    raise Http404("There is nothing to end under this address.")


PAGE = Page(
    path="stop/mandate/<uuid:ref>/<str:secret>/", name="stop-mandate", readers=Readers.EVERYONE, view=stop_mandate
)
