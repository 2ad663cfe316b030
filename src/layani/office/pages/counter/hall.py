"""The hall: call the next number to one's counter, serve it, and end it with a receipt, an answer or a list."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.door import Deed, act_on, binding_list, call_next, end_answer, file_case
from layani.office.actions.door_reading import words_of
from layani.office.actions.numbering import read_number
from layani.office.house import calendar, catalogue
from layani.office.pages.door.needs import CHANNELS, need_words, service_words
from layani.office.pages.door.ticket import listed
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.forms import Box, FieldPart, field_part
from layani.office.tables.models import Ticket
from layani.rules.catalogue.model import Field
from layani.rules.door.acts.calling import TOO_LATE
from layani.rules.door.priorities import priorities
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

MY_COUNTER = "my-counter"
REFRESH = 20  # seconds, while nobody is served
ANSWER = Field(
    "words",
    "long text",
    Text("Apa yang Anda sampaikan?", "What did you tell them?"),
    Text(
        "Orangnya membaca kata-kata ini di tiketnya. Tulis apa, kapan, dan ke mana.",
        "The person reads these words on their ticket. Write what, when and where.",
    ),
)
ANSWER_FORM = OwnForm((ANSWER,))
NUMBER = Text("Nomor permohonan yang baru diajukan", "Number of the application just filed")
Acting = Callable[[HttpRequest, Ticket, datetime], Any]


@never_cache
def hall(request: HttpRequest) -> HttpResponse:
    """Show the line and the ticket at this counter, or do what the officer pressed."""
    if request.method != "POST":
        return _page(request)
    act, now = request.POST.get("act", ""), timezone.now()
    try:
        if act == "sit":
            return _sit(request)
        if act in ("next", "next_remote"):
            place = "hall" if act == "next" else "remote"
            call_next(my_counter(request), actor=request.actor, now=now, place=place)
            return redirect("counter-hall")
        if act == "came_back":
            return _came_back(request, now)
        mine = Ticket.objects.held_by(request.actor.user)
        if mine is None or act not in ACTS:
            return _page(request, status=409 if act in ACTS else 400)
        answer = ACTS[act](request, mine, now)
        return answer if isinstance(answer, HttpResponse) else redirect("counter-hall")
    except Refused as refused:
        return _page(request, refusals=refused.refusals, status=409)


def _sit(request: HttpRequest) -> HttpResponse:
    """Note at which counter this officer sits; "" gets up."""
    chosen = request.POST.get("counter", "")
    if chosen in catalogue().office.door.counters:
        request.session[MY_COUNTER] = chosen
    else:
        request.session.pop(MY_COUNTER, None)
    return redirect("counter-hall")


def _came_back(request: HttpRequest, now: datetime) -> HttpResponse:
    """Put somebody who stands here again back into line, near the front."""
    office, typed = catalogue().office, request.POST.get("ticket", "")
    gone = Ticket.objects.away(office.slug, calendar().local(now).date(), now)
    row = next((one for one in gone if str(one.number) == typed), None)
    if row is None:
        return _page(request, refusals=(TOO_LATE,), status=409)
    act_on(row.pk, Deed("come_back"), actor=request.actor, now=now)
    return redirect("counter-hall")


def my_counter(request: HttpRequest) -> str:
    """Return the counter at which the officer sits in this session; "" where none was chosen."""
    chosen = str(request.session.get(MY_COUNTER, ""))
    return chosen if chosen in catalogue().office.door.counters else ""


def _plain(kind: str) -> Acting:
    def act(request: HttpRequest, mine: Ticket, now: datetime) -> None:
        act_on(mine.pk, Deed(kind), actor=request.actor, now=now)

    return act


def _hand_on(request: HttpRequest, mine: Ticket, now: datetime) -> None:
    deed = Deed("hand_on", {"counter": request.POST.get("counter", "")})
    act_on(mine.pk, deed, actor=request.actor, now=now)


def _prioritise(request: HttpRequest, mine: Ticket, now: datetime) -> None:
    deed = Deed("prioritise", {"first": request.POST.get("first", "")})
    act_on(mine.pk, deed, actor=request.actor, now=now)


def _file_case(request: HttpRequest, mine: Ticket, now: datetime) -> None:
    typed = request.POST.get("number", "")[:40]
    file_case(mine.pk, read_number(typed) or typed, actor=request.actor, now=now)


def _answer(request: HttpRequest, mine: Ticket, now: datetime) -> HttpResponse | None:
    values, problems = ANSWER_FORM.read(posted_by(request))
    if problems:
        return _page(request, problems=problems, status=422)
    end_answer(mine.pk, values["words"], actor=request.actor, now=now)
    return None


ACTS: dict[str, Acting] = {
    "recall": _plain("recall"),
    "serve": _plain("serve"),
    "no_show": _plain("no_show"),
    "put_back": _plain("put_back"),
    "end_receipt": _plain("end_receipt"),
    "hand_on": _hand_on,
    "prioritise": _prioritise,
    "file_case": _file_case,
    "end_answer": _answer,
}


def _page(
    request: HttpRequest,
    problems: dict[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    problems, now, office = problems or {}, timezone.now(), catalogue().office
    mine, here = Ticket.objects.held_by(request.actor.user), my_counter(request)
    day = calendar().local(now).date()
    line = list(Ticket.objects.in_line(office.slug, "hall", day).for_counter(here))
    posted = posted_by(request) if request.method == "POST" else None
    answer = field_part(ANSWER, problem=problems.get("words"), posted=posted)
    box = Box("number", {"type": "text", "autocomplete": "off", "maxlength": "40"}, width="w-16")
    shown = {
        "here": here,
        "here_words": office.door.counters.get(here),
        "counters": office.door.counters,
        "waiting": len(line),
        "longest": min((one.opened_at for one in line), default=None),
        "first_ones": sum(bool(one.first) for one in line),
        "remote": Ticket.objects.in_line(office.slug, "remote", day).for_counter(here).count(),
        "come_back": office.door.come_back,
        "away": [] if mine else list(Ticket.objects.away(office.slug, day, now)),
        "classes": priorities().values(),
        **(_at_the_counter(mine, now) if mine else {"mine": None}),
        "field": answer,
        "fields": [answer],
        "number_box": FieldPart("number", "box", NUMBER, None, None, True, boxes=(box,)),
        "problems": problems,
        "refusals": refusals,
        "now": now,
    }
    page = render(request, "counter/hall.html", shown, status=status)
    if mine is None and request.method != "POST":
        page["Refresh"] = str(REFRESH)  # see decision 0040
    return page


def _at_the_counter(mine: Ticket, now: datetime) -> dict[str, Any]:
    """Return what the officer reads of the ticket before them; four queries at most."""
    bound = binding_list(mine, now)
    return {
        "mine": mine,
        "channel": CHANNELS[mine.channel],
        "need": need_words(mine.need) if mine.need else service_words(""),
        "said": [text for _, text in words_of(mine)],
        "first": priorities().get(mine.first),
        "bound": bound,
        "bound_items": listed(bound) if bound else [],
    }


PAGE = Page(path="counter/hall/", name="counter-hall", view=hall, readers=Readers.COUNTER)
