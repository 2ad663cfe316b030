"""Every service with its promise and what became of it: the office's report card, in one look."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.minute import body
from layani.office.pages.public.promise_figures import Kept, first_month, lines, running_month, together
from layani.office.tables.models.papers import Figures
from layani.rules.catalogue import Service


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service and how its promise was kept in the last twelve months."""

    service: Service
    kept: Kept


def found(since: date, running: date) -> dict[str, Any]:
    """Return every service with its promise; one query."""
    rows = list(Figures.objects.between(since, running))
    services = catalogue().services.values()
    return {
        "lines": [
            ServiceLine(one, together(one, lines(row for row in rows if row.service == one.slug))) for one in services
        ],
        "since": since,
    }


def promises(request: HttpRequest) -> HttpResponse:
    """Show all services; the figures are read once a minute."""
    today = timezone.localdate()
    since, running = first_month(today), running_month(today)
    return render(
        request,
        "public/promises.html",
        {"body": body("public/promises_body.html", f"{since}", lambda: found(since, running))},
    )


PAGE = Page(path="promise/", name="promises", readers=Readers.EVERYONE, view=promises, methods=("GET", "HEAD"))
