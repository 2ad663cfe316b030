"""The ranking of one period, for everybody: codes and points, who signed it, and how to work it out again."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.ranking_periods import as_closed, rank_step
from layani.office.house import calendar, role_title
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.ranking_lines import list_part, seat_in
from layani.office.pages.public.service import service_or_404
from layani.office.pages.public.service_amounts import ties_in_words
from layani.office.tables.models import Ranking


def ranking(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    """Show it from the day of its second signature; two queries, one more where lists were taken back."""
    service = as_closed(service_or_404(slug), period, calendar().local(timezone.now()).date())
    found, signed = rank_step(service), Ranking.objects.of_service(slug).filter(period=period).first()
    if found is None or signed is None:
        raise Http404("No ranking of this period is published.")
    step, rank, quota = found
    shown: dict[str, Any] = {
        "service": service,
        "ranking": signed,
        "list": list_part(service, signed, seat_in(request.GET.get("after", ""))),
        "first": "after" not in request.GET,
        "made_by": role_title(step.role),
        "signed_by": role_title(rank.signed_by),
        "ties": ties_in_words(service, quota),
        "objections": rank.objections,
        "taken_back": Ranking.objects.taken_back(slug, period),
    }
    return render(request, "public/ranking.html", shown)


PAGE = Page(
    path="service/<slug:slug>/ranking/<slug:period>/",
    name="ranking",
    view=ranking,
    readers=Readers.EVERYONE,
    methods=("GET", "HEAD"),
)
