"""Discretion in one case: what may be done, the proposal of who decides, and what was proposed before."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.using_discretion import failed_rules, may_propose, propose
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.officer import reading
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Case, Discretion
from layani.office.tables.projection import state_of
from layani.rules.cases.administration import lawful_times
from layani.rules.cases.discretion import KINDS, MOST_DAYS, PURPOSES, SCOPES, WORDS_AT_LEAST, WORDS_AT_MOST
from layani.rules.cases.discretion import Discretion as Proposed
from layani.rules.refusal import Refusal, Refused


@private
def discretion(request: HttpRequest, number: str) -> HttpResponse:
    """Show the form to who decides such cases, or take the proposal."""
    row = Case.objects.numbered_with_party(number)
    if row is None:
        raise Http404("There is no such case.")
    if not may_propose(row, request.actor) or reading.is_own(row, request.actor):
        raise PermissionDenied("This page is for those who decide such cases, and not for their own.")
    if request.method != "POST":
        return _show(request, row)
    try:
        propose(row.number, _posted(request), actor=request.actor, now=timezone.now())
    except Refused as refused:
        return _show(request, row, refused.refusals)
    if Readers.REGISTER.admit(request.actor):
        return redirect("discretions")
    # Who only acts for a post may not read the list; what they proposed is known by the page that they came from.
    return redirect(f"{reverse('officer')}?done=discretion_proposed&case={row.number}")


def _posted(request: HttpRequest) -> Proposed:
    sent = request.POST
    days = sent.get("days", "")
    return Proposed(
        kind=sent.get("kind", "")[:30],
        purpose=sent.get("purpose", "")[:30],
        scope=sent.get("scope", "")[:30],
        says=sent.get("says", "").strip()[:WORDS_AT_MOST],
        budget=sent.get("budget") == "yes",
        costs=sent.get("costs", "").strip()[:WORDS_AT_MOST],
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,  # noqa: PLR2004  digits
    )


def _show(request: HttpRequest, row: Case, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    shown: dict[str, Any] = {
        "case": row,
        "service_name": service_name(row.service),
        "before": Discretion.objects.ruled(row.office).filter(case=row)[:20],
        "kinds": KINDS,
        "failed": failed_rules(state_of(row)),
        "purposes": PURPOSES,
        "scopes": SCOPES,
        "within": lawful_times()["discretion_answered_within"],
        "at_least": WORDS_AT_LEAST,
        "at_most": WORDS_AT_MOST,
        "most_days": MOST_DAYS,
        "posted": request.POST if refusals else {},
        "refusals": refusals,
    }
    return render(request, "officer/discretion.html", shown, status=409 if refusals else 200)


PAGE = Page(
    path="officer/case/<str:number>/discretion/", name="officer-discretion", view=discretion, readers=Readers.OFFICER
)
