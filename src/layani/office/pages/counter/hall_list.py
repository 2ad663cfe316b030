"""The binding list: chosen from what the service's file names with its law, then printed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.door import bound_to, end_list
from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.demand import by_demand
from layani.office.tables.models import Ticket
from layani.rules.catalogue.model import Service
from layani.rules.catalogue.renderings.requirements import document_note
from layani.rules.door.lists import item_words, nameable
from layani.rules.refusal import Refusal, Refused


@never_cache
def hall_list(request: HttpRequest) -> HttpResponse:
    """Let the officer choose the service and the items, or end the ticket with the list."""
    mine = Ticket.objects.held_by(request.actor.user)
    if mine is None or mine.status != "serving":
        return redirect("counter-hall")
    slug = (request.POST if request.method == "POST" else request.GET).get("service", "") or mine.need
    service = catalogue().services.get(slug)
    if request.method != "POST" or service is None:
        return _page(request, mine, service)
    try:
        row = end_list(mine.pk, slug, request.POST.getlist("item"), actor=request.actor, now=timezone.now())
    except Refused as refused:
        return _page(request, mine, service, refused.refusals, status=409)
    return redirect("counter-hall-given", row.code)


def _page(
    request: HttpRequest,
    mine: Ticket,
    service: Service | None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    shown: dict[str, Any] = {
        "mine": mine,
        "service": service,
        "services": by_demand(catalogue().services.values()),
        "items": _items(mine, service) if service else [],
        "chosen": set(request.POST.getlist("item")),
        "refusals": refusals,
        "lists_bind": catalogue().office.door.lists_bind,
    }
    return render(request, "counter/hall_list.html", shown, status=status)


def _items(mine: Ticket, service: Service) -> list[dict[str, Any]]:
    """Return what may stand on the list, each with its law and whom it concerns."""
    bound = bound_to(mine, service.slug, timezone.now())
    laws = nameable(service)
    return [
        {"field": one, "words": item_words(one), "law": service.law[laws[name]], "note": document_note(one, service)}
        for name, one in service.fields.items()
        if name in laws and (bound is None or name in bound)
    ]


PAGE = Page(path="counter/hall/list/", name="counter-hall-list", view=hall_list, readers=Readers.COUNTER)
