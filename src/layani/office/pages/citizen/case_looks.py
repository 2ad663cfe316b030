"""Who opened one application, for its person: time, role, office, purpose, and the reason where one was asked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.house import calendar, catalogue
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.citizen.access import private, seen_case
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.look_lines import look_lines
from layani.office.tables.models import Look

ROWS = 20


@private
def case_looks(request: HttpRequest, number: str) -> HttpResponse:
    """Show the looks at a case to its party, or to whoever gave its receipt code; ?before= goes on to earlier ones."""
    seen = seen_case(request, number)
    row, before = seen.row, key_before(request)
    today = calendar().local(timezone.now()).date()
    found = Look.objects.of_case(row).newest_first(before).shown_on(today).select_related("case", "reason")
    lines = look_lines(found[: ROWS + 1])
    shown = {
        "number": row.number,
        "service_name": service_name(row.service),
        "office": catalogue().office,
        "looks": lines[:ROWS],
        "own": seen.own,
        "proofs": False,
        "older": f"?before={lines[ROWS - 1].key}" if len(lines) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "citizen/case_looks.html", shown)


PAGE = Page(
    path="case/<str:number>/looks/",
    name="case-looks",
    readers=Readers.EVERYONE,
    view=case_looks,
    methods=("GET", "HEAD"),
)
