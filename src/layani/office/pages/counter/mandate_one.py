"""A mandate at the counter: the person says the code that was sent to their own phone; or it ended by a death."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.mandating import confirm, end
from layani.office.actions.parties import person_of
from layani.office.house import calendar
from layani.office.pages.counter.person_here import for_the_person
from layani.office.pages.mandates.mandates import line_of
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Mandate, Party
from layani.rules.mandates.model import WORD
from layani.rules.refusal import Refusal, Refused


@for_the_person
def counter_mandate_one(request: HttpRequest, party: Party, ref: UUID) -> HttpResponse:
    """Show it; take the code, or its end by death."""
    row = Mandate.objects.select_related("holder").filter(ref=ref, giver=party).first()
    if row is None:
        raise Http404("The person at the counter gave no such mandate.")
    if request.method != "POST":
        return _show(request, party, row)
    by = {"actor": request.actor, "now": timezone.now()}
    try:
        if request.POST.get("act") == "death":
            end(ref, "death", **by)
        else:
            confirm(ref, request.POST.get("code", ""), **by)
    except Refused as refused:
        return _show(request, party, row, refused.refusals)
    return redirect("counter-mandate-one", ref)


def _show(request: HttpRequest, party: Party, row: Mandate, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    today = calendar().local(timezone.now()).date()
    shown = {
        "party": party,
        "row": row,
        "line": line_of(row, person_of(row.holder).name, today),
        "waits": row.mandate().waits_for_code and not row.ended and row.basis == WORD,
        "refusals": refusals,
    }
    return render(request, "counter/mandate_one.html", shown, status=409 if refusals else 200)


PAGE = Page(
    path="counter/mandate/<uuid:ref>/", name="counter-mandate-one", view=counter_mandate_one, readers=Readers.COUNTER
)
