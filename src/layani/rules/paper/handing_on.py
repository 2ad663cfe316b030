"""A block of receipts goes from one officer to another: one offers it and says which number is blank, the other counts.

Until both have said the same number, the block is the first one's. A supervisor's own handing out of a new block is
``block.py``'s.
"""

from dataclasses import dataclass
from datetime import datetime

from layani.rules.refusal import Refusal
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Taken:
    """That somebody took a block over: who, when."""

    by: int
    at: datetime


def holder_at(first: int, taken: tuple[Taken, ...], moment: datetime) -> int:
    """Return who held a block at a moment; first: whom it was handed out to.

    >>> from datetime import timedelta
    >>> at = datetime(2026, 11, 23, 8)
    >>> [holder_at(1, (Taken(2, at),), at + timedelta(minutes=m)) for m in (-1, 0)]
    [1, 2]
    """
    return next((one.by for one in reversed(taken) if one.at <= moment), first)


def against_offering(holder: int, by: int, to: int, blank: int, size: int, *, offered: bool) -> Refusal | None:
    """Return why an officer may not offer a block to another, or None. blank: the first blank number."""
    if by != holder:
        return NOT_HOLDER
    if to == by:
        return ONESELF
    if offered:
        return OFFERED_ALREADY
    return None if 1 <= blank <= size + 1 else WRONG_BLANK


def against_taking(to: int, by: int, said: int, counted: int, *, taken: bool) -> Refusal | None:
    """Return why an officer may not take a block over, or None: both must have counted the same."""
    if by != to:
        return NOT_FOR_YOU
    if taken:
        return TAKEN_ALREADY
    return None if said == counted else COUNTED_OTHERWISE


NOT_HOLDER = Refusal(
    "paper-not-held",
    Text("Blok itu tidak Anda pegang.", "You do not hold that block."),
    Text("Yang memegangnya yang menawarkan.", "Whoever holds it offers it."),
)
ONESELF = Refusal(
    "paper-to-oneself",
    Text("Belum dipilih siapa yang menerima blok.", "It does not say who is to take the block."),
    Text("Pilih petugas lain.", "Choose another officer."),
)
OFFERED_ALREADY = Refusal(
    "paper-offered",
    Text("Blok itu sudah ditawarkan dan menunggu dihitung.", "That block is offered already and waits to be counted."),
    Text("Minta penerimanya menghitung.", "Ask whoever is to take it to count."),
)
WRONG_BLANK = Refusal(
    "paper-not-in-block",
    Text("Nomor itu tidak ada di blok ini.", "That number is not in this block."),
    Text("Tulis dua angka di tengah, misalnya 07.", "Write the two digits in the middle, such as 07."),
)
NOT_FOR_YOU = Refusal(
    "paper-not-for-you",
    Text("Blok itu tidak ditawarkan kepada Anda.", "That block was not offered to you."),
    Text("Muat ulang halaman.", "Reload the page."),
)
TAKEN_ALREADY = Refusal(
    "paper-taken",
    Text("Blok itu sudah Anda terima.", "You took that block over already."),
    Text("Muat ulang halaman.", "Reload the page."),
)
COUNTED_OTHERWISE = Refusal(
    "paper-counted-otherwise",
    Text(
        "Nomor kosong pertama yang Anda hitung bukan yang dikatakan pemberinya.",
        "The first blank number that you counted is not the one that the giver said.",
    ),
    Text(
        "Hitung lagi bersama. Bila tetap berbeda, jangan terima: minta pengawas melihat bloknya.",
        "Count again together. If it still differs, do not take it: ask a supervisor to look at the block.",
    ),
)
