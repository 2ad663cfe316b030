"""Today at the door, for the supervisor: who came, who waits, how tickets ended, who says they were sent away."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache

from layani.office.house import calendar, catalogue
from layani.office.pages.blanks.attention import blanks_to_look_at
from layani.office.pages.door.needs import CHANNELS, service_words
from layani.office.pages.page import Page, Readers
from layani.office.pages.paper.attention import papers_to_look_at
from layani.office.tables.models import Ticket
from layani.rules.door.ticket import FROM_SP4N
from layani.rules.text import Text

ROWS = 50
EARLIER_SHOWN = 20
FIRST_DAY = date(2000, 1, 1)


@dataclass
class Count:
    """Tickets of one need or one hour."""

    arrived: int = 0
    left: int = 0
    waits: list[float] = field(default_factory=list)

    @property
    def minutes(self) -> int | None:
        """The median wait in whole minutes; None while nobody was called."""
        return int(median(self.waits) // 60) if self.waits else None


@dataclass(frozen=True, slots=True)
class Sum:
    """One figure of the day, and the tickets behind it. ``what`` names it in the address."""

    what: str
    words: Text
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One ticket in the list."""

    ticket: Ticket
    need: Text
    channel: Text
    state: Text
    colour: str


def waits(one: Ticket) -> bool:
    """Say whether nobody has taken a ticket up: who was called and did not come is not kept waiting."""
    return one.status == "waiting"


Which = Callable[[Ticket], bool]
SUMS: Mapping[str, tuple[Text, Which]] = {
    "arrived": (Text("Datang", "Arrived"), lambda one: one.channel != FROM_SP4N),
    "waiting": (Text("Menunggu di aula", "Waiting in the hall"), lambda one: waits(one) and one.place == "hall"),
    "away": (Text("Dipanggil, belum datang", "Called, not come yet"), lambda one: one.status in ("called", "away")),
    "elsewhere": (
        Text("Pertanyaan dari jauh belum dijawab", "Questions from elsewhere, open"),
        lambda one: waits(one) and one.place == "remote" and not one.sent_away and one.channel != FROM_SP4N,
    ),
    "complaints": (
        Text("Pengaduan SP4N belum dijawab", "Complaints of SP4N, open"),
        lambda one: one.channel == FROM_SP4N and one.status != "ended",
    ),
    "reports": (
        Text("Laporan disuruh pulang belum dijawab", "Reports of being sent away, open"),
        lambda one: one.sent_away and one.status != "ended",
    ),
    "receipt": (Text("Dengan tanda terima", "With a receipt"), lambda one: one.end == "receipt"),
    "answer": (Text("Dijawab", "Answered"), lambda one: one.end == "answer"),
    "list": (Text("Dengan daftar kekurangan", "With a list"), lambda one: one.end == "list"),
    "left": (Text("Menyerah menunggu", "Gave up"), lambda one: one.end == "left"),
    "back": (Text("Datang kembali", "Came back"), lambda one: one.follows is not None),
    "sent_away": (Text("Katanya disuruh pulang", "Say they were sent away"), lambda one: one.sent_away),
}
STATES = {
    "waiting": (Text("menunggu", "waiting"), "warning"),
    "called": (Text("dipanggil", "called"), "info"),
    "serving": (Text("dilayani", "being served"), "info"),
    "away": (Text("dipanggil, tidak ada", "called, not there"), "warning"),
    "receipt": (Text("tanda terima", "receipt"), "success"),
    "answer": (Text("dijawab", "answered"), "success"),
    "list": (Text("daftar kekurangan", "list"), "success"),
    "left": (Text("menyerah menunggu", "gave up"), "danger"),
}


@never_cache
def door_day(request: HttpRequest) -> HttpResponse:
    """Show one day; three queries, and four about receipts on paper."""
    now = timezone.now()
    office, today = catalogue().office, calendar().local(now).date()
    day = day_asked(request, today)
    tickets = list(Ticket.objects.of_day(office.slug, day))
    what = request.GET.get("what", "arrived")
    chosen = [one for one in tickets if SUMS.get(what, SUMS["arrived"])[1](one)]
    after = _number(request.GET.get("after", ""))
    rows = [one for one in chosen if one.number > after][: ROWS + 1]
    hall = [one for one in tickets if waits(one) and one.place == "hall"]
    elsewhere = [one for one in tickets if one.place == "remote" and one.status != "ended"]
    shown: dict[str, Any] = {
        "day": day,
        "today": day == today,
        "earlier": day - timedelta(days=1),
        "later": day + timedelta(days=1) if day < today else None,
        "sums": [Sum(name, words, sum(map(which, tickets))) for name, (words, which) in SUMS.items()],
        "longest": longest(hall, now),
        "longest_elsewhere": longest(elsewhere, now),
        "needs": sorted(by(tickets, lambda one: one.need or one.service).items(), key=lambda one: -one[1].arrived),
        "hours": sorted(by(tickets, _hour).items()),
        "reports": [line(one) for one in tickets if one.sent_away and one.status != "ended"],
        "late": [line(one) for one in tickets if one.answer_by and one.status != "ended" and one.answer_by < now],
        "unended": [line(one) for one in Ticket.objects.unended_before(office.slug, day)[:EARLIER_SHOWN]],
        "what": what if what in SUMS else "arrived",
        "lines": [line(one) for one in rows[:ROWS]],
        "more": f"?{urlencode({'day': day, 'what': what, 'after': rows[ROWS - 1].number})}" if len(rows) > ROWS else "",
        "need_words": service_words,
        "papers": papers_to_look_at(now),
        "blanks": blanks_to_look_at(now),
        "now": now,
    }
    return render(request, "officer/door_day.html", shown)


def longest(tickets: Iterable[Ticket], now: datetime) -> int | None:
    """Return the longest wait of these in whole minutes, or None without any.

    Counted from when each was opened: being handed on, called in vain or reported does not begin the wait anew.
    """
    oldest = min((one.opened_at for one in tickets), default=None)
    return (now - oldest) // timedelta(minutes=1) if oldest else None


def day_asked(request: HttpRequest, today: date) -> date:
    """Return the day that is asked for; nonsense, and what is not yet, is today."""
    try:
        found = parse_date(request.GET.get("day", ""))
    except ValueError:
        found = None
    return found if found and FIRST_DAY <= found <= today else today


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _hour(one: Ticket) -> int:
    return calendar().local(one.opened_at).hour


def by(tickets: Iterable[Ticket], key: Callable[[Ticket], Any]) -> dict[Any, Count]:
    """Return the tickets counted by something."""
    found: dict[Any, Count] = defaultdict(Count)
    for one in tickets:
        count = found[key(one)]
        count.arrived += 1
        count.left += one.end == "left"
        if one.called_first_at and one.place == "hall":
            count.waits.append((one.called_first_at - one.opened_at).total_seconds())
    return found


def line(one: Ticket) -> Line:
    """Return a ticket as a list shows it."""
    words, colour = STATES[one.end or one.status]
    return Line(one, service_words(one.need or one.service), CHANNELS[one.channel], words, colour)


PAGE = Page(path="officer/door/", name="door-day", view=door_day, readers=Readers.SUPERVISOR, methods=("GET", "HEAD"))
