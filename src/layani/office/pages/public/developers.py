"""For who writes a program: where the API is described, what is open to everybody, and how a program gets a token."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.rules.systems.scopes import SCOPES


def developers(request: HttpRequest) -> HttpResponse:
    """Show it; no query."""
    example = next(iter(catalogue().services), "")
    shown = {"scopes": SCOPES.items(), "example": example, "contacts": catalogue().office.contacts}
    return render(request, "public/developers.html", shown)


PAGE = Page(path="developers/", name="developers", readers=Readers.EVERYONE, view=developers, methods=("GET", "HEAD"))
