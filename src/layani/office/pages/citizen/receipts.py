"""Every receipt of a case: how far each has come, and what it proves; each as a file and as a page to print."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.receipt_standing import Stage, Standing, standings
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private, seen_case
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.citizen.timeline import Entry, timeline
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.minute import body
from layani.office.tables.models import Event
from layani.office.tables.projection import event_of, state_of


@dataclass(frozen=True, slots=True)
class Line:
    """One act with its receipt."""

    act: Entry
    held: Standing


@private
def receipts(request: HttpRequest, number: str) -> HttpResponse:
    """Show the receipts of all acts, the latest first."""
    row = seen_case(request, number).row
    case, now = state_of(row), timezone.now()
    rows = Event.objects.all_of_case(row.pk)
    shown = {
        "case": case,
        "service_name": service_name(case.service),
        "lines": _lines(timeline(case, [event_of(one) for one in rows]), rows),
        "now": now,
        "contacts": catalogue().office.contacts,
        "proves": body("citizen/receipt_proves.html", "", dict),
    }
    shown["late"] = any(line.held.stage is Stage.LATE for line in shown["lines"])
    return render(request, "citizen/receipts.html", shown)


def _lines(entries: Sequence[Entry], rows: Sequence[Event]) -> list[Line]:
    held = standings(rows, timezone.now())
    return [Line(entry, held[entry.seq]) for entry in entries]


PAGE = Page(
    path="case/<str:number>/receipts/",
    name="case-receipts",
    readers=Readers.EVERYONE,
    view=receipts,
    methods=("GET", "HEAD"),
)
