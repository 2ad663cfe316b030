"""The applicant objects to a decision, in their own words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from layani.office.actions.objecting import object_to, open_to_objection, roles_that_answer
from layani.office.house import role_title
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.citizen.in_own_words import ask_for_words
from layani.office.pages.citizen.objecting import against_decision
from layani.office.pages.citizen.withdraw import once_of
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.own_words import require_short, words_in
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.rules.cases.acts.objecting import WORDS_AT_LEAST
from layani.rules.refusal import Refusal, Refused

LONGEST = 4_000
"""Characters of an objection."""


@private
def case_objection(request: HttpRequest, number: str) -> HttpResponse:
    """Ask why, or take it; where there is nothing to object to, the case says how it stands."""
    row = own_case(request, number)
    if open_to_objection(state_of(row)) is None:
        return redirect("case", row.number)
    if request.method != "POST":
        return _ask(request, row)
    words = words_in(request)
    try:
        require_short(words, LONGEST)
        object_to(row.number, words, actor=request.actor, now=timezone.now(), once=once_of(request))
    except Refused as refused:
        return _ask(request, row, refused.refusals)
    return redirect("case", row.number)


def _ask(request: HttpRequest, row: Case, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    case = state_of(row)
    return ask_for_words(
        request,
        "citizen/case_objection.html",
        row,
        refusals,
        case=case,
        objection=against_decision(case),
        by=[role_title(role) for role in roles_that_answer(case)],
        longest=LONGEST,
        at_least=WORDS_AT_LEAST,
    )


PAGE = Page(path="case/<str:number>/objection/", name="case-objection", readers=Readers.CITIZEN, view=case_objection)
