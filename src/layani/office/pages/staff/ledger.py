"""The staff ledger: every change of staff by which order, who entered it, and how a second person ruled."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.house import catalogue
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import StaffEntry
from layani.rules.staffing import AT_THE_SHELL, KIND_WORDS

ROWS = 25


def ledger(request: HttpRequest) -> HttpResponse:
    """Show one page of it, the newest first. One query."""
    before = key_before(request)
    rows = list(StaffEntry.objects.newest_first(catalogue().office.slug, before)[: ROWS + 1])
    shown = {
        "shell": AT_THE_SHELL,
        "rows": [(row, KIND_WORDS[row.kind]) for row in rows[:ROWS]],
        "older": f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "staff/ledger.html", shown)


PAGE = Page(path="staff/ledger/", name="staff-ledger", view=ledger, readers=Readers.STAFF, methods=("GET", "HEAD"))
