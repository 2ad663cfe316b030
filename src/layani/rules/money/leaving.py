"""Which ordered payment a line of a statement is: it left, it left with another amount, it left twice, it came back.

The payment's number decides, as the bank repeats it; then the amount. Nothing is found by name or by amount alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Literal

from layani.rules.money.amount import Money
from layani.rules.money.applying import NotDecided
from layani.rules.money.postings import Entry, Event, Posting, entry
from layani.rules.money.statement import StatementLine
from layani.rules.text import Text

AROUND: Final = ".,;:()[]'\""
"""Signs that may stand around a payment's number in a text, and are none of it."""


class Leaving(StrEnum):
    """What became of a line that left, or that names a payment of ours."""

    SEEN = "seen"
    OTHER_AMOUNT = "other-amount"
    AGAIN = "left-again"
    NOT_ORDERED = "not-ordered"
    CAME_BACK = "came-back"
    CAME_BACK_IN_PART = "came-back-in-part"
    CAME_BACK_STRANGE = "came-back-strange"


TO_DO: Final[dict[Leaving, Text]] = {
    Leaving.SEEN: Text(id="Tidak ada; bank sudah membayar.", en="Nothing; the bank has paid."),
    Leaving.OTHER_AMOUNT: Text(
        id="Bank membayar jumlah lain daripada yang dilepas: tanyakan kepada bank hari ini.",
        en="The bank paid another amount than was released: ask the bank today.",
    ),
    Leaving.AGAIN: Text(
        id="Bank membayar nomor ini dua kali: minta bank menarik yang kedua hari ini.",
        en="The bank paid this number twice: have it take back the second today.",
    ),
    Leaving.NOT_ORDERED: Text(
        id="Uang keluar tanpa pembayaran yang dilepas: tanyakan kepada bank dan laporkan kepada inspektorat.",
        en="Money left that was not released: ask the bank, and report it to the inspectorate.",
    ),
    Leaving.CAME_BACK: Text(
        id="Perbaiki rekeningnya bersama penerima, lalu bayar dengan nomor baru.",
        en="Put the account right with its receiver, then pay under a new number.",
    ),
    Leaving.CAME_BACK_IN_PART: Text(
        id="Yang kembali bukan seluruhnya: tanyakan kepada bank berapa yang dipotong dan mengapa.",
        en="Not all of it came back: ask the bank what was kept, and why.",
    ),
    Leaving.CAME_BACK_STRANGE: Text(
        id="Yang kembali belum pernah keluar, atau lebih banyak: tanyakan kepada bank.",
        en="What came back had not left, or is more: ask the bank.",
    ),
}


@dataclass(frozen=True, slots=True)
class Ordered:
    """A released payment. line: its budget line, or "" for a refund; state: by the bank's word.

    A payment that came back is over: its number does not leave again.
    """

    payment: str
    case: str
    amount: Money
    line: str = ""
    state: Literal["underway", "left", "back"] = "underway"


@dataclass(frozen=True, slots=True)
class PaymentMatch:
    """What a line says of a payment; ``ordered`` as it was before the line, or None where none was found."""

    line: StatementLine
    outcome: Leaving
    ordered: Ordered | None = None

    @property
    def waits(self) -> bool:
        """Tell whether a person has to decide before anything is posted."""
        return self.outcome not in (Leaving.SEEN, Leaving.CAME_BACK)

    @property
    def to_do(self) -> Text:
        """Return what a person has to do."""
        return TO_DO[self.outcome]


class Payments:
    """The released payments that lines are held against, by their numbers."""

    def __init__(self, ordered: Iterable[Ordered]) -> None:
        self._by_number = {one.payment: one for one in ordered}

    def named(self, line: StatementLine) -> Ordered | None:
        """Return the one payment whose number stands in a line, as a whole word; None where none or several do."""
        words = (word.strip(AROUND) for word in line.text.split())
        found = {one for one in (line.end_to_end, *line.references, *words) if one in self._by_number}
        return self._by_number[found.pop()] if len(found) == 1 else None

    def mark(self, payment: str, state: Literal["left", "back"]) -> None:
        """Note that a payment has left, or is back."""
        self._by_number[payment] = replace(self._by_number[payment], state=state)


def payment_of(line: StatementLine, payments: Payments) -> PaymentMatch | None:
    """Return what a line says of a payment, or None where it arrived and is no payment of ours that came back."""
    ordered = payments.named(line)
    if line.amount.minor > 0:
        return PaymentMatch(line, _back(line, ordered), ordered) if ordered or line.returned else None
    if ordered is None:
        return PaymentMatch(line, Leaving.NOT_ORDERED)
    if ordered.state != "underway":
        return PaymentMatch(line, Leaving.AGAIN, ordered)
    exact = ordered.amount == Money(-line.amount.minor, line.amount.currency)
    return PaymentMatch(line, Leaving.SEEN if exact else Leaving.OTHER_AMOUNT, ordered)


def payments_of(lines: Iterable[StatementLine], payments: Payments) -> Iterator[PaymentMatch]:
    """Yield what the lines say of payments, in order; other lines are passed over."""
    for line in lines:
        found = payment_of(line, payments)
        if found is None:
            continue
        if found.ordered and not found.waits:
            payments.mark(found.ordered.payment, "left" if found.outcome is Leaving.SEEN else "back")
        yield found


def posted(match: PaymentMatch, event: Event) -> Entry:
    """Return the entry by which a payment is explained or is back, or raise NotDecided where a person has to look."""
    one = match.ordered
    if one is None or match.waits:
        raise NotDecided(f"The line {match.line.id} is '{match.outcome}'. {match.to_do.en}")
    posting = Posting.RETURN if one.line else Posting.RETURN_REFUND
    if match.outcome is Leaving.SEEN:
        posting = Posting.MATCH_PAYMENT
    about = {"line": one.line, "case": one.case, "payment": one.payment, "statement": match.line.id}
    return entry(posting, event, one.amount, nth=1, **about)


def _back(line: StatementLine, ordered: Ordered | None) -> Leaving:
    if ordered is None or ordered.state != "left" or ordered.amount.currency != line.amount.currency:
        return Leaving.CAME_BACK_STRANGE
    if line.amount == ordered.amount:
        return Leaving.CAME_BACK
    return Leaving.CAME_BACK_IN_PART if line.amount < ordered.amount else Leaving.CAME_BACK_STRANGE
