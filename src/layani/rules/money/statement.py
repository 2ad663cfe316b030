"""What a bank says of an account: one neutral form, whichever file it came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from layani.rules.money.amount import Money
from layani.rules.refusal import Refusal
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One amount that the bank booked.

    id:           names the line for ever: account, statement, and what the bank calls the line (or its place)
    place:        its number in the file, from 1
    amount:       positive arrived, negative left
    references:   what stands in fields made for references, as written
    text:         what the payer wrote, in one line
    end_to_end:   the id that who ordered the payment gave it, or ""
    name, account: of the other side, as the bank writes them, or ""; never a ground to match by
    returned:     the bank's code of why a payment came back, or "" where this is none
    """

    id: str
    place: int
    booked_on: date
    amount: Money
    references: tuple[str, ...] = ()
    text: str = ""
    end_to_end: str = ""
    name: str = ""
    account: str = ""
    returned: str = ""


@dataclass(frozen=True, slots=True)
class StatementHead:
    """One statement as a whole.

    id:         what the bank calls it; unique within the account
    digest:     SHA-256 of the file, hex
    first, last: the days that it covers
    count:      of lines
    """

    id: str
    account: str
    digest: str
    first: date
    last: date
    opening: Money
    closing: Money
    count: int


def objection(head: StatementHead, known: Iterable[StatementHead]) -> Refusal | None:
    """Return why a statement cannot follow those of the account that are known already, or None when it can.

    The next one begins with what the last one ended with; so none is left out, and none is taken in twice.
    """
    before = sorted((one for one in known if one.account == head.account), key=lambda one: one.last)
    for one in before:
        if head.digest == one.digest:
            return _same_file(one)
        if head.id == one.id:
            return _same_name(one)
        if head.first <= one.last and one.first <= head.last and not _follows(head, one):
            return _overlaps(head, one)
    if before and before[-1].closing != head.opening:
        return _gap(head, before[-1])
    return None


def _follows(head: StatementHead, one: StatementHead) -> bool:
    """Tell whether a bank that gives several statements a day ended one where the next begins, on the same day."""
    return head.first == one.last and head.opening == one.closing


def _same_file(one: StatementHead) -> Refusal:
    return Refusal(
        code="statement-same-file",
        reason=Text(
            id=f"Berkas ini sudah dimasukkan sebagai rekening koran '{one.id}'.",
            en=f"This file is in already, as the statement '{one.id}'.",
        ),
        remedy=Text(id="Unduh rekening koran berikutnya.", en="Download the next statement."),
    )


def _same_name(one: StatementHead) -> Refusal:
    return Refusal(
        code="statement-same-name",
        reason=Text(
            id=f"Rekening koran '{one.id}' sudah dimasukkan dengan isi lain.",
            en=f"The statement '{one.id}' is in already, with other contents.",
        ),
        remedy=Text(
            id="Bandingkan kedua berkas itu dan tanyakan kepada bank mana yang berlaku.",
            en="Compare the two files and ask the bank which one holds.",
        ),
    )


def _overlaps(head: StatementHead, one: StatementHead) -> Refusal:
    return Refusal(
        code="statement-overlaps",
        reason=Text(
            id=f"Rekening koran '{head.id}' memuat hari yang sudah ada dalam '{one.id}' "
            f"({one.first} sampai {one.last}), jadi uang yang sama dapat terhitung dua kali.",
            en=f"The statement '{head.id}' covers days that are in '{one.id}' ({one.first} to {one.last}), so the same "
            "money could be counted twice.",
        ),
        remedy=Text(
            id=f"Minta rekening koran yang mulai sesudah {one.last}.", en=f"Ask for one that begins after {one.last}."
        ),
    )


def _gap(head: StatementHead, last: StatementHead) -> Refusal:
    return Refusal(
        code="statement-gap",
        reason=Text(
            id=f"Rekening koran '{head.id}' mulai dengan {head.opening.words('id')}, padahal '{last.id}' berakhir "
            f"dengan {last.closing.words('id')}; ada yang terlewat.",
            en=f"The statement '{head.id}' begins with {head.opening.words('en')} and '{last.id}' ended with "
            f"{last.closing.words('en')}; something is left out.",
        ),
        remedy=Text(
            id=f"Masukkan lebih dahulu rekening koran sesudah {last.last}.",
            en=f"Bring in the statement after {last.last} first.",
        ),
    )
