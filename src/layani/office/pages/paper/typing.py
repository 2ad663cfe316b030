"""What was received on paper is typed in: the services to choose from, and what the tablet holds."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.actions.numbering import read_number
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.page import Page, Readers
from layani.office.pages.paper.policy import with_script
from layani.rules.catalogue import Service


def services_on_paper() -> list[Service]:
    """Return the services that can be applied for on paper; what renews an earlier case needs the system."""
    return [one for one in catalogue().services.values() if "counter" in one.channels and one.renews is None]


@private
def typing(request: HttpRequest) -> HttpResponse:
    """Show the list; what was typed in a moment ago is named by its number alone."""
    services, done_of = services_on_paper(), request.GET.get("of", "")
    shown: dict[str, Any] = {
        "services": services,
        "done": read_number(request.GET.get("done", "")[:40]),
        "same": next((one for one in services if one.slug == done_of), None),
    }
    return with_script(render(request, "paper/typing.html", shown))


PAGE = Page(path="counter/paper/", name="paper-typing", view=typing, readers=Readers.COUNTER, methods=("GET", "HEAD"))
