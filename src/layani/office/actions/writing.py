"""The last two beats of every action: write the event with the case's projection, and hand its leaf to the record.

An entry is made whole in memory first (body, seal, leaf), so that writing it is nothing but rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from layani.office.actions.telling import tell
from layani.office.gateways.sealing import canonical, seal_bytes
from layani.office.tables.models.beside import Beside
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.cases import Event as EventRow
from layani.office.tables.models.record import Outbox
from layani.office.tables.prepared import insert, write_together
from layani.office.tables.projection import beside_columns, body_of, columns_of
from layani.rules.cases.state import Case, Event
from layani.rules.record.closing import CLOSING, closing_of
from layani.rules.record.encoding import encode_base64
from layani.rules.record.leaf import NO_PREVIOUS, CaseEventLeaf
from layani.rules.record.sealing import CASE_KEY_SIZE, commitment, event_salt


@dataclass(frozen=True, slots=True)
class Entry:
    """One event, ready to be written: its committed body, its sealed part, and its leaf."""

    event: Event
    body: str
    sealed: bytes | None
    leaf: str
    head: bytes
    recorded_at: datetime


def entry_for(
    event: Event,
    *,
    key: bytes,
    prev: bytes = NO_PREVIOUS,
    personal: Mapping[str, Any] | None,
    recorded_at: datetime,
    ends: bool = False,
) -> Entry:
    """Make the entry of an event.

    key:       the case's 64-byte key: the first half names the event in the record, the second half seals
    prev:      leaf hash of the case's last event
    personal:  what only the case's key may open; its salted digest stands in the committed body
    ends:      the case is not open after it; then its body states how many events there are, and the head before it
    """
    case_key = key[:CASE_KEY_SIZE]
    salt = event_salt(case_key, event.seq)
    content = body_of(event)
    sealed = None
    if personal:
        plain = canonical(personal)
        content["sealed"] = encode_base64(sha256(b"sealed/v1\0" + salt + plain).digest())
        sealed = seal_bytes(key, plain, f"event/{event.seq}")
    if ends:
        content[CLOSING] = closing_of(event.seq + 1, prev)
    body = canonical(content)
    leaf = CaseEventLeaf.of_case(case_key, event.seq, prev, commitment(body, salt), recorded_at)
    return Entry(event, body.decode(), sealed, leaf.text(), leaf.hash(), recorded_at)


def keep_beside(row: CaseRow, case: Case) -> None:
    """Write the rows of the steps that are open beside the most urgent one anew."""
    Beside.objects.filter(case=row).delete()
    for columns in beside_columns(case):
        insert(Beside(case=row, party_id=row.party_id, **columns))


def write(
    row: CaseRow, case: Case, entry: Entry, *, once: bytes | None = None, request: bytes | None = None
) -> EventRow:
    """Write the entry, the projection after it, its leaf and its message; the caller holds the transaction.

    row: the case's row, locked, or a new one that has its party and ref
    """
    for name, value in columns_of(case).items():
        setattr(row, name, value)
    row.head = entry.head
    outbox = Outbox(leaf=entry.leaf)
    event = EventRow(
        case=row,
        seq=entry.event.seq,
        act=entry.event.act,
        officer_id=entry.event.by.officer,
        role=entry.event.by.role,
        occurred_at=entry.event.occurred_at,
        recorded_at=entry.recorded_at,
        body=entry.body,
        sealed=entry.sealed,
        once=once,
        request=request,
    )
    if row.pk is None:
        insert(row)
        insert(outbox)
        event.case, event.outbox = row, outbox
        insert(event)
    else:
        write_together(row, outbox, event, "outbox")
    if case.branches and entry.event.seq:
        keep_beside(row, case)
    if not case.imported:
        tell(row, entry.event.act, entry.recorded_at)
    return event
