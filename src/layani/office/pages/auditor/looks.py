"""Who opened whose data at the counter, or with a receipt's code: by number and reference, and no name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from layani.office.pages.auditor.auditor import ROWS, key_before
from layani.office.pages.auditor.words import role_words
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.look_lines import purpose_words
from layani.office.tables.models import Look
from layani.rules.looks.reasons import EVERY_REASON
from layani.rules.record.look_words import SHOWN
from layani.rules.text import Text

WHY = ("purpose", "reason__kind", "reason__shown_from", "system")


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look: which officer, by number; at whose data, by the person's reference; of which application, or None.

    reason: its kind, where one was asked for; shown_from: the day until which its person does not see it
    """

    key: int
    officer: int
    role: Text | None
    what: Text
    number: str | None
    party: UUID
    at: datetime
    purpose: Text
    reason: Text | None
    shown_from: date | None
    system: str


@never_cache
def looks(request: HttpRequest) -> HttpResponse:
    """Show one page of looks, the latest first; one query."""
    before = key_before(request)
    lines = looks_before(before)
    shown = {
        "looks": lines[:ROWS],
        "older": f"?before={lines[ROWS - 1].key}" if len(lines) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "auditor/looks.html", shown)


def looks_before(before: int | None) -> Sequence[LookLine]:
    """Return one look more than a page shows, the latest written first; one query."""
    columns = ("pk", "officer_id", "role", "what", "case__number", "party__ref", "at", *WHY)
    rows = Look.objects.newest_first(before).values_list(*columns)[: ROWS + 1]
    return [
        LookLine(
            key,
            officer,
            role_words(role) if role else None,
            SHOWN.get(what, Text(what, what)),
            number,
            party,
            at,
            purpose_words(purpose),
            EVERY_REASON.get(kind, Text(kind, kind)) if kind else None,
            shown_from,
            system,
        )
        for key, officer, role, what, number, party, at, purpose, kind, shown_from, system in rows
    ]


PAGE = Page(path="auditor/looks/", name="auditor-looks", readers=Readers.AUDITOR, view=looks, methods=("GET", "HEAD"))
