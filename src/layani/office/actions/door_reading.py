"""What a ticket holds, opened: its words, its telephone number, and the laws of its list."""

import json
from collections.abc import Mapping

from layani.office.gateways.key_store import KeyGone
from layani.office.gateways.sealing import open_bytes, open_sealed
from layani.office.house import catalogue, key_store, service
from layani.office.tables.models.tickets import Ticket as TicketRow
from layani.office.tables.models.tickets import TicketEvent
from layani.rules.catalogue import Service
from layani.rules.catalogue.bundles.model import Offered

CONTACT = "ticket/contact"
"""To what a telephone number is bound, so that sealed parts cannot be swapped."""


def offered_as(need: str) -> Offered | None:
    """Return the service or the bundle that a ticket names as its need, or None where the office has none such."""
    found = catalogue()
    return found.services.get(need) or found.bundles.get(need)


def words_of(row: TicketRow) -> list[tuple[TicketEvent, str]]:
    """Return the events of a ticket that hold words, each with its words; [] where its key was erased."""
    sealed = [one for one in TicketEvent.objects.of_ticket(row.pk) if one.sealed is not None]
    try:
        key = key_store().get(row.ref) if sealed else b""
    except KeyGone:
        return []
    opened = [(one, json.loads(open_bytes(key, bytes(one.sealed or b""), place_of(one.seq)))) for one in sealed]
    return [(one, str(values["words"])) for one, values in opened if values.get("words")]


def contact_of(row: TicketRow) -> str:
    """Return the telephone number that a ticket holds, or ""; raises KeyGone."""
    sealed = row.sealed_contact
    return str(open_sealed(key_store().get(row.ref), bytes(sealed), CONTACT)) if sealed else ""


def laws_of(row: TicketRow) -> Mapping[str, str]:
    """Return item -> id of its law, of the list with which a ticket ended; {} without one."""
    event = TicketEvent.objects.of_ticket(row.pk).filter(act="end_list").first()
    found: Mapping[str, str] = json.loads(event.body)["data"]["laws"] if event else {}
    return found


def definition_of(row: TicketRow) -> Service:
    """Return the service of a list, in the version by which it was made; raises KeyError."""
    event = TicketEvent.objects.of_ticket(row.pk).filter(act="end_list").first()
    return service(row.service, json.loads(event.body)["data"]["version"] if event else "")


def place_of(seq: int) -> str:
    """Return to what the sealed part of an event is bound."""
    return f"ticket-event/{seq}"
