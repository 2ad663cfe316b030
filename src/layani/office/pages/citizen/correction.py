"""The applicant agrees to the correction of their letter, or disputes it in their own words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from layani.office.actions.correcting import answer_correction
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.citizen.case_words import service_of_case
from layani.office.pages.citizen.in_own_words import ask_for_words
from layani.office.pages.citizen.withdraw import once_of
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.correction import correction_part
from layani.office.pages.parts.own_words import require_short, words_in
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refusal, Refused

LONGEST = 4_000
"""Characters of a dispute."""


@private
def correction(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the answer, or take it; where no correction is open, the case says how it stands."""
    row = own_case(request, number)
    said = state_of(row).correction
    if not said or said.get("decided_at"):
        return redirect("case", row.number)
    if request.method != "POST":
        return _ask(request, row)
    words, agrees = words_in(request), request.POST.get("answer") == "agree"
    try:
        require_short(words, LONGEST)
        answer_correction(
            row.number, words, agrees=agrees, actor=request.actor, now=timezone.now(), once=once_of(request)
        )
    except Refused as refused:
        return _ask(request, row, refused.refusals)
    return redirect("case", row.number)


def _ask(request: HttpRequest, row: Case, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    case = state_of(row)
    part = correction_part(row, case, service_of_case(row))
    return ask_for_words(request, "citizen/correction.html", row, refusals, case=case, correction=part, longest=LONGEST)


PAGE = Page(path="case/<str:number>/correction/", name="case-correction", readers=Readers.CITIZEN, view=correction)
