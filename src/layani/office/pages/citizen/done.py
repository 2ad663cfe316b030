"""The citizen says that what a step asked of them is done; an officer looks at it then."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.performing import decline, say_done, step_of_case
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.citizen.case_words import service_of
from layani.office.pages.citizen.in_own_words import ask_for_words
from layani.office.pages.citizen.withdraw import once_of
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.own_words import require_short, words_in
from layani.office.pages.parts.their_turn import in_their_hands
from layani.office.tables.models import Case
from layani.rules.refusal import Refusal, Refused

LONGEST = 1_000
"""Characters of what the officer should know."""

DECLINE = "decline"
"""What the button for the other answer posts."""


@private
def done(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a few words, or take it; a case that waits for nothing of the kind is shown instead."""
    row = own_case(request, number)
    if row.status != "waiting" or not in_their_hands(row):
        return redirect("case", row.number)
    if request.method != "POST":
        return _ask(request, row)
    words = words_in(request)
    try:
        require_short(words, LONGEST)
        act = decline if request.POST.get("answer") == DECLINE else say_done
        act(row.number, row.step, words, actor=request.actor, now=timezone.now(), once=once_of(request))
    except Refused as refused:
        return _ask(request, row, refused.refusals)
    return HttpResponseRedirect(f"{reverse('case', args=[row.number])}?said")


def _ask(request: HttpRequest, row: Case, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    service = service_of(row.service, row.version)
    step = step_of_case(service, row.step) if service else None
    says = step.says if step else None
    declines = step.turn.declines if step and step.turn else None
    return ask_for_words(request, "citizen/done.html", row, refusals, says=says, declines=declines, longest=LONGEST)


PAGE = Page(path="case/<str:number>/done/", name="case-done", readers=Readers.CITIZEN, view=done)
