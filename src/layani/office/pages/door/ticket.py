"""One's own ticket, by its secret link: how many are before, what came of it, and what one can do.

Whoever holds the link is taken for its person. Nothing here says who that is: the ticket does not know it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.door import (
    Deed,
    Opening,
    act_on,
    binds,
    open_ticket,
    report,
    want_text,
    with_code,
)
from layani.office.actions.door_reading import definition_of, laws_of, words_of
from layani.office.house import calendar, catalogue
from layani.office.pages.citizen.apply_check import BRINGS_LIST
from layani.office.pages.door.here import MINE, SAY_WHAT_HAPPENED
from layani.office.pages.door.needs import ANSWER_PHONE, PHONE, VISITOR, WHAT_HAPPENED
from layani.office.pages.door.slip import slip_of
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.forms import field_part
from layani.office.pages.parts.say import language
from layani.office.tables.models import Ticket
from layani.rules.cases.opening_hours import open_now
from layani.rules.catalogue.model import Law
from layani.rules.catalogue.renderings.requirements import document_note
from layani.rules.door.lists import item_words
from layani.rules.door.priorities import priorities
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

REFRESH = 20  # seconds
SENT_AWAY, TEXT_FORM = OwnForm((WHAT_HAPPENED,)), OwnForm((PHONE,))
NO_PHONE = Text("Tulis nomor telepon Anda.", "Write your phone number.")


@never_cache
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    """Show the ticket, or do what its person asks."""
    row = with_code(code)
    if row is None:
        raise Http404("There is no ticket with this code.")
    if row.code != code:
        return HttpResponseRedirect(reverse("door-ticket", args=[row.code]))
    if request.method != "POST":
        return _page(request, row)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return _page(request, row, status=400)
    try:
        return act(request, row, timezone.now())
    except Refused as refused:
        return _page(request, Ticket.objects.get(pk=row.pk), refusals=refused.refusals, status=409)


def _plain(kind: str) -> Callable[[HttpRequest, Ticket, datetime], HttpResponse]:
    def act(request: HttpRequest, row: Ticket, now: datetime) -> HttpResponse:
        act_on(row.pk, Deed(kind), actor=VISITOR, now=now)
        return redirect("door-ticket", row.code)

    return act


def _prioritise(request: HttpRequest, row: Ticket, now: datetime) -> HttpResponse:
    act_on(row.pk, Deed("prioritise", {"first": request.POST.get("first", "")}), actor=VISITOR, now=now)
    return redirect("door-ticket", row.code)


def _want_text(request: HttpRequest, row: Ticket, now: datetime) -> HttpResponse:
    """Ask for a text message when the turn is near."""
    values, problems = TEXT_FORM.read(posted_by(request))
    phone = str(values.get("phone", ""))
    if problems or not phone:
        return _page(request, row, problems={"phone": problems.get("phone", NO_PHONE)}, status=422)
    want_text(row.pk, phone, actor=VISITOR, now=now)
    return redirect("door-ticket", row.code)


def _sent_away(request: HttpRequest, row: Ticket, now: datetime) -> HttpResponse:
    """Tell the supervisor: of an open ticket it is this one, of an ended one a new one that follows it."""
    values, problems = SENT_AWAY.read(posted_by(request))
    words = str(values.get("words", ""))
    if problems or not words:
        said = problems["words"] if words and "words" in problems else SAY_WHAT_HAPPENED
        return _page(request, row, problems={"words": said}, status=422)
    if row.status == "ended" and (open_one := _reply(row)) and open_one.status != "ended":
        return redirect("door-ticket", open_one.code)
    if row.status == "ended":
        opening = Opening("gate", words=words, code=row.code, sent_away=True, language=language())
        row = open_ticket(opening, actor=VISITOR, now=now)
        request.session[MINE] = row.pk
    else:
        report(row.pk, words, actor=VISITOR, now=now)
    return redirect("door-ticket", row.code)


def _reply(row: Ticket) -> Ticket | None:
    """Return the latest report that follows this ticket, or None."""
    return Ticket.objects.filter(follows=row.ref, sent_away=True).order_by("-pk").first()


def _again(request: HttpRequest, row: Ticket, now: datetime) -> HttpResponse:
    """Take a new ticket that follows this one: its first contact stays."""
    opening = Opening("gate", need=row.need or row.service, code=row.code, language=language())
    row = open_ticket(opening, actor=VISITOR, now=now)
    request.session[MINE] = row.pk
    return redirect("door-ticket", row.code)


def _apply(request: HttpRequest, row: Ticket, now: datetime) -> HttpResponse:
    """Apply online with the list: its code goes along, so that it binds whoever checks."""
    definition = catalogue().services.get(row.service)
    if definition is None or "online" not in definition.channels or not binds(row, now):
        return _page(request, row, status=409)
    request.session[BRINGS_LIST] = row.code
    return redirect("apply", row.service)


ACTS: dict[str, Callable[[HttpRequest, Ticket, datetime], HttpResponse]] = {
    "leave": _plain("leave"),
    "come_back": _plain("come_back"),
    "prioritise": _prioritise,
    "sent_away": _sent_away,
    "want_text": _want_text,
    "again": _again,
    "apply": _apply,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of a binding list: what it is, of whom it is asked (None: everybody), how it should be, and its law."""

    words: Text
    note: Text | None
    hint: Text | None
    law: Law | None


def listed(row: Ticket) -> list[Listed]:
    """Return the items of a ticket's list with their conditions and laws, in the service file's own words."""
    if row.end != "list":
        return []
    definition, laws = definition_of(row), laws_of(row)
    fields = (definition.fields[name] for name in row.rest["items"] if name in definition.fields)
    return [
        Listed(item_words(one), document_note(one, definition), one.hint, definition.law.get(laws.get(one.name, "")))
        for one in fields
    ]


def _page(
    request: HttpRequest,
    row: Ticket,
    problems: dict[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    now, problems = timezone.now(), problems or {}
    # Never while somebody may be writing: what stands in a box would be gone.
    refreshing = request.method != "POST" and row.status in ("waiting", "called") and "still" not in request.GET
    posted = posted_by(request) if request.method == "POST" else None
    words = field_part(WHAT_HAPPENED, problem=problems.get("words"), posted=posted)
    for_phone = PHONE if row.place == "hall" else ANSWER_PHONE
    phone = field_part(for_phone, problem=problems.get("phone"), posted=posted, ask_identity=True)
    said = words_of(row) if row.status == "ended" else []
    shown = {
        **slip_of(row, now),
        "listed": listed(row),
        "binds": binds(row, now),
        "list_service": catalogue().services.get(row.service),
        "answer": next((text for event, text in reversed(said) if event.act == "end_answer"), ""),
        "classes": priorities().values(),
        "can_come_back": row.status == "away" and row.back_by is not None and now <= row.back_by,
        "field": words,
        "phone": phone,
        "fields": [words, phone],
        "problems": problems,
        "refusals": refusals,
        # A reply to an answered report is a report of its own, which follows this ticket; there is one at a time.
        "reply": _reply(row) if row.end else None,
        "open_now": open_now(calendar(), now) if row.place == "hall" and row.status == "waiting" else None,
        "refreshing": refreshing,
        "paused": request.GET.get("still", ""),
        "contacts": catalogue().office.contacts,
    }
    answer = render(request, "door/ticket.html", shown, status=status)
    if refreshing:
        answer["Refresh"] = str(REFRESH)  # see decision 0040
    answer["X-Robots-Tag"] = "noindex"
    return answer


PAGE = Page(path="door/ticket/<str:code>/", name="door-ticket", view=ticket, readers=Readers.EVERYONE)
