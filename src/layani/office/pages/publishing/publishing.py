"""What is in force, what waits for a decision, and which files on the disk say something else."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.actions.publishing import ANALYST, drafts
from layani.office.house import catalogue
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Proposal
from layani.rules.catalogue import Service
from layani.rules.text import Text

ROWS = 25
KINDS = {
    "": Text("Menunggu keputusan", "Waits for a decision"),
    "published": Text("Diterbitkan", "Published"),
    "declined": Text("Ditolak", "Declined"),
    "withdrawn": Text("Ditarik kembali", "Withdrawn"),
}
COLOURS = {"": "warning", "published": "success", "declined": "neutral", "withdrawn": "neutral"}


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal in the list."""

    row: Proposal
    name: Text
    words: Text
    colour: str


def publishing(request: HttpRequest) -> HttpResponse:
    """Show it; two queries and one for each service's folder."""
    before = key_before(request)
    rows = list(Proposal.objects.newest_first(before)[: ROWS + 1])
    services, proposes = catalogue().services, ANALYST in request.actor.roles
    shown = {
        "proposes": proposes,
        "folder": f"{settings.CATALOGUE.name}/",  # its name alone; where it lies on the machine the operator knows
        "drafts": [(slug, services.get(slug)) for slug in drafts()] if proposes else [],
        "lines": [_line(row, services.get(row.service)) for row in rows[:ROWS]],
        "older": f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
        "services": _in_force() if not before else (),
    }
    return render(request, "publishing/publishing.html", shown)


def _in_force() -> Sequence[Service]:
    return sorted(catalogue().services.values(), key=lambda one: one.slug)


def kind_of(row: Proposal) -> str:
    """Return what was ruled on a proposal; empty while it waits. Its ruling must be loaded."""
    return row.ruling.kind if hasattr(row, "ruling") else ""


def _line(row: Proposal, service: Service | None) -> Line:
    kind = kind_of(row)
    return Line(row, service.name if service else Text(row.service, row.service), KINDS[kind], COLOURS[kind])


PAGE = Page(path="publishing/", name="publishing", readers=Readers.PUBLISHING, view=publishing, methods=("GET", "HEAD"))
