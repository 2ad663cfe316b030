"""What an officer of another unit has to check afterwards, the most urgent first, each with its finding."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.acting import would_refuse
from layani.office.actions.after_checking import check
from layani.office.house import catalogue
from layani.office.pages.auditor.auditor import key_in
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.officer.desk import step_words
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import DoneAlone
from layani.rules.cases.acts.second_officers import OUTCOMES, WORDS_AT_LEAST
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

AT_ONCE = 25
LONGEST = 1_000
OTHERS_DO = frozenset({"four-eyes", "own-case", "recused"})


@dataclass(frozen=True, slots=True)
class Line:
    """One of them; kept: why the reader may not check it, None where they may."""

    row: DoneAlone
    service: Text
    step: Text
    kept: Text | None


@private
def after_checks(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader's roles, or take a finding. One query for the list."""
    if request.method != "POST":
        return _show(request)
    number, outcome = key_in(request.POST.get("done", "")) or 0, request.POST.get("outcome", "")[:10]
    try:
        check(number, outcome, request.POST.get("words", "")[:LONGEST], actor=request.actor, now=timezone.now())
    except DoneAlone.DoesNotExist as fault:
        raise Http404("There is no such check.") from fault
    except Refused as refused:
        return _show(request, refused.refusals)
    return redirect("after-checks")


def _show(request: HttpRequest, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    mine = DoneAlone.objects.to_check(catalogue().office.slug).filter(exemption__checked_by__in=request.actor.roles)
    shown = {
        "lines": [_line(row, request) for row in mine[:AT_ONCE]],
        "outcomes": OUTCOMES,
        "at_least": WORDS_AT_LEAST,
        "at_most": LONGEST,
        "now": timezone.now(),
        "posted": request.POST if refusals else {},
        "refusals": refusals,
    }
    return render(request, "officer/after_checks.html", shown, status=409 if refusals else 200)


def _line(row: DoneAlone, request: HttpRequest) -> Line:
    said = would_refuse(row.case, "after_checked", actor=request.actor, now=timezone.now())
    kept = next((one.reason for one in said if one.code in OTHERS_DO), None)
    return Line(row, service_name(row.case.service), step_words(row.case.service, row.step), kept)


PAGE = Page(path="officer/after-checks/", name="after-checks", view=after_checks, readers=Readers.OFFICER)
