"""The standard of one service as the regulation prints it: 14 components, the six of service delivery first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.service import service_or_404
from layani.rules.catalogue.renderings.standard_table import annexes_of, standard_table
from layani.rules.catalogue.renderings.tariff import fee_tariff


def standard(request: HttpRequest, slug: str) -> HttpResponse:
    """Show it; no query."""
    found = service_or_404(slug)
    office, today = catalogue().office, timezone.localdate()
    shown = {
        "service": found,
        "parts": standard_table(found, fee_tariff(found, office, today)),
        "annexes": annexes_of(found, office, today),
        "office": office,
    }
    return render(request, "public/standard.html", shown)


PAGE = Page(
    path="service/<slug:slug>/standard/",
    name="standard",
    readers=Readers.EVERYONE,
    view=standard,
    methods=("GET", "HEAD"),
)
