"""The daily indices of the record: made once for each local day that is over, and asked for what is not there."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from layani.office.actions.receipts import proof_of
from layani.office.house import calendar, key_store
from layani.office.tables.models import Case, Checkpoint, EpochIndex, Event, LogState, Outbox
from layani.rules.record.absence import MOST_EPOCHS, AbsenceProof, EpochAbsence, neighbours
from layani.rules.record.checkpoint import parse_checkpoint
from layani.rules.record.epochs import cut, tag_in
from layani.rules.record.leaf import EpochIndexLeaf, parse_leaf
from layani.rules.record.note import parse_note
from layani.rules.record.sealing import CASE_KEY_SIZE, case_tag

LEAVES_AT_ONCE = 2000


class RecordGap(Exception):
    """An entry that the record has is missing in the database; nothing was indexed."""


class NoAbsence(Exception):
    """No proof can be given that a case has no further act; the message says why and what to do."""


def index_days(*, now: datetime) -> int:
    """Make the index of each local day that is over and has none yet; returns how many.

    What an index covers depends on the record alone, so a run that died, or two at once, make the same ones: the
    second finds them made, or fails on their days and is tried again. Raises RecordGap.
    """
    today = calendar().local(now).date()
    last = EpochIndex.objects.latest_made()
    if last and date.fromordinal(last.day.toordinal() + 1) >= today:
        return 0
    begin = last.last + 1 if last else 0
    made = [epoch.leaf(now) for epoch in cut(_entries(begin), last.day if last else None, today)]
    if not made:
        return 0
    with transaction.atomic():
        for leaf in made:
            outbox = Outbox.objects.create(leaf=leaf.text())
            EpochIndex.objects.create(day=leaf.day, first=leaf.first, last=leaf.last, outbox=outbox)
    return len(made)


def _entries(begin: int) -> Iterator[tuple[int, bytes, date]]:
    """Yield (index, entry, local day) of what has its place in the record, from ``begin`` on."""
    size = LogState.objects.current().size
    rows = Outbox.objects.filter(idx__gte=begin, idx__lt=size).order_by("idx").values_list("idx", "leaf")
    for place, (idx, leaf) in enumerate(rows.iterator(chunk_size=LEAVES_AT_ONCE), begin):
        if idx != place:
            raise RecordGap(
                f"Entry {place} of the record is missing in the database, which goes on with {idx}. Nothing was "
                "indexed. Run 'layani rebuild --check' and restore the leaf from the public copy or a backup."
            )
        entry = leaf.encode()
        yield place, entry, calendar().local(parse_leaf(entry).time).date()


def no_further_act(number: str) -> str:
    """Return the file that shows that a case has no act after its last one in the daily indices.

    Raises Case.DoesNotExist, KeyGone when the case was erased, and NoAbsence.
    """
    row = Case.objects.get(number=number)
    last = Event.objects.of_case(row.pk).select_related("outbox").order_by("-seq").first()
    if last is None or last.outbox.idx is None:
        raise NoAbsence(f"The last act of {number} has no place in the record yet. Ask again when the worker has run.")
    tag = case_tag(key_store().get(row.ref)[:CASE_KEY_SIZE], last.seq + 1)
    return absence_of(bytes.fromhex(tag), last.outbox.idx + 1)


def absence_of(tag: bytes, first: int) -> str:
    """Return the proof that ``tag`` is in no index that covers the entry ``first`` or later ones.

    Raises NoAbsence when no index under the latest checkpoint covers it yet; Present when the tag is there.
    """
    signed = Checkpoint.objects.latest_signed()
    size = parse_checkpoint(parse_note(signed.text.encode()).text).size if signed else 0
    rows = list(EpochIndex.objects.covering_from(first, size)[: MOST_EPOCHS + 1])
    if signed is None or not rows:
        raise NoAbsence(
            f"No daily index covers entry {first} of the record yet. It is made after midnight; ask again tomorrow."
        )
    if len(rows) > MOST_EPOCHS:
        raise NoAbsence(f"More than {MOST_EPOCHS} days would have to be shown. Check the case in a copy of the record.")
    return AbsenceProof(tag, tuple(_in_epoch(row, tag, size) for row in rows), signed.text).render()


def _in_epoch(row: EpochIndex, tag: bytes, size: int) -> EpochAbsence:
    leaf, index = parse_leaf(row.outbox.leaf.encode()), row.outbox.idx
    if not isinstance(leaf, EpochIndexLeaf) or index is None:
        raise NoAbsence(f"The leaf of the index of {row.day} is none, or has no place: run 'layani rebuild --check'.")
    held = Outbox.objects.filter(idx__gte=row.first, idx__lte=row.last).values_list("leaf", flat=True)
    tags = sorted(found for one in held.iterator(chunk_size=LEAVES_AT_ONCE) if (found := tag_in(one.encode())))
    return EpochAbsence(index, leaf, proof_of(index, size), *neighbours(tag, tags))
