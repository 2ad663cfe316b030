"""What anyone may download: the figures of every service, and the record itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers


def open_data(request: HttpRequest) -> HttpResponse:
    """List it; no query."""
    return render(request, "public/open_data.html", {"services": catalogue().services.values()})


PAGE = Page(path="open-data/", name="open-data", readers=Readers.EVERYONE, view=open_data, methods=("GET", "HEAD"))
