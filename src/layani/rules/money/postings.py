"""Every way in which money may move, and the entries that move it. What is not in this table cannot be posted."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from layani.rules.money.accounts import KINDS, Account, Kind
from layani.rules.money.amount import Money


class Posting(StrEnum):
    """What an act does to money."""

    ALLOT = "allot"
    CUT = "cut"
    COMMIT = "commit"
    FREE_AGAIN = "free-again"
    OWE = "owe"
    RELEASE = "release"
    RETURN = "return"

    ASSESS = "assess"
    WAIVE = "waive"
    COUNTER = "counter"
    CLOSE_TILL = "close-till"
    TILL_SHORT = "till-short"
    TILL_OVER = "till-over"

    OPEN_BANK = "open-bank"
    BANK_IN = "bank-in"
    BANK_OUT = "bank-out"
    MATCH_FEE = "match-fee"
    MATCH_DEPOSIT = "match-deposit"
    MATCH_PAYMENT = "match-payment"

    OVERPAID = "overpaid"
    REFUND_FEE = "refund-fee"
    RELEASE_REFUND = "release-refund"
    RETURN_REFUND = "return-refund"

    REVERSE = "reverse"


@dataclass(frozen=True, slots=True)
class Move:
    """One debit and one credit of the same amount."""

    debit: Kind
    credit: Kind


MOVES: Final[dict[Posting, tuple[Move, ...]]] = {
    # The budget: what a line has, promises, owes and has paid.
    Posting.ALLOT: (Move(Kind.FREE, Kind.ALLOTTED),),
    Posting.CUT: (Move(Kind.ALLOTTED, Kind.FREE),),
    Posting.COMMIT: (Move(Kind.COMMITTED, Kind.FREE),),
    Posting.FREE_AGAIN: (Move(Kind.FREE, Kind.COMMITTED),),
    Posting.OWE: (Move(Kind.PAYABLE, Kind.COMMITTED),),
    # Paying moves both tracks at once, so that neither can say what the other does not.
    Posting.RELEASE: (Move(Kind.PAID, Kind.PAYABLE), Move(Kind.GIVEN, Kind.UNDERWAY)),
    Posting.RETURN: (Move(Kind.COMMITTED, Kind.PAID), Move(Kind.UNMATCHED, Kind.GIVEN)),
    # Fees and the counter.
    Posting.ASSESS: (Move(Kind.RECEIVABLE, Kind.INCOME),),
    Posting.WAIVE: (Move(Kind.INCOME, Kind.RECEIVABLE),),
    Posting.COUNTER: (Move(Kind.TILL, Kind.RECEIVABLE),),
    Posting.CLOSE_TILL: (Move(Kind.DEPOSIT, Kind.TILL),),
    Posting.TILL_SHORT: (Move(Kind.TILL_DIFFERENCE, Kind.TILL),),
    Posting.TILL_OVER: (Move(Kind.TILL, Kind.TILL_DIFFERENCE),),
    # The bank. A line of a statement is posted as it is; what it pays is a posting of its own.
    Posting.OPEN_BANK: (Move(Kind.TREASURY, Kind.OPENING),),
    Posting.BANK_IN: (Move(Kind.TREASURY, Kind.UNMATCHED),),
    Posting.BANK_OUT: (Move(Kind.UNEXPLAINED, Kind.TREASURY),),
    Posting.MATCH_FEE: (Move(Kind.UNMATCHED, Kind.RECEIVABLE),),
    Posting.MATCH_DEPOSIT: (Move(Kind.UNMATCHED, Kind.DEPOSIT),),
    Posting.MATCH_PAYMENT: (Move(Kind.UNDERWAY, Kind.UNEXPLAINED),),
    # What goes back to the payer.
    Posting.OVERPAID: (Move(Kind.UNMATCHED, Kind.REFUND),),
    Posting.REFUND_FEE: (Move(Kind.INCOME, Kind.REFUND),),
    Posting.RELEASE_REFUND: (Move(Kind.REFUND, Kind.UNDERWAY),),
    Posting.RETURN_REFUND: (Move(Kind.UNMATCHED, Kind.REFUND),),
}

RELEASES: Final = frozenset({Posting.RELEASE, Posting.RELEASE_REFUND})
"""Postings by which money leaves."""

BY_THE_BANK: Final = frozenset({Posting.OPEN_BANK, Posting.BANK_IN, Posting.BANK_OUT})
"""Postings that repeat what the bank says; only the bank takes such a line back, by a line of its own."""


@dataclass(frozen=True, slots=True)
class Event:
    """The act that moves the money: ``of`` a case (or a ledger of the office), its ``seq`` number there, from 1.

    Who did it, when and by which law stands in the event and not here.
    """

    of: str
    seq: int

    def __str__(self) -> str:
        return f"{self.of}#{self.seq}"


@dataclass(frozen=True, slots=True)
class EntryName:
    """Names one entry for ever: its event, its posting, and which of several such postings of the event, from 1."""

    event: Event
    posting: Posting
    nth: int = 1

    def __str__(self) -> str:
        return f"{self.event} {self.posting}" + (f"/{self.nth}" if self.nth > 1 else "")


@dataclass(frozen=True, slots=True)
class Line:
    """One account and what is added to it; a debit is positive, a credit negative."""

    account: Account
    amount: Money


@dataclass(frozen=True, slots=True)
class Entry:
    """Lines that are zero together, by one event. ``reverses`` names the entry that this one takes back."""

    name: EntryName
    lines: tuple[Line, ...]
    reverses: EntryName | None = None

    @property
    def amount(self) -> int:
        """Return how much moves, in minor units: the greatest single line."""
        return max((abs(line.amount.minor) for line in self.lines), default=0)


def entry(posting: Posting, event: Event, amount: Money, *, nth: int = 1, **about: str) -> Entry:
    """Return the entry by which ``event`` moves ``amount``; ``about`` gives line, case, payment, … as accounts need.

    KeyError where a part that one of the accounts needs is not given.
    >>> made = entry(Posting.COMMIT, Event("A-1", 4), Money.units(500), line="1.06", case="A-1")
    >>> [(str(line.account), line.amount.minor) for line in made.lines]
    [('committed 1.06 A-1', 50000), ('free 1.06', -50000)]
    """
    lines: list[Line] = []
    for move in MOVES[posting]:
        lines.append(Line(_account(move.debit, about), amount))
        lines.append(Line(_account(move.credit, about), Money(-amount.minor, amount.currency)))
    return Entry(EntryName(event, posting, nth), tuple(lines))


def counter_entry(first: Entry, event: Event, *, nth: int = 1) -> Entry:
    """Return the entry that takes ``first`` back by ``event``: the same accounts, the opposite amounts."""
    lines = tuple(Line(line.account, Money(-line.amount.minor, line.amount.currency)) for line in first.lines)
    return Entry(EntryName(event, Posting.REVERSE, nth), lines, reverses=first.name)


def _account(kind: Kind, about: dict[str, str]) -> Account:
    return Account(kind, tuple(about[part] for part in KINDS[kind].parts))
