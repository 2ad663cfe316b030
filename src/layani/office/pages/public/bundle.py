"""The page of a bundle: each product with its cost, its requirements and its day, and one door to all of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.house import calendar, catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.bundle import names_before
from layani.office.pages.parts.minute import body
from layani.office.pages.public.service import Requirement, requirements_of
from layani.rules.catalogue import Service
from layani.rules.catalogue.bundles.model import Bundle, in_order
from layani.rules.catalogue.bundles.model import expected_of as expected_of_all
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Offered:
    """One product: why not everybody gets it (``only``), what it waits for, when it is decided if sent now."""

    service: Service
    always: bool
    only: Text | None
    after: tuple[Text, ...]
    requirements: tuple[Requirement, ...]
    decided_by: datetime


def bundle_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what belongs to it before anybody begins."""
    found = catalogue().bundles.get(slug)
    if found is None:
        raise Http404("This office has no bundle of this name.")
    shown = {"bundle": found, "body": body("public/bundle_body.html", found.slug, lambda: _told(found))}
    return render(request, "public/bundle.html", shown)


def _told(found: Bundle) -> dict[str, Any]:
    joined = in_order(found.joined)
    when = expected_of_all(joined, calendar(), timezone.now())
    return {
        "bundle": found,
        "products": [
            Offered(
                one.service,
                one.always,
                one.why,
                names_before(one, joined),
                tuple(requirements_of(one.service)),
                when[one.slug].decided_by,
            )
            for one in joined
        ],
        "online": "online" in found.channels,
        "office": catalogue().office,
    }


PAGE = Page(
    path="bundle/<slug:slug>/", name="bundle", readers=Readers.EVERYONE, view=bundle_page, methods=("GET", "HEAD")
)
