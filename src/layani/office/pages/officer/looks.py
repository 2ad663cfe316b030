"""What an officer opened themselves, as its people read it: the officer knows what is known of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.look_lines import look_lines
from layani.office.tables.models import Look

ROWS = 25


@never_cache
def looks(request: HttpRequest) -> HttpResponse:
    """Show the reader's own looks, the latest first; one query, and a look into the key store where reasons are."""
    before = key_before(request)
    found = Look.objects.by_officer(request.actor.user).newest_first(before).select_related("case", "reason")
    lines = look_lines(found[: ROWS + 1])
    shown = {
        "looks": lines[:ROWS],
        "supervises": Readers.SUPERVISOR.admit(request.actor),
        "older": f"?before={lines[ROWS - 1].key}" if len(lines) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "officer/looks.html", shown)


PAGE = Page(path="officer/looks/", name="officer-looks", readers=Readers.OFFICER, view=looks, methods=("GET", "HEAD"))
