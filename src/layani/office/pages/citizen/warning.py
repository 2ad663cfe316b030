"""The holder answers the warning of a revocation, in their own words."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.revoking import answer_revocation
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.citizen.withdraw import once_of
from layani.office.pages.page import Page, Readers
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
    words = request.POST.get("words", "").replace("\r\n", "\n").strip()[:LONGEST]
    try:
        answer_revocation(row.number, words, actor=request.actor, now=timezone.now(), once=once_of(request))
    except Refused as refused:
        return _ask(request, row, words, refused.refusals)
    return redirect("case", row.number)


def _ask(request: HttpRequest, row: Case, words: str = "", refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    shown = {
        "case": state_of(row),
        "service_name": service_name(row.service),
        "words": words,
        "longest": LONGEST,
        "once": uuid4(),
        "refusals": refusals,
    }
    return render(request, "citizen/warning.html", shown, status=409 if refusals else 200)


PAGE = Page(path="case/<str:number>/warning/", name="case-warning", readers=Readers.CITIZEN, view=warning)
