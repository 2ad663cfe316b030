"""The published rankings of one service, the latest first."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.actions.ranking_periods import rank_step
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.service import service_or_404
from layani.office.tables.models import Ranking

MOST = 60  # lists: five years of months; older ones keep their addresses


def rankings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the list of lists; one query."""
    service = service_or_404(slug)
    if rank_step(service) is None:
        raise Http404("This service has no ranking.")
    shown = {"service": service, "rankings": Ranking.objects.of_service(slug)[:MOST]}
    return render(request, "public/rankings.html", shown)


PAGE = Page(
    path="service/<slug:slug>/ranking/",
    name="rankings",
    view=rankings,
    readers=Readers.EVERYONE,
    methods=("GET", "HEAD"),
)
