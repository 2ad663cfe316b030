"""The holder answers the warning of a revocation, in their own words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from layani.office.actions.revoking import answer_revocation
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.citizen.in_own_words import ask_for_words
from layani.office.pages.citizen.withdraw import once_of
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.own_words import require_short, words_in
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refusal, Refused

LONGEST = 4_000
"""Characters of an answer."""


@private
def warning(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the answer, or take it; where no revocation is open, the case says how it stands."""
    row = own_case(request, number)
    if not state_of(row).revocation_due:
        return redirect("case", row.number)
    if request.method != "POST":
        return _ask(request, row)
    words = words_in(request)
    try:
        require_short(words, LONGEST)
        answer_revocation(row.number, words, actor=request.actor, now=timezone.now(), once=once_of(request))
    except Refused as refused:
        return _ask(request, row, refused.refusals)
    return redirect("case", row.number)


def _ask(request: HttpRequest, row: Case, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    return ask_for_words(request, "citizen/warning.html", row, refusals, case=state_of(row), longest=LONGEST)


PAGE = Page(path="case/<str:number>/warning/", name="case-warning", readers=Readers.CITIZEN, view=warning)
