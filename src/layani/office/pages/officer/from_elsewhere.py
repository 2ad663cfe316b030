"""The open applications that came from another system and that nobody has taken over: a supervisor looks at each."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.house import catalogue
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.officer.desk import step_words
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Case
from layani.rules.sections import plain
from layani.rules.text import Text

ROWS = 25


@dataclass(frozen=True, slots=True)
class Row:
    """One application: its number and service, the open step, when the other system received it, and its day."""

    number: str
    service: Text
    step: Text | None
    received: datetime
    due: datetime | None


@never_cache
def from_elsewhere(request: HttpRequest) -> HttpResponse:
    """Show one page of the list, the first that came in first; one query."""
    key = request.GET.get("after", "")
    after = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
    above = frozenset(role for role in request.actor.roles if plain(role) in Readers.SUPERVISOR.value)
    rows = list(Case.objects.from_elsewhere(catalogue().office.slug, after).reached_by(above)[: ROWS + 1])
    shown = {
        "rows": [_row(row) for row in rows[:ROWS]],
        "now": timezone.now(),
        "older": f"?after={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if after else None,
    }
    return render(request, "officer/from_elsewhere.html", shown)


def _row(row: Case) -> Row:
    step = step_words(row.service, row.step) if row.step else None
    return Row(row.number, service_name(row.service), step, row.received_at, row.due_at)


PAGE = Page(
    path="officer/from-elsewhere/",
    name="from-elsewhere",
    view=from_elsewhere,
    readers=Readers.SUPERVISOR,
    methods=("GET", "HEAD"),
    in_sections=True,
)
