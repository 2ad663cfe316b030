"""The code of a paper form, scanned at the counter: its form opens, for whoever is or will be standing there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from layani.office.pages.counter.paper_here import lay_down, open_paper
from layani.office.pages.counter.person_here import someone_here
from layani.office.pages.page import Page, Readers


@never_cache
def form(request: HttpRequest, code: str) -> HttpResponse:
    """Open it for the person at the counter, or ask first who that is."""
    if lay_down(request, code):
        return render(request, "public/form_unknown.html", {"code": code[:40]}, status=404)
    opened = open_paper(request) if someone_here(request) else None
    return opened or redirect("counter")


PAGE = Page(
    path="counter/form/<str:code>/", name="counter-form", view=form, readers=Readers.COUNTER, methods=("GET", "HEAD")
)
