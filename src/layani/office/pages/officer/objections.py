"""The objections that wait for their answer, the earliest day first."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.objecting import role_that_answers
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.officer.revocations import moment_after
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.rules.text import Text

ROWS = 25


@dataclass(frozen=True, slots=True)
class Row:
    """One objection: the case, its service, by when it is answered, and whether this officer holds a role that does."""

    number: str
    service: Text
    due: datetime
    yours: bool


@private
def objections(request: HttpRequest) -> HttpResponse:
    """Show one page of the list. One query."""
    found = Case.objects.objections(catalogue().office.slug).reached_by(request.actor.roles)
    if (after := moment_after(request)) is not None:
        found = found.after_objection(*after)
    rows = list(found[: ROWS + 1])
    shown = {
        "rows": [_row(request, row) for row in rows[:ROWS]],
        "now": timezone.now(),
        "older": _following(rows[ROWS - 1]) if len(rows) > ROWS else None,
        "newer": request.path if after else None,
    }
    return render(request, "officer/objections.html", shown)


def _row(request: HttpRequest, row: Case) -> Row:
    due = row.objection_due
    if due is None:
        raise AssertionError("the query finds open objections only")
    yours = bool(role_that_answers(state_of(row), request.actor))
    return Row(row.number, service_name(row.service), due, yours)


def _following(row: Case) -> str:
    return "?" + urlencode({"due": row.objection_due.isoformat() if row.objection_due else "", "id": row.pk})


PAGE = Page(
    path="officer/objections/", name="objections", view=objections, readers=Readers.OFFICER, methods=("GET", "HEAD")
)
