"""Who can use these pages and how; what does not work yet; and where to ask for help."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers


def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the statement; no query."""
    return render(request, "public/accessibility.html", {"office": catalogue().office})


PAGE = Page(
    path="accessibility/", name="accessibility", readers=Readers.EVERYONE, view=accessibility, methods=("GET", "HEAD")
)
