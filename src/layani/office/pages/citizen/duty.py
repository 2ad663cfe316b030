"""The holder says that they did what they still owed after the grant; an officer looks at it then."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.duties import say_done
from layani.office.actions.viewing import opened_events
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.citizen.case_words import service_of
from layani.office.pages.citizen.in_own_words import ask_for_words
from layani.office.pages.citizen.withdraw import once_of
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.duties import DutyPart, duty_parts
from layani.office.pages.parts.own_words import require_short, words_in
from layani.office.tables.models import Case
from layani.office.tables.projection import event_of, state_of
from layani.rules.refusal import Refusal, Refused

LONGEST = 1_000
"""Characters of what the officer should know."""


@private
def duty(request: HttpRequest, number: str) -> HttpResponse:
    """Ask which one and for a few words, or take it; a case that owes nothing is shown instead."""
    row = own_case(request, number)
    owed = _to_say(row)
    if not owed:
        return redirect("case", row.number)
    if request.method != "POST":
        return _ask(request, row, owed)
    named, words = request.POST.get("duty", ""), words_in(request)
    try:
        require_short(words, LONGEST)
        say_done(row.number, named, words, actor=request.actor, now=timezone.now(), once=once_of(request))
    except Refused as refused:
        return _ask(request, row, owed, refused.refusals)
    return HttpResponseRedirect(f"{reverse('case', args=[row.number])}?said")


def _to_say(row: Case) -> list[DutyPart]:
    """Return what is owed and not said to be done yet."""
    case = state_of(row)
    if not case.duties or case.revoked_at:
        return []
    opened = [(event_of(event), said) for event, said in opened_events(row)]
    parts = duty_parts(case, service_of(row.service, row.version), opened)
    return [one for one in parts if one.state in ("open", "late")]


def _ask(request: HttpRequest, row: Case, owed: list[DutyPart], refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    chosen = request.POST.get("duty", "") or (owed[0].id if len(owed) == 1 else "")
    return ask_for_words(request, "citizen/duty.html", row, refusals, owed=owed, chosen=chosen, longest=LONGEST)


PAGE = Page(path="case/<str:number>/owed/", name="case-duty", readers=Readers.CITIZEN, view=duty)
