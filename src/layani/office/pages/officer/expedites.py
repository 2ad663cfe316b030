"""The requests to go ahead that wait for one of the officer's roles, the earliest first."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.actions.putting_first import matter_of
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name, service_of
from layani.office.pages.officer.revocations import moment_after
from layani.office.pages.page import Page, Readers
from layani.office.tables.models.expediting import Expedite
from layani.rules.text import Text

ROWS = 25


@dataclass(frozen=True, slots=True)
class Row:
    """One request: the case, its service, the matter, and since when it waits."""

    number: str
    service: Text
    matter: Text
    asked_at: datetime


@private
def expedites(request: HttpRequest) -> HttpResponse:
    """Show one page of the list. One query."""
    found = Expedite.objects.waiting(catalogue().office.slug, request.actor.roles)
    if (after := moment_after(request)) is not None:
        found = found.after(*after)
    rows = list(found[: ROWS + 1])
    shown = {
        "rows": [_row(row) for row in rows[:ROWS]],
        "older": _following(rows[ROWS - 1]) if len(rows) > ROWS else None,
        "newer": request.path if after else None,
    }
    return render(request, "officer/expedites.html", shown)


def _row(row: Expedite) -> Row:
    service = service_of(row.service, row.case.version)
    matter = matter_of(service, row.name) if service else None
    says = matter.says if matter else Text(row.name, row.name)
    return Row(row.case.number, service_name(row.service), says, row.asked_at)


def _following(row: Expedite) -> str:
    return "?" + urlencode({"due": row.asked_at.isoformat(), "id": row.pk})


PAGE = Page(path="officer/ahead/", name="expedites", view=expedites, readers=Readers.OFFICER, methods=("GET", "HEAD"))
