"""The corrections of letters that are open, the earliest day first, and the way to a letter that is wrong."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.numbering import read_number
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.officer.revocations import moment_after
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Case
from layani.rules.text import Text

ROWS = 25


@dataclass(frozen=True, slots=True)
class Row:
    """One open correction.

    due:   until when it must be decided
    state: "decided" (its letter waits to be signed), "disputed", "agreed", "waiting" for the applicant
    """

    number: str
    service: Text
    due: datetime
    state: str


@private
def corrections(request: HttpRequest) -> HttpResponse:
    """Show one page of the list; a number that is typed leads to its case. One query."""
    typed = request.GET.get("number", "").strip()
    if typed and (number := read_number(typed)):
        return redirect("officer-correction", number)
    found = Case.objects.corrections(catalogue().office.slug).reached_by(request.actor.roles)
    if (after := moment_after(request)) is not None:
        found = found.after_correction(*after)
    rows = list(found[: ROWS + 1])
    shown = {
        "rows": [_row(row) for row in rows[:ROWS]],
        "now": timezone.now(),
        "typed": typed[:40],
        "older": _following(rows[ROWS - 1]) if len(rows) > ROWS else None,
        "newer": request.path if after else None,
    }
    return render(request, "officer/corrections.html", shown, status=422 if typed else 200)


def _row(row: Case) -> Row:
    due, said = row.correction_due, row.rest["correction"]
    if due is None:
        raise AssertionError("the query finds open corrections only")
    answered = ("disputed" if said.get("disputed") else "agreed") if said.get("answered_at") else "waiting"
    return Row(row.number, service_name(row.service), due, "decided" if said.get("decided_at") else answered)


def _following(row: Case) -> str:
    return "?" + urlencode({"due": row.correction_due.isoformat() if row.correction_due else "", "id": row.pk})


PAGE = Page(
    path="officer/corrections/",
    name="corrections",
    view=corrections,
    readers=Readers.OFFICER,
    methods=("GET", "HEAD"),
)
