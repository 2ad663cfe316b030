"""A ticket on one's own phone, from the poster at the gate: whom nobody lets in has a number, too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.door import open_ticket
from layani.office.actions.trying import count_try
from layani.office.network import network_address
from layani.office.pages.door.needs import CODE, FROM_ADDRESS, VISITOR, WORDS, read, shown_form
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm
from layani.office.tables.models import Ticket
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

MINE = "ticket"
FORM = OwnForm((WORDS, CODE))
SAY_WHAT_HAPPENED = Text("Tulis apa yang terjadi.", "Write what happened.")


@never_cache
def here(request: HttpRequest) -> HttpResponse:
    """Show the needs, or open a ticket; who has one that waits is led to it."""
    if request.method == "POST":
        return _take(request)
    mine = Ticket.objects.numbered(request.session.get(MINE))
    waits = mine is not None and mine.status != "ended"
    return redirect("door-ticket", mine.code) if mine and waits and "new" not in request.GET else _page(request)


def _take(request: HttpRequest) -> HttpResponse:
    opening, problems = read(FORM, request, "gate")
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
    opened = bool(problems or refusals or "sent_away" in request.GET)
    shown = {**shown_form(FORM, request, problems), "refusals": refusals, "open_words": opened}
    return render(request, "door/here.html", shown, status=status)


PAGE = Page(path="door/here/", name="door-here", view=here, readers=Readers.EVERYONE)
