"""A ticket is opened, and told why it goes first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from layani.rules.cases.act import Act, moment, written
from layani.rules.cases.state import Event
from layani.rules.door.act import CITIZEN, EVERYBODY, DoorRule, Facts
from layani.rules.door.priorities import priorities
from layani.rules.door.ticket import FROM_SP4N, PLACES, SUPERVISORS, Ticket
from layani.rules.refusal import Refusal
from layani.rules.text import Text

NO_NEED = Refusal(
    code="no-need",
    reason=Text("Tiket ini belum menyebut keperluan apa pun.", "This ticket names no need yet."),
    remedy=Text(
        "Pilih satu keperluan, atau tulis dengan kata-kata sendiri.", "Choose a need, or write it in your own words."
    ),
)
UNKNOWN_CLASS = Refusal(
    code="unknown-class",
    reason=Text("Alasan itu tidak ada dalam daftar yang diumumkan.", "That reason is not on the published list."),
    remedy=Text("Pilih satu dari daftar.", "Choose one from the list."),
)
NO_CHANNEL = Refusal(
    code="unknown-channel",
    reason=Text("Tiket tidak dapat dibuka lewat jalan itu.", "No ticket is opened in that way."),
    remedy=Text(
        "Buka di kios, loket, atau halaman pintu depan.", "Open it at the kiosk, a counter or the door's page."
    ),
)


def check_open(ticket: Ticket, act: Act, facts: Facts) -> Refusal | None:
    """A ticket has a channel and says what it is about: a service, words, or an earlier ticket."""
    if act.data.get("channel") not in PLACES:
        return NO_CHANNEL
    if act.data["channel"] == FROM_SP4N and not (act.by.kind == "officer" and act.by.role in SUPERVISORS):
        return NO_CHANNEL
    if not any(act.data.get(name) for name in ("need", "described", "follows")):
        return NO_NEED
    if act.data.get("at_once") and not (act.data["channel"] == "phone" and act.by.kind == "officer"):
        return NO_CHANNEL
    return _unknown(act.data.get("first", ""))


def record_open(ticket: Ticket, act: Act, facts: Facts) -> Mapping[str, Any]:
    """Add when the first contact was: with an earlier ticket, or now."""
    return {**act.data, "first_contact": act.data.get("first_contact") or written(act.at)}


def open_ticket(ticket: Ticket, event: Event) -> Ticket:
    """Begin to wait; who has an officer on the telephone is served at once (``at_once``)."""
    data = event.data
    at_once = event.occurred_at if data.get("at_once") else None
    return replace(
        ticket,
        number=int(data["number"]),
        day=date.fromisoformat(data["day"]),
        office=data["office"],
        channel=data["channel"],
        need=data.get("need", ""),
        first=data.get("first", ""),
        status="serving" if at_once else "waiting",
        officer=event.by.officer if at_once else None,
        called_first_at=at_once,
        called_at=at_once,
        served_at=at_once,
        opened_at=event.occurred_at,
        waits_since=event.occurred_at,
        follows=data.get("follows", ""),
        first_contact=moment(data["first_contact"]),
        sent_away=bool(data.get("sent_away")),
        answer_by=moment(data.get("answer_by")),
        texts=bool(data.get("texts")),
        language=data.get("language", "id"),
    )


def check_prioritise(ticket: Ticket, act: Act, facts: Facts) -> Refusal | None:
    """Only for a published reason; "" takes it back."""
    return _unknown(act.data.get("first", ""))


def prioritise(ticket: Ticket, event: Event) -> Ticket:
    """Put it first, or in turn again."""
    return replace(ticket, first=event.data["first"])


def name_need(ticket: Ticket, event: Event) -> Ticket:
    """Say what it is about, now that it is known."""
    return replace(ticket, need=event.data["need"])


def ask_text(ticket: Ticket, event: Event) -> Ticket:
    """Ask for a text message when the turn is near."""
    return replace(ticket, texts=True)


def text_left(ticket: Ticket, event: Event) -> Ticket:
    """Note that the text message was left to be sent."""
    return replace(ticket, texted=True)


def report(ticket: Ticket, event: Event) -> Ticket:
    """Say that one was sent away: it leaves the counter, and a supervisor answers it."""
    return replace(
        ticket, sent_away=True, status="waiting", officer=None, back_by=None, answer_by=moment(event.data["answer_by"])
    )


def say_more(ticket: Ticket, event: Event) -> Ticket:
    """Keep further words, which are sealed; the ticket stays as it is."""
    return ticket


def _unknown(name: str) -> Refusal | None:
    return UNKNOWN_CLASS if name and name not in priorities() else None


WAITS = frozenset({"waiting", "away"})
ACTS = (
    DoorRule("open", frozenset(), EVERYBODY, open_ticket, check=check_open, record=record_open),
    DoorRule("prioritise", WAITS | {"called"}, frozenset({"citizen", "officer"}), prioritise, check=check_prioritise),
    DoorRule("name_need", WAITS | {"called", "serving"}, frozenset({"citizen", "officer"}), name_need),
    DoorRule("report", WAITS | {"called", "serving"}, CITIZEN, report),
    DoorRule("say_more", WAITS | {"called", "serving"}, CITIZEN, say_more),
    DoorRule("ask_text", WAITS, CITIZEN, ask_text),
    DoorRule("text_left", frozenset({"waiting"}), frozenset({"system"}), text_left),
)
