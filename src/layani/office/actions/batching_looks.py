"""Looks enter the record in batches: one leaf for all looks of some minutes, so that reading a page costs nothing more.

Batches follow each other without a gap, by the numbers of the looks and not by their times: a look of a slow clock, or
one that was written late, is in the next. What is found among a batch's numbers later, and is not in the leaf, was
added, and what is missing was taken away.
"""

import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from layani.office.actions.receipts import newest_checkpoint, proof_of
from layani.office.actions.settling import TableBusy, require_not_left_behind, settled
from layani.office.tables.models.looks import Look, LookBatch
from layani.office.tables.models.record import Outbox
from layani.rules.record.encoding import Malformed, encode_base64
from layani.rules.record.leaf import parse_leaf
from layani.rules.record.look_proof import LookProof
from layani.rules.record.merkle import MemoryTree, inclusion_proof
from layani.rules.record.proof import TlogProof
from layani.rules.record.sealing import SALT_SIZE
from layani.rules.record.view_batch import ViewBatchLeaf, batch_root, look_body, look_hash, look_salt
from layani.rules.text import Text

LOOKS_AT_ONCE = 2000
"""The most that a batch holds: for the proof of one look, all of its batch are hashed again."""


def batch_looks(now: datetime) -> int:
    """Put the looks that are in no batch yet into batches; returns how many looks.

    Each leaf and its batch are written together or not at all. Two at once: the second fails on the numbers of the
    first, and is tried again. Raises LeftBehind when looks wait for long, because their table is never free.
    """
    done, more = 0, True
    while more:
        count, more = _batch(now)
        done += count
    return done


def _batch(now: datetime) -> tuple[int, bool]:
    """Make one batch; return how many looks it holds, and whether there are more than a batch may hold."""
    latest = LookBatch.objects.latest_made()
    after = latest.upto if latest else 0
    try:
        upto, more = settled(Look, after, LOOKS_AT_ONCE)
    except TableBusy:
        require_not_left_behind(Look, after, "at", now)
        return 0, False
    if upto == after:
        return 0, False
    salt = secrets.token_bytes(SALT_SIZE)
    with transaction.atomic():
        hashes = _hashes(after, upto, salt)
        leaf = ViewBatchLeaf(len(hashes), batch_root(hashes), now)
        outbox = Outbox.objects.create(leaf=leaf.text())
        LookBatch.objects.create(after=after, upto=upto, salt=salt, outbox=outbox)
    return leaf.count, more


def said_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the record commits to of a look: ``row`` has the columns COMMITTED.

    Of the reason the words are committed to as they are sealed: an erasure takes the key, and the batch still holds.
    """
    reason = None
    if row["reason_id"] is not None:
        shown_from = row["reason__shown_from"]
        reason = {
            "kind": row["reason__kind"],
            "sealed": encode_base64(bytes(row["reason__sealed"])),
            "shown_from": str(shown_from) if shown_from else None,
        }
    return {
        "id": row["id"],
        "at": row["at"].astimezone(UTC).isoformat(),
        "officer": row["officer_id"],
        "role": row["role"],
        "person": row["party_id"],
        "application": row["case__number"],
        "what": row["what"],
        "purpose": row["purpose"],
        "system": row["system"],
        "reason": reason,
    }


def _hashes(after: int, upto: int, salt: bytes) -> list[bytes]:
    """Return the leaf hash of each look with after < id <= upto, in the order of their ids; one query."""
    rows = Look.objects.numbered(after, upto).committed()
    return [look_hash(look_body(said_of(row)), look_salt(salt, row["id"])) for row in rows]


def altered_looks() -> Iterator[tuple[str, str]]:
    """Yield (where, what) of every batch whose looks are not those that were committed to."""
    reached = 0
    for batch in LookBatch.objects.select_related("outbox").order_by("upto").iterator():
        where = f"looks {batch.after + 1} to {batch.upto}"
        if batch.after != reached:
            yield where, "do not follow the batch before: one was taken away, or its numbers were changed"
        reached = batch.upto
        if what := _fault(batch):
            yield where, what


def _fault(batch: LookBatch) -> str:
    """Return what is wrong with the looks of one batch; "" when nothing is."""
    try:
        leaf = parse_leaf(batch.outbox.leaf.encode())
    except Malformed:
        leaf = None
    if not isinstance(leaf, ViewBatchLeaf):
        return "have a leaf that is none of theirs"
    hashes = _hashes(batch.after, batch.upto, bytes(batch.salt))
    if len(hashes) < leaf.count:
        return f"were {leaf.count} when they entered the record, and are {len(hashes)}: some were taken away"
    if len(hashes) > leaf.count:
        return f"were {leaf.count} when they entered the record, and are {len(hashes)}: some were added afterwards"
    return (
        "" if batch_root(hashes) == leaf.root else "are not those that entered the record: one was changed or replaced"
    )


class NoProof(Exception):
    """A look has no proof now; ``says`` says why and what to do."""

    def __init__(self, says: Text) -> None:
        self.says = says
        super().__init__(says.en)


NOT_BATCHED = Text(
    "Pembukaan ini belum masuk catatan. Itu perlu beberapa menit; coba lagi nanti.",
    "This look has not entered the record yet. That takes some minutes; try again later.",
)
DAMAGED = Text(
    "Pembukaan ini tidak cocok dengan catatan: ada yang diubah sesudahnya. Sampaikan kepada inspektorat.",
    "This look does not fit the record: something was changed afterwards. Tell the inspectorate.",
)


def proof_of_look(look: Look) -> str:
    """Return the file that shows that a look stands in the record; raises NoProof.

    Five queries; the looks of its batch are hashed anew, LOOKS_AT_ONCE at most.
    """
    batch, signed = LookBatch.objects.over(look.pk), newest_checkpoint()
    index = batch.outbox.idx if batch else None
    if batch is None or signed is None or index is None or index >= signed[0]:
        raise NoProof(NOT_BATCHED)
    leaf, salt = parse_leaf(batch.outbox.leaf.encode()), bytes(batch.salt)
    rows = list(Look.objects.numbered(batch.after, batch.upto).committed())
    tree = MemoryTree(look_hash(look_body(said_of(row)), look_salt(salt, row["id"])) for row in rows)
    place = next((number for number, row in enumerate(rows) if row["id"] == look.pk), None)
    if not isinstance(leaf, ViewBatchLeaf) or place is None or tree.root() != leaf.root:
        raise NoProof(DAMAGED)
    path = tuple(inclusion_proof(place, tree.size, tree.node))
    found = LookProof(look_body(said_of(rows[place])), look_salt(salt, look.pk), leaf, place, path)
    return TlogProof(index, proof_of(index, signed[0]), signed[1], found.to_json()).render()
