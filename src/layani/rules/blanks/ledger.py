"""The ledger of one series of blanks: where each number is, what became of it, and what is wrong.

Whoever has a blank can print a letter on it, so each number is somewhere from the day on which it came in: in the
store, with an officer, on one letter, spoiled before a second person's eyes, or missing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from layani.rules.refusal import Refusal
from layani.rules.text import Text

SIZE_AT_MOST: Final = 2_000
"""Numbers in one series: a box as printers deliver it; two boxes are two series."""
ENDS: Final = frozenset({"used", "spoiled"})
SPOILED_REASONS: Final[Mapping[str, Text]] = {
    "printer": Text("salah cetak", "misprinted"),
    "torn": Text("sobek, basah, atau kotor", "torn, wet or dirty"),
    "made": Text("cacat dari percetakan", "came flawed from the printer's"),
    "found": Text("pernah hilang, ditemukan lagi", "was missing and was found"),
}
"""Why a blank came to nothing. The paper itself is kept until it is destroyed with a record."""
GONE: Final = "gone"
MISSING_REASONS: Final[Mapping[str, Text]] = {
    GONE: Text("tidak ada pada yang ditinggalkan pemegangnya", "not among what its holder left behind"),
}
STORE: Final = None

_NUMBER = re.compile(r"([A-Z]{0,8})([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Series:
    """Blanks of one kind that came in together. prefix: letters before the number; width: digits, zeros in front."""

    prefix: str
    first: int
    last: int
    width: int

    def number(self, seq: int) -> str:
        """Return a number as it is printed on the blank.

        >>> Series("KIA", 1, 50, 6).number(7)
        'KIA000007'
        """
        return f"{self.prefix}{seq:0{self.width}d}"


def read_number(text: str) -> tuple[str, int] | None:
    """Return (letters, number) of what somebody typed from a blank, or None if it can be none.

    >>> read_number("kia 000-007")
    ('KIA', 7)
    """
    found = _NUMBER.fullmatch(re.sub(r"[\s.\-/]", "", text.upper()))
    return (found[1], int(found[2])) if found else None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger, of the numbers first to last.

    kind:   "handed" to a holder, "returned" to the store, "used", "spoiled", "missing", or "double": somebody tried to
            use again what had ended
    holder: id of the officer who has the numbers from here on, or who had them; None for the store
    """

    kind: str
    first: int
    last: int
    holder: int | None = None


@dataclass(frozen=True)
class Standing:
    """How a series stands.

    held:    number -> holder of those that are neither used nor spoiled nor missing; None for the store
    ended:   number -> "used" or "spoiled"
    missing: numbers that were noted as missing and not found again
    gaps:    numbers still with a holder below the highest that this holder used: out of their order
    doubles: numbers that somebody tried to use again
    """

    held: Mapping[int, int | None] = field(default_factory=dict)
    ended: Mapping[int, str] = field(default_factory=dict)
    missing: tuple[int, ...] = ()
    gaps: tuple[int, ...] = ()
    doubles: tuple[int, ...] = ()

    @property
    def in_order(self) -> bool:
        """Whether nothing needs a supervisor's eye."""
        return not (self.missing or self.gaps or self.doubles)

    def balance(self) -> dict[int | None, tuple[int, ...]]:
        """Return the numbers that each holder has, in order; the store is None."""
        found: dict[int | None, list[int]] = defaultdict(list)
        for seq in sorted(self.held):
            found[self.held[seq]].append(seq)
        return {holder: tuple(numbers) for holder, numbers in found.items()}


def standing(series: Series, lines: Iterable[Line]) -> Standing:
    """Return how a series stands after its lines, in their order.

    >>> box = Series("KIA", 1, 5, 6)
    >>> lines = [Line("handed", 1, 3, 7), Line("used", 1, 1, 7), Line("used", 3, 3, 7), Line("double", 1, 1, 8)]
    >>> now = standing(box, lines)
    >>> now.balance(), now.gaps, now.doubles
    ({7: (2,), None: (4, 5)}, (2,), (1,))
    """
    held: dict[int, int | None] = dict.fromkeys(range(series.first, series.last + 1), STORE)
    ended: dict[int, str] = {}
    missing: set[int] = set()
    doubles: set[int] = set()
    highest: dict[int | None, int] = {}
    for line in lines:
        for seq in range(max(line.first, series.first), min(line.last, series.last) + 1):
            if line.kind in ("handed", "returned") and seq in held:
                held[seq] = line.holder if line.kind == "handed" else STORE
            elif line.kind == "double":
                doubles.add(seq)
            elif line.kind == "missing" and seq not in ended:
                missing.add(seq)
                held.pop(seq, None)
            elif line.kind in ENDS:
                ended.setdefault(seq, line.kind)
                held.pop(seq, None)
                missing.discard(seq)
        if line.kind == "used":
            highest[line.holder] = max(highest.get(line.holder, 0), line.first)
    gaps = tuple(seq for seq in sorted(held) if held[seq] is not None and seq < highest.get(held[seq], 0))
    return Standing(held, ended, tuple(sorted(missing)), gaps, tuple(sorted(doubles)))


def spans(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return numbers in order as spans.

    >>> spans([1, 2, 3, 7])
    ((1, 3), (7, 7))
    """
    found: list[tuple[int, int]] = []
    for seq in numbers:
        if found and found[-1][1] == seq - 1:
            found[-1] = (found[-1][0], seq)
        else:
            found.append((seq, seq))
    return tuple(found)


def objection_to_use(stands: Standing, seq: int, officer: int, number: str) -> Refusal | None:
    """Return why an officer may not hand a letter over on a blank."""
    if seq in stands.ended:
        how = {"used": Text("sudah dipakai", "is used already"), "spoiled": Text("sudah rusak", "is spoiled")}
        word = how[stands.ended[seq]]
        return Refusal(
            "blank-ended",
            Text(f"Blangko {number} {word.id}.", f"Blank {number} {word.en}."),
            Text("Baca lagi nomornya pada kertas; pengawas melihat percobaan ini.",
                 "Read the number on the paper again; a supervisor sees this attempt."),
        )  # fmt: skip
    if seq in stands.missing:
        return Refusal(
            "blank-missing",
            Text(f"Blangko {number} tercatat hilang.", f"Blank {number} is noted as missing."),
            Text("Serahkan kertasnya kepada pengawas, dan pakai blangko lain.",
                 "Give the paper to a supervisor, and use another blank."),
        )  # fmt: skip
    if stands.held.get(seq) != officer:
        return Refusal(
            "not-your-blank",
            Text(f"Blangko {number} bukan pegangan Anda.", f"Blank {number} is not one of those that you hold."),
            Text("Pakai blangko Anda sendiri, atau minta pengawas menyerahkannya kepada Anda.",
                 "Use one of your own, or ask a supervisor to hand it to you."),
        )  # fmt: skip
    return None


def objection_to_moving(stands: Standing, first: int, last: int, holder: int | None) -> Refusal | None:
    """Return why some numbers cannot be passed on: one of them is not with ``holder`` (None for the store)."""
    if first <= last and all(stands.held.get(seq, -1) == holder for seq in range(first, last + 1)):
        return None
    return Refusal(
        "blanks-elsewhere",
        Text("Tidak semua nomor itu ada di sana.", "Not all of these numbers are there."),
        Text("Lihat saldonya di halaman ini, lalu tulis nomor pertama dan terakhir.",
             "See the balance on this page, then write the first and the last number."),
    )  # fmt: skip
