"""What became of the numbers of one block, and what is wrong: gaps, doubles, numbers out of order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from layani.rules.text import Text

SIZE_AT_MOST: Final = 50
"""Numbers in one block: what one officer can give out in a long day at ten minutes each."""
ENDS: Final = frozenset({"used", "spoiled", "lost"})
SPOILED_REASONS: Final = {
    "miswritten": Text("salah tulis", "miswritten"),
    "torn": Text("sobek atau basah", "torn or wet"),
    "left": Text("orangnya tidak jadi", "the person changed their mind"),
    "trial": Text("percobaan", "a trial"),
}
"""Why a number came to nothing. The paper itself is kept; a list, so that nothing personal is typed here."""
CLOSED: Final = "closed"
CLOSED_REASONS: Final = {CLOSED: Text("bloknya ditutup", "its block was closed")}
"""Why a blank number is noted as lost that two people counted when a block was closed; nobody notes it by hand."""
GONE: Final = "gone"
LOST_REASONS: Final = {
    "": Text("hilang", "lost"),
    GONE: Text("tidak ada pada yang ditinggalkan pemegangnya", "not among what its holder left behind"),
}
ALLOWED_REASONS: Final = {
    "far": Text("petugas kembali terlambat dari lapangan", "the officer came back late from the field"),
    "ill": Text("petugas berhalangan", "the officer was away"),
    "found": Text("kertasnya ditemukan", "its paper was found"),
    "told": Text("orangnya datang menanyakan", "its person came and asked"),
}
"""Why a supervisor lets a number be typed in after its time."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of the ledger. seq: the number within its block. received: as a used receipt's paper says."""

    seq: int
    kind: str
    at: datetime
    received: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """How a block stands.

    ends:      number -> how it ended; one that was lost, found and typed in is used
    missing:   numbers before the last one that was given out and that have not ended
    doubles:   numbers that somebody tried to type in again
    unordered: used numbers whose paper says an earlier time than a smaller number's
    blank:     how many were never given out
    last:      the last number that ended, or that was counted as given out; 0 for none
    """

    ends: Mapping[int, str] = field(default_factory=dict)
    missing: tuple[int, ...] = ()
    doubles: tuple[int, ...] = ()
    unordered: tuple[int, ...] = ()
    blank: int = 0
    last: int = 0

    @property
    def first_blank(self) -> int:
        """The first number that can still be blank, by what is known; one after the last of a block that is used up."""
        return self.last + 1

    @property
    def in_order(self) -> bool:
        """Whether nothing needs a supervisor's eye."""
        return not (self.missing or self.doubles or self.unordered)


def standing(size: int, notes: Iterable[Noted], next_blank: int = 1) -> Standing:
    """Return how a block of numbers 1 to ``size`` stands.

    next_blank: the first number that was still blank when somebody counted last; 1 if nobody has

    >>> at = datetime(2026, 11, 23)
    >>> one = standing(5, [Noted(1, "used", at, at), Noted(3, "used", at, at), Noted(3, "double", at)])
    >>> one.missing, one.doubles, one.blank
    ((2,), (3,), 2)
    """
    ends: dict[int, str] = {}
    times: dict[int, datetime] = {}
    doubles: set[int] = set()
    for note in notes:
        if note.kind in ENDS and ends.get(note.seq) != "used":
            ends[note.seq] = note.kind
        if note.kind == "used" and note.received:
            times[note.seq] = note.received
        if note.kind == "double":
            doubles.add(note.seq)
    last = max([next_blank - 1, *ends], default=0)
    missing = tuple(seq for seq in range(1, last + 1) if seq not in ends)
    return Standing(ends, missing, tuple(sorted(doubles)), _unordered(times), size - last, last)


def _unordered(times: Mapping[int, datetime]) -> tuple[int, ...]:
    found, latest = [], None
    for seq in sorted(times):
        if latest is not None and times[seq] < latest:
            found.append(seq)
        latest = times[seq] if latest is None else max(latest, times[seq])
    return tuple(found)
