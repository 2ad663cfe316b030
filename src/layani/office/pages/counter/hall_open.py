"""A ticket that an officer opens: for somebody who stands here without a phone, or who is on the telephone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.door import open_ticket
from layani.office.pages.door.needs import CODE, PHONE, WORDS, first_field, need_field, parts, read
from layani.office.pages.door.slip import slip_of
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

NOTHING_ASKED = Text("Pilih keperluan, atau tulis.", "Choose a need, or write it.")


def form() -> OwnForm:
    """Return the questions of a ticket that an officer types."""
    return OwnForm((need_field(), WORDS, first_field(), PHONE, CODE))


@never_cache
def hall_open(request: HttpRequest) -> HttpResponse:
    """Show the questions, or open the ticket: its slip is shown, and a caller is served at once."""
    if request.method != "POST":
        return _page(request)
    channel = "phone" if request.POST.get("how") == "phone" else "counter"
    opening, problems = read(form(), request, channel)
    if not problems and not (opening.need or opening.words or opening.code):
        problems["words"] = NOTHING_ASKED
    if problems:
        return _page(request, problems, status=422)
    now = timezone.now()
    try:
        row = open_ticket(opening, actor=request.actor, now=now)
    except Refused as refused:
        return _page(request, refusals=refused.refusals, status=409)
    if channel == "phone":
        return redirect("counter-hall")
    return render(request, "counter/hall_slip.html", slip_of(row, now))


def _page(
    request: HttpRequest,
    problems: dict[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    problems = problems or {}
    asked = parts(form(), request, problems)
    shown = {
        "asked": list(asked.values()),
        "fields": list(asked.values()),
        "problems": problems,
        "refusals": refusals,
    }
    return render(request, "counter/hall_open.html", shown, status=status)


PAGE = Page(path="counter/hall/open/", name="counter-hall-open", view=hall_open, readers=Readers.COUNTER)
