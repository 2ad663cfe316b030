"""The daily indices of the record: made once for each local day that is over, and asked for what is not there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from layani.office.actions.receipts import newest_checkpoint, proofs_of
from layani.office.house import calendar, key_store
from layani.office.tables.models import Case, EpochIndex, Event, LogState, Outbox
from layani.rules.record.absence import MOST_EPOCHS, AbsenceProof, EpochAbsence, neighbours
from layani.rules.record.epochs import cut, tag_in
from layani.rules.record.leaf import EPOCH_INDEX, EpochIndexLeaf, parse_leaf
from layani.rules.record.sealing import CASE_KEY_SIZE, case_tag
from layani.rules.text import Text

LEAVES_AT_ONCE = 2000
DAYS_AT_ONCE = 100  # each is a condition of one query, of which SQLite takes some hundreds


class RecordGap(Exception):
    """An entry that the record has is missing in the database; nothing was indexed."""


class NoAbsence(Exception):
    """No proof can be given that a case has no further act; ``says`` says why and what to do."""

    def __init__(self, says: Text) -> None:
        self.says = says
        super().__init__(says.en)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one proof may look through: so many days, and so many entries of the record."""

    days: int = MOST_EPOCHS
    entries: int = 10**12


ON_A_PAGE = Limits(days=100, entries=50_000)
"""What a page looks through while somebody waits: less than a second."""


NOT_PLACED = Text(
    id="Tindakan terakhir permohonan ini belum mendapat tempat di catatan. Itu perlu beberapa detik; coba lagi.",
    en="The last act of this application has no place in the record yet. That takes seconds; try again.",
)
NOT_YET = Text(
    id="Indeks hari ini belum ada: indeks dibuat sesudah tengah malam. Coba lagi besok.",
    en="There is no index of today yet: it is made after midnight. Try again tomorrow.",
)
TOO_MUCH = Text(
    id="Tindakan terakhir sudah lama, jadi terlalu banyak hari yang harus ditunjukkan di sini. Minta berkasnya kepada "
    "kantor (operator membuatnya dengan 'layani absence').",
    en="The last act was long ago, and too many days would have to be shown here. Ask the office for the file (its "
    "operator makes it with 'layani absence').",
)


def index_days(*, now: datetime) -> int:
    """Make the index of each local day that is over and has none yet; returns how many.

    What an index covers depends on the record alone, so a run that died, or two at once, make the same ones: the
    second finds them made, or fails on their days and is tried again. Raises RecordGap.
    """
    today = calendar().local(now).date()
    last = EpochIndex.objects.latest_made()
    if last and date.fromordinal(last.day.toordinal() + 1) >= today:
        return 0
    last = _adopted(last)
    begin = last.last + 1 if last else 0
    made = [epoch.leaf(now) for epoch in cut(_entries(begin), last.day if last else None, today)]
    if not made:
        return 0
    with transaction.atomic():
        for leaf in made:
            _keep(leaf, Outbox.objects.create(leaf=leaf.text()))
    return len(made)


def _adopted(last: EpochIndex | None) -> EpochIndex | None:
    """Return the latest index, those included that the record holds and the database forgot in a restore.

    The record may have taken them back as entries only. An index made anew over the same entries would be a false one.
    """
    begin = last.last + 1 if last else 0
    held = Outbox.objects.filter(idx__gte=begin, leaf__startswith=f"{EPOCH_INDEX}\n").order_by("idx")
    for outbox in held:
        leaf = parse_leaf(outbox.leaf.encode())
        if isinstance(leaf, EpochIndexLeaf) and leaf.first == begin:
            last = _keep(leaf, outbox)
            begin = leaf.last + 1
    return last


def _keep(leaf: EpochIndexLeaf, outbox: Outbox) -> EpochIndex:
    return EpochIndex.objects.create(day=leaf.day, first=leaf.first, last=leaf.last, outbox=outbox)


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


def no_further_act(number: str, limits: Limits | None = None) -> str:
    """Return the file that shows that a case has no act after its last one in the daily indices.

    Raises Case.DoesNotExist, KeyGone when the case was erased, and NoAbsence. Seven queries for a hundred days.
    """
    row = Case.objects.get(number=number)
    last = Event.objects.of_case(row.pk).select_related("outbox").order_by("-seq").first()
    if last is None or last.outbox.idx is None:
        raise NoAbsence(NOT_PLACED)
    tag = case_tag(key_store().get(row.ref)[:CASE_KEY_SIZE], last.seq + 1)
    return absence_of(bytes.fromhex(tag), last.outbox.idx + 1, limits)


def absence_of(tag: bytes, first: int, limits: Limits | None = None) -> str:
    """Return the proof that ``tag`` is in no index that covers the entry ``first`` or later ones.

    Raises NoAbsence when no index under the latest checkpoint covers it yet, or more would have to be looked through
    than ``limits``; Present when the tag is there.
    """
    limits = limits or Limits()
    size, checkpoint = newest_checkpoint() or (0, "")
    rows = list(EpochIndex.objects.covering_from(first, size)[: limits.days + 1])
    if not rows:
        raise NoAbsence(NOT_YET)
    if len(rows) > limits.days or rows[-1].last - rows[0].first >= limits.entries:
        raise NoAbsence(TOO_MUCH)
    found: list[EpochAbsence] = []
    for at in range(0, len(rows), DAYS_AT_ONCE):
        found += _in_epochs(rows[at : at + DAYS_AT_ONCE], tag, size)
    return AbsenceProof(tag, tuple(found), checkpoint).render()


def _in_epochs(rows: Sequence[EpochIndex], tag: bytes, size: int) -> Iterator[EpochAbsence]:
    """Yield what shows the tag's absence from each of some indices that follow one another; two queries."""
    leaves = [(row.outbox.idx, parse_leaf(row.outbox.leaf.encode())) for row in rows]
    paths = proofs_of([index for index, _ in leaves if index is not None], size)
    held = Outbox.objects.filter(idx__gte=rows[0].first, idx__lte=rows[-1].last).order_by("idx")
    entries = held.values_list("idx", "leaf").iterator(chunk_size=LEAVES_AT_ONCE)
    for row, (index, leaf) in zip(rows, leaves, strict=True):
        if not isinstance(leaf, EpochIndexLeaf) or index is None:
            raise RecordGap(f"The leaf of the index of {row.day} is none. Run 'layani rebuild --check'.")
        count = row.last - row.first + 1
        tags = sorted(found for _, one in islice(entries, count) if (found := tag_in(one.encode())))
        yield EpochAbsence(index, leaf, paths[index], *neighbours(tag, tags))
