"""A ticket on one's own phone, from the poster at the gate: whom nobody lets in has a number, too."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.door import open_ticket
from layani.office.actions.trying import count_try
from layani.office.house import calendar, catalogue
from layani.office.network import network_address
from layani.office.pages.door.needs import (
    ANSWER_PHONE,
    CODE,
    FROM_ADDRESS,
    VISITOR,
    WHAT_HAPPENED,
    WORDS,
    read,
    shown_form,
)
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm
from layani.office.tables.models import Ticket
from layani.rules.cases.opening_hours import open_now
from layani.rules.catalogue.renderings.opening_hours import hours_in_words
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

MINE = "ticket"
FORM = OwnForm((WORDS, CODE))
REPORT = OwnForm((WHAT_HAPPENED, ANSWER_PHONE, CODE))
SAY_WHAT_HAPPENED = Text("Tulis apa yang terjadi.", "Write what happened.")


@never_cache
def here(request: HttpRequest) -> HttpResponse:
    """Show the needs, or open a ticket; who has one that waits is led to it.

    ?sent_away: the report of having been sent away, and nothing before it
    """
    if request.method == "POST":
        return _take(request)
    mine = Ticket.objects.numbered(request.session.get(MINE))
    waits = mine is not None and mine.status != "ended"
    if mine is None or not waits or "new" in request.GET:
        return _page(request)
    address = reverse("door-ticket", args=[mine.code])
    return HttpResponseRedirect(f"{address}?still=away" if "sent_away" in request.GET else address)


def _take(request: HttpRequest) -> HttpResponse:
    opening, problems = read(REPORT if "sent_away" in request.POST else FORM, request, "gate")
    if opening.sent_away and not opening.words:
        problems["words"] = SAY_WHAT_HAPPENED
    if problems:
        return _page(request, problems, status=422)
    now = timezone.now()
    try:
        count_try(FROM_ADDRESS, network_address(request), now)
        row = open_ticket(opening, actor=VISITOR, now=now)
    except Refused as refused:
        return _page(request, refusals=refused.refusals, status=409)
    request.session[MINE] = row.pk
    return redirect("door-ticket", row.code)


def _page(
    request: HttpRequest,
    problems: dict[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    reporting = "sent_away" in (request.POST if request.method == "POST" else request.GET)
    shown = {
        **shown_form(REPORT if reporting else FORM, request, problems),
        "refusals": refusals,
        "open_words": bool(problems or refusals),
        "open_now": open_now(calendar(), timezone.now()),
        "hours": hours_in_words(catalogue().office.hours),
    }
    return render(request, "door/sent_away.html" if reporting else "door/here.html", shown, status=status)


PAGE = Page(path="door/here/", name="door-here", view=here, readers=Readers.EVERYONE)
