"""What Layani is, in a page: for those who wonder who made this and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani import __version__
from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers


def about(request: HttpRequest) -> HttpResponse:
    """Show it; no query."""
    return render(request, "public/about.html", {"version": __version__, "office": catalogue().office})


PAGE = Page(path="about/", name="about", readers=Readers.EVERYONE, view=about, methods=("GET", "HEAD"))
