"""The versions of one service: which were in force from when, how each differed, and what is proposed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.publishing import ANALYST, PUBLISHER
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.service import service_or_404
from layani.office.tables.models import Proposal

ROWS = 25


@dataclass(frozen=True, slots=True)
class Version:
    """One published version; index: of its leaf in the public record, None while it waits for its place."""

    row: Proposal
    index: int | None


def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Show them, the newest first; two queries. People are named by their role alone."""
    service, before = service_or_404(slug), key_before(request)
    found = Proposal.objects.published_of(slug, before)[: ROWS + 1]
    rows = list(found)
    shown: dict[str, Any] = {
        "service": service,
        "versions": [Version(row, row.ruling.outbox.idx if row.ruling.outbox else None) for row in rows[:ROWS]],
        "proposed": [] if before else list(Proposal.objects.undecided().filter(service=slug)),
        "now": timezone.now(),
        "roles": (ANALYST, PUBLISHER),
        "older": f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "public/versions.html", shown)


PAGE = Page(
    path="service/<slug:slug>/versions/",
    name="versions",
    readers=Readers.EVERYONE,
    view=versions,
    methods=("GET", "HEAD"),
)
