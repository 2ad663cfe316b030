"""Tells people with a ticket that their turn is near, and sends every message to them that is due.

A message is claimed before it is handed over, as in send_messages.py: a process that dies between gateway and mark
sends it once more. What cannot be sent stands on the ticket's page for the supervisor, with the reason.
"""

import logging
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from layani.office.actions.door import Deed, act_on
from layani.office.actions.door_chat import menu
from layani.office.actions.door_reading import contact_of, offered_as
from layani.office.actions.texting import count_text, may_text
from layani.office.actor import SYSTEM
from layani.office.gateways.key_store import KeyGone
from layani.office.gateways.notification import Notifier, NotSent, notifier
from layani.office.gateways.whatsapp import Chat, chat
from layani.office.house import calendar, catalogue
from layani.office.jobs.job import Job
from layani.office.jobs.send_messages import LONGEST_SWEEP, MOST_TRIES, PAUSES
from layani.office.tables.models.tickets import IN_THE_HALL, Ticket, TicketMessage
from layani.rules.refusal import Refused
from layani.rules.voice.wordings.door import ticket_title, ticket_words

log = logging.getLogger(__name__)

NEAR = 2
"""How many are before whoever is told that their turn is near."""


def run(now: datetime) -> int:
    """Leave what is to be told now and send what is due; returns how many messages were sent or given up."""
    tell_near(now)
    return send_due(now, notifier(), chat())


def tell_near(now: datetime) -> int:
    """Leave a message to everybody who asked for one and has at most two before them; returns how many."""
    day, office = calendar().local(now).date(), catalogue().office.slug
    if not Ticket.objects.to_text(office, day).exists():
        return 0
    line = list(Ticket.objects.in_line(office, IN_THE_HALL, day).filter(sent_away=False)[: NEAR + 1])
    near = [(ahead, row) for ahead, row in enumerate(line) if row.texts and not row.texted]
    return sum(_left(row, ahead, now) for ahead, row in near)


@transaction.atomic
def _left(row: Ticket, ahead: int, now: datetime) -> bool:
    """Note it and leave the message, both or neither; False where the ticket was called at this moment."""
    try:
        act_on(row.pk, Deed("text_left"), actor=SYSTEM, now=now)
    except Refused:
        return False
    TicketMessage.objects.create(ticket=row, kind="near", params={"ahead": ahead}, due_at=now)
    return True


def send_due(now: datetime, texts: Notifier, chat: Chat | None, *, longest: float = LONGEST_SWEEP) -> int:
    """Send what is due, for about ``longest`` seconds; returns how many were sent or given up."""
    if not TicketMessage.objects.due(now).exists():
        return 0
    ended, stop = 0, time.monotonic() + longest
    while time.monotonic() < stop and (message := _claimed(now)):
        ended += _delivered(message, texts, chat, now)
    return ended


@transaction.atomic
def _claimed(now: datetime) -> TicketMessage | None:
    message = TicketMessage.objects.due(now).locked_for_sending().select_related("ticket").first()
    if message:
        message.tries += 1
        message.due_at = now + PAUSES[min(message.tries, len(PAUSES)) - 1]
        message.save(update_fields=["tries", "due_at"])
    return message


def _delivered(message: TicketMessage, texts: Notifier, chat: Chat | None, now: datetime) -> bool:
    """Hand a claimed message over; True when it is sent or given up."""
    try:
        phone = contact_of(message.ticket)
    except KeyGone:
        return _gave_up(message, now, "erased")
    if not phone:
        return _gave_up(message, now, "no-address")
    try:
        _hand_over(message, phone, texts, chat, now)
    except NotSent as failure:
        if failure.for_good:
            return _gave_up(message, now, "not-accepted")
        return message.tries >= MOST_TRIES and _gave_up(message, now, "too-many-tries")
    message.sent_at = now
    message.save(update_fields=["sent_at"])
    return True


def _hand_over(message: TicketMessage, phone: str, texts: Notifier, chat: Chat | None, now: datetime) -> None:
    text = words_of(message)
    if message.ticket.channel == "whatsapp":
        if chat is None:
            raise NotSent("LAYANI_WHATSAPP is not set, so nothing can be sent that way.", for_good=True)
        chat.send(phone, text)
        return
    if not texts.reaches("phone"):
        raise NotSent("LAYANI_SMS is not set, so nothing can be sent that way.", for_good=True)
    if not may_text(phone, now):
        raise NotSent("This phone has had too many messages today.")
    title = ticket_title(message.ticket.number, language_of(message.ticket))
    texts.send(to_phone=phone, subject=title, text=text, ref=f"ticket-message-{message.pk}")
    count_text(now)


def _gave_up(message: TicketMessage, now: datetime, why: str) -> bool:
    log.warning("The message %s of a ticket is given up: %s.", message.pk, why)
    message.gave_up_at, message.why = now, why
    message.save(update_fields=["gave_up_at", "why"])
    return True


def language_of(row: Ticket) -> str:
    """Return the language that whoever took a ticket chose."""
    return str(row.rest.get("language", "id"))


def words_of(message: TicketMessage) -> str:
    """Return the message in its person's language."""
    row = message.ticket
    language = language_of(row)
    office, need = catalogue().office, offered_as(row.need)
    until = calendar().local(row.answer_by) if row.answer_by else None
    values = {
        **message.params,
        "office": office.name.in_(language).partition(",")[0],
        "number": row.number,
        "link": f"{settings.SITE_ADDRESS.rstrip('/')}/door/ticket/{row.code}/",
        "until": f"{until:%d-%m-%Y %H.%M}" if until else "–",
        "need": need.need.in_(language) if need else "–",
        "menu": "\n".join(f"{place}. {one.need.in_(language)}" for place, one in enumerate(menu(), 1)),
    }
    return ticket_words(message.kind, values, language)


JOB = Job("tell-tickets", timedelta(seconds=2), run)
