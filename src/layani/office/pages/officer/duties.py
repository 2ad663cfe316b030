"""What holders said that they did after the grant, and what is late, the earliest day first."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

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
    """One case in which something is to be looked at: since when it is due, and whether its holder said it is done."""

    number: str
    service: Text
    due: datetime | None
    said: bool


@private
def duties(request: HttpRequest) -> HttpResponse:
    """Show one page of the list; a number that is typed leads to its case. One query."""
    typed = request.GET.get("number", "").strip()
    if typed and (number := read_number(typed)):
        return redirect("officer-duty", number)
    found = Case.objects.duties_to_look_at(catalogue().office.slug, request.actor.roles)
    if (after := moment_after(request)) is not None:
        found = found.after_duty(*after)
    rows = list(found[: ROWS + 1])
    shown = {
        "rows": [_row(row) for row in rows[:ROWS]],
        "typed": typed[:40],
        "older": _following(rows[ROWS - 1]) if len(rows) > ROWS else None,
        "newer": request.path if after else None,
    }
    return render(request, "officer/duties.html", shown, status=422 if typed else 200)


def _row(row: Case) -> Row:
    said = any(one.get("said_at") and not one.get("met_at") for one in row.rest.get("duties", {}).values())
    return Row(row.number, service_name(row.service), row.duty_due, said)


def _following(row: Case) -> str:
    return "?" + urlencode({"due": row.duty_due.isoformat() if row.duty_due else "", "id": row.pk})


PAGE = Page(path="officer/duties/", name="duties", view=duties, readers=Readers.OFFICER, methods=("GET", "HEAD"))
