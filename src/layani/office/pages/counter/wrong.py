"""The person at the counter says that something held about them is wrong, and the officer writes it down."""

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.numbering import read_number
from layani.office.actions.parties import person_of
from layani.office.pages.counter.person_here import for_the_person
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.rectifying import (
    MOST_CASES,
    NOTHING,
    Sent,
    form_for,
    lines_of,
    parts_of,
    shown_or_taken,
    term_words,
)
from layani.office.tables.models import Case, Party
from layani.rules.refusal import Refusal


@for_the_person
def counter_wrong(request: HttpRequest, party: Party) -> HttpResponse:
    """Show the form of one case (?about=NUMBER) or of the person, or keep what they say."""
    case = _about(request, party, (request.POST if request.method == "POST" else request.GET).get("about", ""))
    return shown_or_taken(request, party, case, _show) or redirect("counter-wrong")


def _about(request: HttpRequest, party: Party, typed: str) -> Case | None:
    if not typed:
        return None
    row = Case.objects.of_party(party.pk, request.actor.roles).filter(number=read_number(typed) or "").first()
    if row is None:
        raise Http404("The person at the counter has no such case.")
    return row


def _show(
    request: HttpRequest, party: Party, case: Case | None, sent: Sent = NOTHING, refusals: tuple[Refusal, ...] = ()
) -> HttpResponse:
    fields = parts_of(form_for(case), sent.posted, sent.problems)
    cases = list(Case.objects.of_party(party.pk, request.actor.roles)[:MOST_CASES])
    shown = {
        "party": party,
        "name": person_of(party).name,
        "case": case,
        "cases": cases,
        "fields": fields,
        "problems": [one for one in fields if one.problem],
        "refusals": refusals,
        "lines": lines_of(party, cases, timezone.now()),
        "term": term_words(),
        "once": uuid4(),
    }
    status = 422 if sent.problems else 409 if refusals else 200
    return render(request, "counter/wrong.html", shown, status=status)


PAGE = Page(path="counter/person/wrong/", name="counter-wrong", readers=Readers.COUNTER, view=counter_wrong)
