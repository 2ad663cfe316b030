"""Compute every ticket again from its events, and compare its opening and its end with their leaves."""

import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from typing import Any

from cryptography.exceptions import InvalidTag
from django.db import transaction
from django.db.models import Exists, OuterRef

from layani.office.actions.looking_through import BEFORE_ALL, legible, legible_at
from layani.office.actions.missing_keys import of_missing
from layani.office.actions.rebuilding import UNREAD, Difference, unread
from layani.office.gateways.sealing import open_bytes
from layani.office.house import key_store
from layani.office.tables.models.cases import Case
from layani.office.tables.models.record import Outbox
from layani.office.tables.models.retention import Erasure
from layani.office.tables.models.tickets import Ticket, TicketCase, TicketEvent
from layani.office.tables.projection import event_of
from layani.office.tables.ticket_projection import ticket_columns
from layani.rules.door.decider import replay
from layani.rules.record.encoding import encode_base64
from layani.rules.record.leaf import TicketLeaf
from layani.rules.record.merkle import leaf_hash
from layani.rules.record.sealing import CASE_KEY_SIZE, commitment, event_salt

TICKETS_AT_A_TIME = 2000


def ticket_differences(*, mend: bool = False) -> Iterator[Difference]:
    """Yield each place where a ticket's row does not say what its events add up to.

    mend: write the computed values; an event is never written to
    """
    for rows, events in _batches():
        for row in rows:
            wrong = list(_legible(row, events.get(row.pk, [])))
            if not wrong:
                continue
            # Somebody may act on a ticket while it is looked at; what seems to differ is looked at again, locked.
            with transaction.atomic():
                locked = Ticket.objects.locked(row.pk)
                wrong = list(_legible(locked, list(TicketEvent.objects.of_ticket(row.pk))))
                yield from (difference for difference, _ in wrong)
                if mend and wrong and not any(one.column == UNREAD for one, _ in wrong):
                    _mend(locked, [name for _, name in wrong])


def _batches() -> Iterator[tuple[list[Ticket], dict[int, list[TicketEvent]]]]:
    last = BEFORE_ALL
    while rows := list(Ticket.objects.filter(pk__gt=last).order_by("pk")[:TICKETS_AT_A_TIME]):
        found = TicketEvent.objects.of_tickets([row.pk for row in rows])
        yield rows, {ticket: list(some) for ticket, some in groupby(found, key=lambda one: one.ticket_id)}
        last = rows[-1].pk


def _legible(row: Ticket, events: list[TicketEvent]) -> Iterator[tuple[Difference, str]]:
    return legible(_in_ticket(row, events), lambda what: (unread(str(row), what), ""))


def _in_ticket(row: Ticket, events: list[TicketEvent]) -> Iterator[tuple[Difference, str]]:
    """Yield (difference, name of the column or "" for what cannot be mended)."""
    name = str(row)
    if not events:
        yield Difference(name, "events", 0, "at least 1"), ""
        return
    for place, event in enumerate(events):
        said = event_of(event)
        says = (place, said.act, said.by.officer, said.by.role, said.occurred_at)
        columns = (event.seq, event.act, event.officer_id, event.role, event.occurred_at)
        if says != columns:
            yield Difference(name, f"event {place}", columns, says), ""
    ticket = replay(event_of(event) for event in events)
    computed = json_columns(ticket_columns(ticket))
    for column, value in computed.items():
        if (found := getattr(row, column)) != value:
            yield Difference(name, column, found, value), column
    filed = sorted(row.filed.values_list("case__number", flat=True))
    # A case belongs to the ticket that named it first.
    if not set(filed) <= set(ticket.cases):
        yield Difference(name, "filed", filed, sorted(ticket.cases)), "filed"
    missing = [one for one in ticket.cases if one not in filed]
    if missing and Case.objects.filter(number__in=missing, ticket=None).exists():
        yield Difference(name, "filed", filed, sorted(ticket.cases)), "filed"


def json_columns(columns: dict[str, Any]) -> dict[str, Any]:
    """Return the columns as the row gives them back: its rest went through JSON."""
    return {**columns, "rest": json.loads(json.dumps(columns["rest"]))}


def _mend(row: Ticket, names: list[str]) -> None:
    ticket = replay(event_of(event) for event in TicketEvent.objects.of_ticket(row.pk))
    for column, value in ticket_columns(ticket).items():
        setattr(row, column, value)
    if columns := [name.removesuffix("_id") for name in names if name and name != "filed"]:
        row.save(update_fields=columns)
    if "filed" in names:
        row.filed.exclude(case__number__in=ticket.cases).delete()
        for case in Case.objects.filter(number__in=ticket.cases, ticket=None):
            TicketCase.objects.create(ticket=row, case=case)


def altered_tickets() -> Iterator[tuple[str, str]]:
    """Yield (which ticket's act, what) for every event that is not what was committed to, or has lost its ticket."""
    yield from _without_a_ticket()
    for rows, events in _batches():
        keys = key_store().held(row.ref for row in rows)
        erasures = {one.ref: one for one in Erasure.objects.filter(ticket__in=rows).select_related("outbox")}
        outboxes = [one.outbox_id for some in events.values() for one in some if one.outbox_id]
        leaves = dict(Outbox.objects.filter(pk__in=outboxes).values_list("pk", "leaf"))
        for row in rows:
            found = events.get(row.pk, [])
            if key := keys.get(row.ref):
                yield from legible_at(str(row), _altered(row, found, leaves, key))
            else:
                told = [leaves[one.outbox_id] for one in found if one.outbox_id in leaves]
                yield from ((str(row), what) for what in of_missing(erasures.get(row.ref), told))


def _without_a_ticket() -> Iterator[tuple[str, str]]:
    """Yield the first event of each ticket that is there no more: with it went the key's name, and its number."""
    gone = TicketEvent.objects.exclude(Exists(Ticket.objects.filter(pk=OuterRef("ticket_id"))))
    rows = gone.order_by("ticket_id", "seq").values_list("ticket_id", "recorded_at")
    last = None
    for ticket, at in rows.iterator(chunk_size=TICKETS_AT_A_TIME):
        if ticket != last:
            yield f"row {ticket}", f"is gone, and its events are there, the first of {at.isoformat()}"
        last = ticket


def _altered(row: Ticket, events: list[TicketEvent], leaves: dict[int, str], key: bytes) -> Iterator[tuple[str, str]]:
    opened = leaves.get(events[0].outbox_id or 0, "") if events else ""
    for event in events:
        where = f"{row}, act {event.seq}"
        content = json.loads(event.body)
        salt = event_salt(key[:CASE_KEY_SIZE], event.seq)
        if event.outbox_id:
            said = TicketLeaf(commitment(event.body.encode(), salt), event.recorded_at).text()
            if leaves.get(event.outbox_id) != said:
                yield where, "is not what its leaf committed to: content, place or time was changed"
        if "opened" in content and content["opened"] != encode_base64(leaf_hash(opened.encode())):
            yield where, "names another opening than that of its ticket"
        yield from ((where, what) for what in _sealed(event, content.get("sealed"), salt, key))


def _sealed(event: TicketEvent, digest: str | None, salt: bytes, key: bytes) -> Iterator[str]:
    if (event.sealed is None) != (digest is None):
        yield "has lost what was sealed with it, or was given something"
    elif event.sealed is not None:
        try:
            plain = open_bytes(key, bytes(event.sealed), f"ticket-event/{event.seq}")
        except InvalidTag:
            yield "has a sealed part that its key does not open"
        else:
            if encode_base64(sha256(b"sealed/v1\0" + salt + plain).digest()) != digest:
                yield "has a sealed part that is not what was committed to"
