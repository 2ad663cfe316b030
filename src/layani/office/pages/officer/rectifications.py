"""What people called wrong of what is held about them and nobody has answered, the earliest end of its time first."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.rectifying import role_of
from layani.office.actions.rectifying_facts import label_of
from layani.office.pages.citizen.access import private
from layani.office.pages.officer.revocations import moment_after
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.rectifying import term_words
from layani.office.tables.models import Rectification, RectificationAnswer
from layani.rules.text import Text

ROWS = 25


@dataclass(frozen=True, slots=True)
class Row:
    """One request: of which case ("" for the register of people), which item, until when, and whether it is for them.

    Whose it is stands on its own page alone, which leaves a look.
    """

    ref: UUID
    number: str
    what: Text
    due: datetime
    yours: bool


@private
def rectifications(request: HttpRequest) -> HttpResponse:
    """Show one page of the list, and after which answers somebody is still to be told. Two queries."""
    after = moment_after(request)
    rows = list(Rectification.objects.open().reached_by(request.actor.roles).earliest_due_first(after)[: ROWS + 1])
    shown = {
        "rows": [_row(request, row) for row in rows[:ROWS]],
        "untold": [
            (one.of, label_of(one.of)) for one in RectificationAnswer.objects.untold(request.actor.roles)[:ROWS]
        ],
        "now": timezone.now(),
        "term": term_words(),
        "older": _following(rows[ROWS - 1]) if len(rows) > ROWS else None,
        "newer": request.path if after else None,
    }
    return render(request, "officer/rectifications.html", shown)


def _row(request: HttpRequest, row: Rectification) -> Row:
    number = row.case.number if row.case else ""
    return Row(row.ref, number, label_of(row), row.due_at, bool(role_of(row, request.actor)))


def _following(row: Rectification) -> str:
    return "?" + urlencode({"due": row.due_at.isoformat(), "id": row.pk})


PAGE = Page(
    path="officer/data/",
    name="rectifications",
    view=rectifications,
    readers=Readers.OFFICER,
    methods=("GET", "HEAD"),
)
