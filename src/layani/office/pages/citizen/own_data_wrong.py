"""The reader says that something held about them is wrong: about themselves, or in one of their applications."""

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from layani.office.actions.numbering import read_number
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.rectifying import (
    MOST_CASES,
    NOTHING,
    Sent,
    form_for,
    parts_of,
    shown_or_taken,
    term_words,
)
from layani.office.tables.models import Case, Party
from layani.rules.refusal import Refusal


@private
def own_data_wrong(request: HttpRequest) -> HttpResponse:
    """Show the form of one case (?about=NUMBER) or of the person, or keep what was said."""
    party = Party.objects.by_id(request.actor.party)
    case = _about(request, (request.POST if request.method == "POST" else request.GET).get("about", ""))
    return shown_or_taken(request, party, case, _show) or redirect(f"{reverse('own-data')}#wrong")


def _about(request: HttpRequest, typed: str) -> Case | None:
    if not typed:
        return None
    number = read_number(typed)
    if number is None:
        raise Http404("There is no such case.")
    return own_case(request, number)


def _show(
    request: HttpRequest, party: Party, case: Case | None, sent: Sent = NOTHING, refusals: tuple[Refusal, ...] = ()
) -> HttpResponse:
    fields = parts_of(form_for(case), sent.posted, sent.problems)
    shown = {
        "case": case,
        "cases": list(Case.objects.readable_by(party.pk, seen=request.actor.seen)[:MOST_CASES]),
        "fields": fields,
        "problems": [one for one in fields if one.problem],
        "refusals": refusals,
        "term": term_words(),
        "once": uuid4(),
    }
    status = 422 if sent.problems else 409 if refusals else 200
    return render(request, "citizen/own_data_wrong.html", shown, status=status)


PAGE = Page(path="my-data/wrong/", name="own-data-wrong", readers=Readers.CITIZEN, view=own_data_wrong)
