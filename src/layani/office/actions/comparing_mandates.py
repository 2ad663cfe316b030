"""Hold each mandate against what happened to it, and that against the leaves in the record."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from json import loads

from layani.office.actions.looking_through import BEFORE_ALL, legible_at
from layani.office.actions.missing_keys import of_missing
from layani.office.house import key_store
from layani.office.tables.models import Erasure, Mandate, MandateEvent
from layani.rules.record.encoding import encode_base64
from layani.rules.record.leaf import AttemptLeaf
from layani.rules.record.sealing import CASE_KEY_SIZE, commitment, event_salt

AT_A_TIME = 500
ENDS = {
    "ended-by-person": "person", "ended-by-holder": "holder", "ended-by-death": "death", "ended-by-card": "card",
    "disowned": "disowned",
}  # fmt: skip


def altered_mandates() -> Iterator[tuple[str, str]]:
    """Yield which mandate, or which event of one, is not what was committed to, and what is wrong.

    One without a key must have been erased by the schedule, with the leaves of just these events. A mandate is read
    once more with its events, by one statement: an act of that moment changes both or neither.
    """
    last = BEFORE_ALL
    while rows := list(Mandate.objects.filter(pk__gt=last).order_by("pk")[:AT_A_TIME]):
        told = MandateEvent.objects.filter(mandate__in=rows).select_related("outbox", "mandate")
        found = groupby(told.order_by("mandate_id", "seq"), key=lambda one: one.mandate_id)
        events = {mandate: list(some) for mandate, some in found}
        rows = [events[row.pk][0].mandate if row.pk in events else row for row in rows]
        keys = key_store().held(row.ref for row in rows)
        erasures = {one.ref: one for one in Erasure.objects.filter(mandate__in=rows).select_related("outbox")}
        for row in rows:
            of_row = events.get(row.pk, [])
            if row.ref in keys and row.ref not in erasures:
                yield from legible_at(f"{row.pk}", _of_mandate(row, of_row, keys[row.ref]))
            else:
                gone = of_missing(erasures.get(row.ref), [one.outbox.leaf for one in of_row])
                yield from ((f"{row.pk}", what) for what in gone)
        last = rows[-1].pk


def _of_mandate(row: Mandate, events: Sequence[MandateEvent], key: bytes) -> Iterator[tuple[str, str]]:
    for place, event in enumerate(events):
        salt = event_salt(key[:CASE_KEY_SIZE], event.seq)
        digest = encode_base64(sha256(b"sealed/v1\0" + salt + bytes(row.sealed)).digest())
        kept = AttemptLeaf(commitment(event.body.encode(), salt), event.at).text() == event.outbox.leaf
        if not kept or loads(event.body)["sealed"] != digest or event.seq != place:
            yield f"{event}", "is not what its leaf committed to"
    if not events:
        yield f"{row.pk}", "is there, and nobody gave or recorded it"
        return
    if _says(row) != _adds_up(events):
        yield f"{row.pk}", "does not say what happened to it: its basis, services, days, confirmation or end"


def _says(row: Mandate) -> tuple[object, ...]:
    days = [row.since.isoformat(), row.until.isoformat()]
    return row.basis, row.services, days, row.confirmed_at, row.ended, row.ended_at


def _adds_up(events: Sequence[MandateEvent]) -> tuple[object, ...]:
    """Return the same as the events say it; the first end is the one that counts."""
    body = loads(events[0].body)
    confirmed = next((one.at for one in events if one.kind in ("given", "confirmed")), None)
    end = next((one for one in events if one.kind in ENDS), None)
    ended = (ENDS[end.kind], end.at) if end else ("", None)
    return body["basis"], body["services"], body["days"], confirmed, *ended
