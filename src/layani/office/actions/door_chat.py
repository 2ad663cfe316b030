"""What somebody writes by WhatsApp opens a ticket; further messages belong to it, and the replies are plain.

Nothing personal is asked for here. What looks like a NIK is deleted before anything is kept, and the reply says so.
"""

import re
from datetime import datetime, timedelta

from django.db import transaction

from layani.office.actions.door import LONGEST_WORDS, Deed, Opening, act_on, open_ticket
from layani.office.actions.trying import Limit, count_try
from layani.office.actor import Actor
from layani.office.gateways.whatsapp import Heard
from layani.office.house import catalogue, codes
from layani.office.tables.models.tickets import Ticket, TicketMessage
from layani.rules.catalogue import Service
from layani.rules.refusal import Refused

MENU = 6
"""Needs that a reply offers by number; more would not be read."""

WRITER = Actor(kind="citizen")
# The webhook sends again what it is not sure of, for days.
ONCE = Limit("whatsapp-message", most=1, span=timedelta(days=7))
PER_PHONE = Limit("whatsapp-from-phone", most=60, span=timedelta(days=1))
LIKE_A_NIK = re.compile(r"(?<![0-9])(?:[0-9][ .-]?){15}[0-9](?![0-9])", re.ASCII)
DELETED = "[…]"
CANCEL = frozenset({"batal", "cancel", "stop"})


def menu() -> list[Service]:
    """Return the needs that a reply offers, those asked for most first."""
    offered = sorted(catalogue().services.values(), key=lambda one: (-one.cases_a_year, one.slug))
    return offered[:MENU]


@transaction.atomic
def hear(heard: Heard, now: datetime) -> Ticket | None:
    """Take one message, whole or not at all, for the sender tries again what was not taken.

    Returns its ticket, or None where it was taken before or the phone has sent too many.
    """
    try:
        count_try(ONCE, heard.id, now)
        count_try(PER_PHONE, heard.phone, now)
    except Refused:
        return None
    row = Ticket.objects.open_of(codes().phone(heard.phone), "whatsapp")
    if heard.text is None:
        row = row or _opened(heard.phone, DELETED, now)
        _reply(row, "chat-text-only", now)
        return row
    text = LIKE_A_NIK.sub(DELETED, heard.text).strip()[:LONGEST_WORDS] or DELETED
    if row is None:
        row = _opened(heard.phone, text, now)
    else:
        _went_on(row, text, now)
    if LIKE_A_NIK.search(heard.text):
        _reply(row, "chat-no-nik", now)
    return row


def _opened(phone: str, text: str, now: datetime) -> Ticket:
    row = open_ticket(Opening("whatsapp", words=text, phone=phone), actor=WRITER, now=now)
    _reply(row, "chat-opened", now)
    return row


def _went_on(row: Ticket, text: str, now: datetime) -> None:
    """Take what is written to an open ticket: the number of a need, a cancellation, or further words."""
    if text.casefold() in CANCEL and row.status == "waiting":
        act_on(row.pk, Deed("leave"), actor=WRITER, now=now)
        _reply(row, "chat-cancelled", now)
        return
    offered = menu()
    if not row.need and text.isascii() and text.isdigit() and 0 < int(text) <= len(offered):
        need = offered[int(text) - 1].slug
        act_on(row.pk, Deed("name_need", {"need": need}), actor=WRITER, now=now)
        _reply(row, "chat-need", now)
        return
    act_on(row.pk, Deed("say_more", {"words_length": len(text)}, {"words": text}), actor=WRITER, now=now)
    _reply(row, "chat-more", now)


def _reply(row: Ticket, kind: str, now: datetime) -> None:
    TicketMessage.objects.create(ticket=row, kind=kind, due_at=now)
