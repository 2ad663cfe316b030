"""A block of receipts goes from one officer to another: one offers it and says which number is blank, the other counts.

Until both have said the same number, the block is the first one's. Where its holder is not here to offer it, a
supervisor counts in their stead, and the other counts the same. A supervisor's own handing out of a new block is
``block.py``'s.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from layani.rules.refusal import Refusal
from layani.rules.text import Text

STEAD_REASONS: Final = {
    "left": Text("pemegangnya tidak bertugas lagi", "its holder serves no longer"),
    "away": Text("pemegangnya sakit atau tidak di tempat", "its holder is ill or not here"),
    "differs": Text("hitungan pemberi dan penerima berbeda", "the giver and the taker counted differently"),
}
"""Why a supervisor counts a block in its holder's stead; a list, so that nothing personal is typed here."""


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


def against_blank(blank: int, size: int, least: int) -> Refusal | None:
    """Return why a number cannot be the first blank one of a block, or None.

    least: the smallest that it can be by what is known: one after the last that ended or was counted as given out

    >>> [one.code if one else None for one in (against_blank(blank, 5, 3) for blank in (2, 3, 6, 7))]
    ['paper-given-out', None, None, 'paper-not-in-block']
    """
    if not 1 <= blank <= size + 1:
        return WRONG_BLANK
    return GIVEN_OUT if blank < least else None


def against_offering(
    holder: int, by: int, to: int, blank: int, size: int, *, offered: bool, least: int = 1
) -> Refusal | None:
    """Return why an officer may not offer a block to another, or None.

    blank: the first blank number; least: as of ``against_blank``
    """
    if by != holder:
        return NOT_HOLDER
    if to == by:
        return ONESELF
    if offered:
        return OFFERED_ALREADY
    return against_blank(blank, size, least)


def against_standing_in(
    holder: int, by: int, to: int, blank: int, size: int, reason: str, *, serves: bool, least: int = 1
) -> Refusal | None:
    """Return why a supervisor may not count a block in its holder's stead, or None.

    to: who counts after them; serves: whether the holder still holds a role here today; least: as of ``against_blank``
    """
    if by == holder:
        return OWN_BLOCK
    if to in (by, holder):
        return SECOND_PERSON
    if reason not in STEAD_REASONS:
        return NO_STEAD_REASON
    if reason == "left" and serves:
        return STILL_SERVES
    return against_blank(blank, size, least)


def against_noting_gone(holder: int, by: int, *, serves: bool) -> Refusal | None:
    """Return why a supervisor may not note a whole block as lost, or None: alone, nobody takes it off who is here."""
    if by == holder:
        return OWN_BLOCK
    return HOLDER_HERE if serves else None


def against_taking(to: int, by: int, said: int, counted: int, *, taken: bool, later: bool = False) -> Refusal | None:
    """Return why an officer may not take a block over, or None: both must have counted the same.

    later: whether a supervisor has counted the block since it was offered
    """
    if by != to:
        return NOT_FOR_YOU
    if taken:
        return TAKEN_ALREADY
    if later:
        return OFFERED_ANEW
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
GIVEN_OUT = Refusal(
    "paper-given-out",
    Text(
        "Nomor itu, atau satu sesudahnya, sudah dipakai, dicatat, atau dihitung sebagai diberikan.",
        "That number, or one after it, was used, noted, or counted as given out.",
    ),
    Text(
        "Hitung lagi dan tulis nomor kosong pertama sesudahnya. Yang tidak ada di blok dicatat hilang satu per satu.",
        "Count again and write the first blank number after it. Note what is not in the block as lost, one by one.",
    ),
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
OWN_BLOCK = Refusal(
    "paper-own-block",
    Text("Blok itu Anda pegang sendiri.", "You hold that block yourself."),
    Text("Tawarkan di halaman serah terima.", "Offer it on the page for handing blocks on."),
)
SECOND_PERSON = Refusal(
    "paper-second-person",
    Text(
        "Yang menghitung sesudah Anda bukan Anda sendiri dan bukan pemegangnya.",
        "Who counts after you is neither you nor its holder.",
    ),
    Text("Pilih petugas lain.", "Choose another officer."),
)
NO_STEAD_REASON = Refusal(
    "paper-no-stead-reason",
    Text("Belum dipilih mengapa bukan pemegangnya yang menghitung.", "It does not say why its holder does not count."),
    Text("Pilih satu dari daftar.", "Choose one from the list."),
)
STILL_SERVES = Refusal(
    "paper-still-serves",
    Text("Pemegang blok ini masih bertugas.", "The holder of this block still serves."),
    Text(
        "Pilih sebab lain, atau masukkan dulu di buku petugas bahwa orang ini keluar.",
        "Choose another reason, or enter first in the staff ledger that this person leaves.",
    ),
)
HOLDER_HERE = Refusal(
    "paper-holder-here",
    Text("Pemegang blok ini masih bertugas.", "The holder of this block still serves."),
    Text(
        "Hitung dengan orang kedua (menggantikan pemegangnya), atau catat hilang satu per satu.",
        "Count it with a second person (in its holder’s stead), or note what is lost one by one.",
    ),
)
OFFERED_ANEW = Refusal(
    "paper-offered-anew",
    Text("Pengawas sudah menghitung blok itu sesudahnya.", "A supervisor has counted that block since."),
    Text("Muat ulang halaman.", "Reload the page."),
)
