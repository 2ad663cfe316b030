"""What happened to one ticket, act by act; and the answer to somebody who says that they were sent away."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.door import answer_report
from layani.office.actions.door_reading import words_of
from layani.office.house import catalogue
from layani.office.pages.counter.hall import ANSWER, ANSWER_FORM
from layani.office.pages.door.needs import CHANNELS, service_words
from layani.office.pages.door.ticket import listed
from layani.office.pages.officer.door_day import STATES
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import posted_by
from layani.office.pages.parts.forms import field_part
from layani.office.tables.models import Ticket, TicketEvent
from layani.office.tables.ticket_projection import ticket_of
from layani.rules.door.priorities import priorities
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

HAPPENED = {
    "open": Text("Tiket diambil", "The ticket was taken"),
    "prioritise": Text("Alasan didahulukan dinyatakan", "A reason to go first was told"),
    "name_need": Text("Keperluan disebut", "The need was named"),
    "say_more": Text("Orangnya menulis lagi", "The person wrote again"),
    "ask_text": Text("Minta dikabari lewat SMS", "Asked for a text message"),
    "text_left": Text("SMS dikirim: giliran sudah dekat", "A text message was left: the turn is near"),
    "report": Text("Orangnya mengatakan disuruh pulang", "The person said that they were sent away"),
    "call": Text("Dipanggil", "Called"),
    "recall": Text("Dipanggil lagi", "Called again"),
    "serve": Text("Dilayani", "Served"),
    "no_show": Text("Tidak ada", "Not there"),
    "come_back": Text("Kembali ke antrean", "Came back into line"),
    "hand_on": Text("Diteruskan ke loket lain", "Handed on to another counter"),
    "put_back": Text("Dikembalikan ke antrean", "Put back in line"),
    "file_case": Text("Permohonan diajukan", "An application was filed"),
    "end_receipt": Text("Berakhir dengan tanda terima", "Ended with receipts"),
    "end_answer": Text("Berakhir dengan jawaban", "Ended with an answer"),
    "end_list": Text("Berakhir dengan daftar kekurangan", "Ended with a list"),
    "leave": Text("Orangnya pulang", "The person left"),
    "close_day": Text("Kantor tutup: ia menyerah menunggu", "The office closed: they gave up"),
}


@never_cache
def door_day_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """Show its events; take the answer to a report."""
    row = Ticket.objects.numbered(number)
    if row is None or row.office != catalogue().office.slug:
        raise Http404("There is no such ticket.")
    if request.method != "POST":
        return _page(request, row)
    values, problems = ANSWER_FORM.read(posted_by(request))
    if problems:
        return _page(request, row, problems, status=422)
    try:
        answer_report(row.pk, values["words"], actor=request.actor, now=timezone.now())
    except Refused as refused:
        return _page(request, Ticket.objects.get(pk=row.pk), refusals=refused.refusals, status=409)
    return redirect("door-day-ticket", row.pk)


def _page(
    request: HttpRequest,
    row: Ticket,
    problems: dict[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    problems = problems or {}
    posted = posted_by(request) if request.method == "POST" else None
    answer = field_part(ANSWER, problem=problems.get("words"), posted=posted)
    # Only of a report are the words read here: the supervisor has to answer them.
    said = {event.seq: text for event, text in words_of(row)} if ticket_of(row).for_supervisor else {}
    words, colour = STATES[row.end or row.status]
    shown: dict[str, Any] = {
        "ticket": row,
        "need": service_words(row.need or row.service),
        "channel": CHANNELS[row.channel],
        "state": words,
        "colour": colour,
        "first": priorities().get(row.first),
        "events": [_event(one, said) for one in TicketEvent.objects.of_ticket(row.pk).select_related("officer")],
        "messages": list(row.messages.order_by("pk")),
        "listed": listed(row),
        "earlier": Ticket.objects.filter(ref=row.follows).first() if row.follows else None,
        "later": Ticket.objects.filter(follows=row.ref).first(),
        "to_answer": ticket_of(row).for_supervisor and row.status != "ended",
        "field": answer,
        "fields": [answer],
        "problems": problems,
        "refusals": refusals,
    }
    return render(request, "officer/door_day_ticket.html", shown, status=status)


def _event(one: TicketEvent, said: dict[int, str]) -> dict[str, Any]:
    data = json.loads(one.body)["data"]
    counter = catalogue().office.door.counters.get(str(data.get("counter", "")))
    return {
        "at": one.occurred_at,
        "words": HAPPENED.get(one.act, Text(one.act, one.act)),
        "who": str(one.officer) if one.officer else "",
        "counter": counter,
        "case": data.get("case", "") if one.act == "file_case" else "",
        "said": said.get(one.seq, ""),
        "logged": one.outbox_id is not None,
    }


PAGE = Page(
    path="officer/door/ticket/<int:number>/",
    name="door-day-ticket",
    view=door_day_ticket,
    readers=Readers.SUPERVISOR,
)
