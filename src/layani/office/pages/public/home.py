"""The front page: what this office does, found by need, by life event, or by the number of one's case."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.closing import still_offered
from layani.office.pages.parts.context import address_of
from layani.office.pages.parts.demand import by_demand
from layani.office.pages.parts.minute import body
from layani.office.pages.public.finding import LONGEST_QUERY, find_services
from layani.office.pages.public.life_events import life_event
from layani.rules.catalogue.bundles.model import Offered
from layani.rules.catalogue.renderings.opening_hours import hours_in_words
from layani.rules.text import Text

MOST_SHOWN = 6
"""Services on the front page before a search; one more would not be worth a link."""


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """A life event and what helps in it."""

    slug: str
    words: Text
    services: tuple[Offered, ...]


def life_events() -> list[LifeEvent]:
    """Return the life events in which any service helps, those with the most first; in each, bundles come first.

    What has ended stands under none; a search by its name still finds it, and its page says what there is instead.
    """
    services: tuple[Offered, ...] = (
        *still_offered(catalogue().bundles.values()),
        *still_offered(by_demand(catalogue().services.values())),
    )
    slugs = dict.fromkeys(slug for service in services for slug in service.life_events)
    events = [LifeEvent(s, life_event(s), tuple(one for one in services if s in one.life_events)) for s in slugs]
    return sorted(events, key=lambda event: -len(event.services))


def home(request: HttpRequest) -> HttpResponse:
    """Show what there is; ?q= finds by words, ?event= by life event. What was searched is not kept."""
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    wanted = request.GET.get("event", "")
    event = next((one for one in life_events() if one.slug == wanted), None) if wanted else None
    searched = bool(query or event)
    shown = {
        "query": query,
        "event": event,
        "found": find_services(catalogue(), query) if query else event.services if event else (),
        "searched": searched,
        "office": catalogue().office,
        "demo_page": address_of("demo"),
        "services": "" if searched else body("public/home_services.html", "", _services),
        "rest": body("public/home_rest.html", "", _rest),
    }
    return render(request, "public/home.html", shown)


def _rest() -> dict[str, Any]:
    office = catalogue().office
    return {"office": office, "hours": hours_in_words(office.hours)}


def _services() -> dict[str, Any]:
    services = still_offered(by_demand(catalogue().services.values()))
    shown = services if len(services) <= MOST_SHOWN + 1 else services[:MOST_SHOWN]
    return {"events": life_events(), "services": shown, "total": len(services), "more": len(services) - len(shown)}


PAGE = Page(path="", name="home", readers=Readers.EVERYONE, view=home, methods=("GET", "HEAD"))
