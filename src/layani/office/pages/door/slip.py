"""What stands on a ticket: number, code, need, and how long it may be."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe

from layani.office.actions.letters.typesetting import qr_svg
from layani.office.house import catalogue
from layani.office.pages.door.needs import service_words
from layani.office.tables.models import Ticket
from layani.rules.door.priorities import priorities
from layani.rules.door.waiting import LOOK_BACK, about_minutes


def address_of_ticket(row: Ticket) -> str:
    """Return the whole secret address of a ticket's page."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}{reverse('door-ticket', args=[row.code])}"


def slip_of(row: Ticket, now: datetime) -> dict[str, Any]:
    """Return what every slip and every page of a ticket shows; two queries while it waits."""
    return {
        "ticket": row,
        "need": service_words(row.need),
        "first": priorities().get(row.first),
        "counter": catalogue().office.door.counters.get(row.counter),
        "only_at": catalogue().office.door.counters.get(row.only_at),
        # Drawn by our own code from our own address; nothing in it comes from people.
        "qr": mark_safe(qr_svg(address_of_ticket(row))),  # noqa: S308
        **(ahead_of(row, now) if row.status == "waiting" and row.place == "hall" else {"ahead": None, "minutes": None}),
    }


def ahead_of(row: Ticket, now: datetime) -> dict[str, int | None]:
    """Return how many are called before a ticket of the hall, and in about how many minutes it is called."""
    ahead = Ticket.objects.in_line(row.office, row.place, row.day).of_the_counter().before(row).count()
    calls = Ticket.objects.called_lately(row.office, row.day, now - LOOK_BACK)
    return {"ahead": ahead, "minutes": about_minutes(ahead, calls, now)}
