"""Whoever scans or types the code of a paper form comes to its service; officers to the form at the counter."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.rules.catalogue.renderings.form_code import form_code, read_form_code


def form(request: HttpRequest, code: str) -> HttpResponse:
    """Lead on to the service; say so where the paper is of another version than the one in force, or of none (404)."""
    found = read_form_code(code)
    slug = found.slug(catalogue().services) if found else None
    if found is None or slug is None:
        return _apart(render(request, "public/form_unknown.html", {"code": code[:40]}, status=404))
    written = form_code(slug, found.version, found.language)
    if written != code:
        return HttpResponseRedirect(reverse("form", args=[written]))
    service = catalogue().services[slug]
    if Readers.COUNTER.admit(request.actor) and "counter" in service.channels:
        return redirect("counter-form", written)
    if found.version == service.version:
        return redirect("service", slug)
    shown: dict[str, Any] = {"service": service, "paper": found.version, "file": f"form.{found.language}.pdf"}
    return _apart(render(request, "public/form_old.html", shown))


def _apart(response: HttpResponse) -> HttpResponse:
    """Keep it out of search engines."""
    response["X-Robots-Tag"] = "noindex"
    return response


PAGE = Page(path="form/<str:code>/", name="form", view=form, readers=Readers.EVERYONE, methods=("GET", "HEAD"))
