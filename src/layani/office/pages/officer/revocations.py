"""The revocations that are open, the earliest day first, and the way to a letter that may have to be revoked."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from layani.office.actions.numbering import read_number
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Case
from layani.rules.text import Text

ROWS = 25
LAST_YEAR = 9999
"""No moment of this year can be told in another time zone."""


@dataclass(frozen=True, slots=True)
class Row:
    """One open revocation: the case, its service, until when its holder can answer, and whether they did."""

    number: str
    service: Text
    answer_by: datetime
    answered: bool


@private
def revocations(request: HttpRequest) -> HttpResponse:
    """Show one page of the list; a number that is typed leads to its case. One query."""
    typed = request.GET.get("number", "").strip()
    if typed and (number := read_number(typed)):
        return redirect("officer-revocation", number)
    found = Case.objects.revocations(catalogue().office.slug).reached_by(request.actor.roles)
    if (after := moment_after(request)) is not None:
        found = found.after_revocation(*after)
    rows = list(found[: ROWS + 1])
    shown = {
        "rows": [_row(row) for row in rows[:ROWS]],
        "now": timezone.now(),
        "typed": typed[:40],
        "older": _following(rows[ROWS - 1]) if len(rows) > ROWS else None,
        "newer": request.path if after else None,
    }
    return render(request, "officer/revocations.html", shown, status=422 if typed else 200)


def _row(row: Case) -> Row:
    due = row.revocation_due
    if due is None:
        raise AssertionError("the query finds open revocations only")
    return Row(row.number, service_name(row.service), due, bool(row.rest["revocation"].get("answered_at")))


def _following(row: Case) -> str:
    return "?" + urlencode({"due": row.revocation_due.isoformat() if row.revocation_due else "", "id": row.pk})


def moment_after(request: HttpRequest) -> tuple[datetime, int] | None:
    """Return the row after which the list goes on, or None for its beginning; nonsense is the beginning, too."""
    key = request.GET.get("id", "")
    try:
        moment = parse_datetime(request.GET.get("due", ""))
    except ValueError:
        return None
    if not (key.isascii() and key.isdigit() and len(key) < 19) or moment is None or moment.tzinfo is None:
        return None
    return (moment, int(key)) if 1 < moment.year < LAST_YEAR else None


PAGE = Page(
    path="officer/revocations/",
    name="revocations",
    view=revocations,
    readers=Readers.OFFICER,
    methods=("GET", "HEAD"),
)
