"""The evening's reconciliation: bank, ledger and counter are held against each other, and each difference has a name.

A difference is no fault by itself: money on its way is one until tomorrow. The treasurer reads them all, and which of
them somebody must act on today.
The names are ours; that bank, book and receipts are compared every day is common practice of audit (recalled).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from layani.rules.money.accounts import KINDS, Account, Kind
from layani.rules.money.amount import Money
from layani.rules.money.ledger import Book
from layani.rules.money.statement import StatementHead
from layani.rules.text import Text

BANK_AND_BOOK: Final = "bank-and-book"
RECEIPTS_AND_TILL: Final = "receipts-and-till"


@dataclass(frozen=True, slots=True)
class Named:
    """A kind of difference: its words, and whether somebody has to act on it the same day."""

    says: Text
    today: bool


NAMES: Final[dict[str, Named]] = {
    BANK_AND_BOOK: Named(
        Text(id="Saldo bank dan buku berbeda: cari baris yang belum dimasukkan.",
             en="Bank and book have different balances: find the line that is not in."), today=True),
    RECEIPTS_AND_TILL: Named(
        Text(id="Kuitansi petugas dan isi laci menurut buku berbeda: hitung bersama orang kedua.",
             en="An officer's receipts and the till in the book differ: count with a second person."), today=True),
    Kind.UNEXPLAINED: Named(
        Text(id="Uang keluar yang tidak dilepas: tanyakan kepada bank.",
             en="Money left that was not released: ask the bank."), today=True),
    Kind.TILL_DIFFERENCE: Named(
        Text(id="Laci kurang atau lebih saat ditutup: jelaskan bersama orang kedua.",
             en="A till was short or over at its close: explain it with a second person."), today=True),
    Kind.UNMATCHED: Named(
        Text(id="Uang masuk yang belum dikenali: cari pembayarnya.", en="Money arrived unmatched: find its payer."),
        today=False),
    Kind.TILL: Named(
        Text(id="Laci belum ditutup.", en="The till is not closed yet."), today=True),
    Kind.DEPOSIT: Named(
        Text(id="Setoran belum sampai di bank.", en="A deposit has not reached the bank."), today=False),
    Kind.UNDERWAY: Named(
        Text(id="Pembayaran belum terlihat di bank.", en="A payment is not on a statement yet."), today=False),
    Kind.REFUND: Named(
        Text(id="Uang yang harus dikembalikan belum dilepas.", en="A refund is owed and not released."), today=False),
}  # fmt: skip
"""Every name that a difference can have. Kinds of accounts that are empty when all is well are names themselves."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: its name, what it is about (bank account, statement line, officer, …), and how much.

    amount: on the account's own side; for two sides that differ, the outside's figure less the book's
    """

    name: str
    about: str
    amount: Money

    @property
    def says(self) -> Text:
        """Return what it is and what to do."""
        return NAMES[self.name].says

    @property
    def today(self) -> bool:
        """Tell whether somebody has to act on it the same day."""
        return NAMES[self.name].today


def differences(
    book: Book, statements: Mapping[str, StatementHead], receipts: Mapping[str, Money]
) -> tuple[Difference, ...]:
    """Return every difference, those for today first.

    statements: {the office's name of a bank account: its last statement}
    receipts:   {officer: the sum of their numbered receipts since their till was closed last}
    """
    found = [
        *_bank_and_book(book, statements),
        *_receipts_and_till(book, receipts),
        *(_of(account, minor, book.currency) for account, minor in book.balances().items() if _stays(account, minor)),
    ]
    return tuple(sorted(found, key=lambda one: (not one.today, one.name, one.about)))


def _bank_and_book(book: Book, statements: Mapping[str, StatementHead]) -> Iterable[Difference]:
    held = {account.of[0] for account in book.balances() if account.kind is Kind.TREASURY}
    for bank in sorted(held | set(statements)):
        ours = book.balance(Kind.TREASURY, bank)
        head = statements.get(bank)
        # An account without a statement is believed by nobody: all that the book has in it is a difference.
        theirs = head.closing if head else Money(0, book.currency)
        if theirs != ours:
            yield Difference(BANK_AND_BOOK, bank, theirs - ours)


def _receipts_and_till(book: Book, receipts: Mapping[str, Money]) -> Iterable[Difference]:
    held = {account.of[0] for account in book.balances() if account.kind is Kind.TILL}
    for officer in sorted(held | set(receipts)):
        ours = book.balance(Kind.TILL, officer)
        theirs = receipts.get(officer, Money(0, book.currency))
        if theirs != ours:
            yield Difference(RECEIPTS_AND_TILL, officer, theirs - ours)


def _stays(account: Account, minor: int) -> bool:
    return bool(minor) and account.kind in NAMES


def _of(account: Account, minor: int, currency: str) -> Difference:
    own = -minor if KINDS[account.kind].side == "credit" else minor
    return Difference(account.kind.value, " ".join(account.of), Money(own, currency))
