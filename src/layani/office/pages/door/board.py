"""The board in the hall: which number is called to which counter, and how long the line is. No names."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.house import calendar, catalogue
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Ticket
from layani.rules.door.waiting import LOOK_BACK, about_minutes
from layani.rules.text import Text

REFRESH = 10  # seconds
NEXT_SHOWN = 8
JUST_CALLED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Desk:
    """One counter: its number, or none; ``now``: it was called within the last minute."""

    name: Text
    number: int | None
    now: bool


@never_cache
def board(request: HttpRequest) -> HttpResponse:
    """Show it; three queries. It refreshes by itself unless asked to stand still."""
    now, office = timezone.now(), catalogue().office
    day = calendar().local(now).date()
    line = list(Ticket.objects.in_line(office.slug, "hall", day).filter(sent_away=False))
    held = list(Ticket.objects.at_counters(office.slug, day))
    calls = Ticket.objects.called_lately(office.slug, day, now - LOOK_BACK)
    shown = {
        "desks": [_desk(name, words, held, now) for name, words in office.door.counters.items()],
        "line": line[:NEXT_SHOWN],
        "waiting": len(line),
        "minutes": about_minutes(len(line), calls, now),
        "now": now,
        "still": "still" in request.GET,
    }
    answer = render(request, "door/board.html", shown)
    if not shown["still"]:
        answer["Refresh"] = str(REFRESH)  # see decision 0040
    return answer


def _desk(name: str, words: Text, held: list[Ticket], now: datetime) -> Desk:
    ticket = next((one for one in held if one.counter == name), None)
    fresh = ticket is not None and ticket.called_at is not None and now - ticket.called_at < JUST_CALLED
    return Desk(words, ticket.number if ticket else None, fresh and ticket is not None and ticket.status == "called")


PAGE = Page(path="door/board/", name="door-board", view=board, readers=Readers.EVERYONE, methods=("GET", "HEAD"))
