"""The index over case events: what one is, how the days are cut, and how anyone with a copy of the record checks it.

An epoch is a run of entries of the record, from its first to its last, by their places and by no clock: where one ends
the next begins, the first at entry 0. The leaf ``epoch-index/v1`` stands behind its last entry and holds the RFC 6962
root over the sorted tags of the case events in the run. So one who lacks the copy can be shown that a tag is *not*
there, by its two neighbours, and one who has it computes the root again: an office cannot leave a tag out unseen.
"""

import re
from array import array
from binascii import unhexlify
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from struct import Struct

from layani.rules.record.continuation import CONTINUES, ContinuationLeaf, require_continuation
from layani.rules.record.encoding import Malformed
from layani.rules.record.leaf import CASE_EVENTS, EPOCH_INDEX, KEY, EpochIndexLeaf, KeyLeaf, parse_leaf
from layani.rules.record.merkle import leaf_hash, root_of
from layani.rules.text import Text

TAG_SIZE = 16

_EVENTS = tuple(kind.encode() + b"\n" for kind in CASE_EVENTS.values())
_INDEX = EPOCH_INDEX.encode() + b"\n"
_KEY = KEY.encode() + b"\n"
_CONTINUES = CONTINUES.encode() + b"\n"
_TAGGED = re.compile(b"(?:" + b"|".join(map(re.escape, _EVENTS)) + rb")([0-9a-f]{32})\n").match
_PLACE_SIZE = 8
_ROW = Struct(f"{TAG_SIZE}s{_PLACE_SIZE}x")
"""A tag and its place behind it, which is read where two tags are the same only."""
_BUCKETS = 256


def tag_in(entry: bytes) -> bytes | None:
    """Return the 16 bytes of the tag of a case event; None for every other entry."""
    event = _TAGGED(entry)
    return unhexlify(event[1]) if event else None


def tags_root(tags: Iterable[bytes]) -> bytes:
    """Return the RFC 6962 root over tags in ascending order; one that occurs twice stands there twice."""
    return root_of(map(leaf_hash, sorted(tags)))


@dataclass(frozen=True, slots=True)
class Epoch:
    """A run of entries that one index leaf will tell of: its day, its first and last entry, and the tags in it."""

    day: date
    first: int
    last: int
    tags: tuple[bytes, ...]

    def leaf(self, now: datetime) -> EpochIndexLeaf:
        """Return the leaf, made at ``now``."""
        return EpochIndexLeaf(self.day, self.first, self.last, len(self.tags), tags_root(self.tags), now)


def cut(entries: Iterable[tuple[int, bytes, date]], before: date | None, today: date) -> Iterator[Epoch]:
    """Yield the epochs that are over among ``entries``, one for each local day before ``today`` that has entries.

    entries:  (index, entry, local day of the time in it), without a gap, from behind the last epoch on
    before:   the day of the last epoch, None at the first
    Days only go on: an entry whose clock is behind, or that came after its day was closed, is of the day open then.
    So is one whose clock was ahead of today: otherwise one wrong clock would keep the index from going on for years.
    """
    day, first, last, tags = None, 0, 0, list[bytes]()
    earliest = _after(before) if before else date.fromordinal(today.toordinal() - 1)
    for index, entry, said in entries:
        its_day = said if said <= today else (day or earliest)
        open_day = its_day if before is None or its_day > before else earliest
        if day is not None and open_day > day:
            if day >= today:
                return
            yield Epoch(day, first, last, tuple(tags))
            day = None
        if day is None:
            day, first, tags = open_day, index, []
        tag = tag_in(entry)
        if tag is not None:
            tags.append(tag)
        last = index
    if day is not None and day < today:
        yield Epoch(day, first, last, tuple(tags))


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


@dataclass(slots=True)
class _Tags:
    """Tags with their places, 24 bytes each and nothing more."""

    places: "array[int]" = field(default_factory=lambda: array("Q"))
    joined: bytearray = field(default_factory=bytearray)

    def take_to(self, last: int) -> list[bytes]:
        """Take away, and return, the tags of the entries up to ``last``."""
        count = bisect_right(self.places, last)
        taken = [bytes(self.joined[at : at + TAG_SIZE]) for at in range(0, count * TAG_SIZE, TAG_SIZE)]
        del self.places[:count]
        del self.joined[: count * TAG_SIZE]
        return taken


@dataclass(slots=True)
class Audit:
    """Looks over the entries of a whole copy, in their order: is every index right, and does no tag occur twice?

    Memory: 24 bytes for each case event, and once more for those that no index covers yet.
    epochs, covered:  indices that were right, and how many entries from the first on they cover
    events:           case events seen
    keys:             changes of the record's key, each signed by the key before, with their places
    continued:        earlier logs that this one continues, with the places where it says so; not compared here
    """

    keys: list[tuple[int, KeyLeaf]] = field(default_factory=list)
    continued: list[tuple[int, ContinuationLeaf]] = field(default_factory=list)
    epochs: int = 0
    covered: int = 0
    events: int = 0
    _size: int = 0
    _day: date | None = None
    _open: _Tags = field(default_factory=_Tags)
    _all: list[bytearray] = field(default_factory=lambda: [bytearray() for _ in range(_BUCKETS)])
    _faults: list[Text] = field(default_factory=list)

    def see(self, entries: Sequence[bytes]) -> None:
        """Look at the next entries."""
        places, tags, buckets = self._open.places, self._open.joined, self._all
        for index, entry in enumerate(entries, self._size):
            tag = tag_in(entry)
            if tag is not None:
                places.append(index)
                tags += tag
                buckets[tag[0]] += tag + index.to_bytes(_PLACE_SIZE, "big")
                self.events += 1
            elif entry.startswith((_INDEX, _KEY, _CONTINUES)):
                self._judge(index, entry)
        self._size += len(entries)

    def faults(self) -> Iterator[Text]:
        """Yield each false index, and each tag that two entries bear; to be asked once all entries were seen."""
        yield from self._faults
        for bucket in self._all:
            tags = set(_ROW.iter_unpack(bucket))
            if len(tags) * _ROW.size < len(bucket):
                yield from _twice_in(bucket)

    def _judge(self, index: int, entry: bytes) -> None:
        try:
            leaf = parse_leaf(entry)
            if isinstance(leaf, ContinuationLeaf):
                require_continuation(leaf, index)
        except Malformed as fault:
            self._faults.append(_false_leaf(index, str(fault)))
            return
        if isinstance(leaf, EpochIndexLeaf):
            self._judge_index(index, leaf)
        elif isinstance(leaf, ContinuationLeaf):
            self.continued.append((index, leaf))
        elif isinstance(leaf, KeyLeaf) and leaf.is_signed:
            self.keys.append((index, leaf))
        else:
            self._faults.append(_false_leaf(index, "the old key has not signed it"))

    def _judge_index(self, index: int, leaf: EpochIndexLeaf) -> None:
        if leaf.first != self.covered:
            self._faults.append(_false_index(index, f"it begins at entry {leaf.first}, not at {self.covered}"))
        elif leaf.last >= index:
            self._faults.append(_false_index(index, f"it tells of entry {leaf.last}, which comes after it"))
        elif self._day is not None and leaf.day <= self._day:
            self._faults.append(_false_index(index, f"its day {leaf.day} is not after {self._day}"))
        else:
            self._compare(index, leaf)

    def _compare(self, index: int, leaf: EpochIndexLeaf) -> None:
        tags = self._open.take_to(leaf.last)
        self.covered, self._day = leaf.last + 1, leaf.day
        if leaf.count != len(tags):
            self._faults.append(_false_index(index, f"it counts {leaf.count} case events where there are {len(tags)}"))
        elif leaf.root != tags_root(tags):
            self._faults.append(_false_index(index, f"its root is not that of the {len(tags)} tags"))
        else:
            self.epochs += 1


def _false_index(index: int, why: str) -> Text:
    return Text(
        id=f"Entri {index} adalah indeks harian yang salah: {why}.", en=f"Entry {index} is a false index: {why}."
    )


def _false_leaf(index: int, why: str) -> Text:
    return Text(id=f"Entri {index} tidak sah: {why}.", en=f"Entry {index} is not valid: {why}.")


def _twice_in(bucket: bytearray) -> Iterator[Text]:
    """Yield each two neighbours, among tags in order, that are the same."""
    rows = sorted(bytes(bucket[at : at + _ROW.size]) for at in range(0, len(bucket), _ROW.size))
    for one, other in zip(rows, rows[1:], strict=False):
        if one[:TAG_SIZE] == other[:TAG_SIZE]:
            yield _twice(*(int.from_bytes(row[TAG_SIZE:], "big") for row in (one, other)))


def _twice(first: int, second: int) -> Text:
    return Text(
        id=f"Entri {first} dan entri {second} memakai tanda yang sama: satu tindakan tercatat dua kali.",
        en=f"Entry {first} and entry {second} bear the same tag: one act is in the record twice.",
    )
