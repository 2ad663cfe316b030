"""The front door in public: how one is called, who goes first by which law, and a question from home."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.door import open_ticket
from layani.office.actions.trying import count_try
from layani.office.house import calendar, catalogue
from layani.office.network import network_address
from layani.office.pages.door.needs import CODE, FROM_ADDRESS, PHONE, VISITOR, WORDS, need_field, parts, read
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm
from layani.office.pages.public.door_figures import at_the_door
from layani.office.tables.models import Ticket
from layani.rules.cases.opening_hours import open_now
from layani.rules.catalogue.renderings.opening_hours import hours_in_words
from layani.rules.door.priorities import priorities
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

NOTHING_ASKED = Text("Pilih keperluan, atau tulis pertanyaan Anda.", "Choose a need, or write your question.")


def form() -> OwnForm:
    """Return the questions of a ticket from home."""
    return OwnForm((need_field(), WORDS, PHONE, CODE))


@never_cache
def door(request: HttpRequest) -> HttpResponse:
    """Show it, or open a ticket for a question from home."""
    if request.method != "POST":
        return _page(request)
    opening, problems = read(form(), request, "web")
    if not problems and not (opening.need or opening.words or opening.code):
        problems["words"] = NOTHING_ASKED
    if problems:
        return _page(request, problems, status=422)
    now = timezone.now()
    try:
        count_try(FROM_ADDRESS, network_address(request), now)
        row = open_ticket(opening, actor=VISITOR, now=now)
    except Refused as refused:
        return _page(request, refusals=refused.refusals, status=409)
    return redirect("door-ticket", row.code)


def waiting_now(now: datetime) -> int:
    """Return how many wait in the hall; one query."""
    return Ticket.objects.in_line(catalogue().office.slug, "hall", calendar().local(now).date()).count()


def _page(
    request: HttpRequest,
    problems: dict[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    problems = problems or {}
    asked = parts(form(), request, problems)
    shown = {
        "door": catalogue().office.door,
        **at_the_door("", calendar().local(timezone.now()).date()),
        "classes": priorities().values(),
        "waiting": waiting_now(timezone.now()),
        "asked": list(asked.values()),
        "fields": list(asked.values()),
        "problems": problems,
        "refusals": refusals,
        "open_now": open_now(calendar(), timezone.now()),
        "hours": hours_in_words(catalogue().office.hours),
        "contacts": catalogue().office.contacts,
    }
    return render(request, "door/door.html", shown, status=status)


PAGE = Page(path="door/", name="door", view=door, readers=Readers.EVERYONE)
