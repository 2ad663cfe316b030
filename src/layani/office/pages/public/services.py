"""All services of the office, by life event."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.closing import has_ended, still_offered
from layani.office.pages.parts.demand import by_demand
from layani.office.pages.parts.minute import body
from layani.office.pages.public.home import life_events


def services(request: HttpRequest) -> HttpResponse:
    """List them; what helps in several events stands under each, what helps in none at the end, then what has ended."""
    return render(request, "public/services.html", {"body": body("public/services_body.html", "", _listed)})


def _listed() -> dict[str, Any]:
    return {
        "events": life_events(),
        "others": still_offered(by_demand(one for one in catalogue().services.values() if not one.life_events)),
        "ended": by_demand(one for one in catalogue().services.values() if has_ended(one)),
    }


PAGE = Page(path="service/", name="services", readers=Readers.EVERYONE, view=services, methods=("GET", "HEAD"))
