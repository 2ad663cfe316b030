"""All services of the office, by life event."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.demand import by_demand
from layani.office.pages.parts.minute import body
from layani.office.pages.public.home import life_events


def services(request: HttpRequest) -> HttpResponse:
    """List them; a service that helps in several events stands under each, one that helps in none at the end."""
    return render(request, "public/services.html", {"body": body("public/services_body.html", "", _listed)})


def _listed() -> dict[str, Any]:
    return {
        "events": life_events(),
        "others": by_demand(one for one in catalogue().services.values() if not one.life_events),
    }


PAGE = Page(path="service/", name="services", readers=Readers.EVERYONE, view=services, methods=("GET", "HEAD"))
