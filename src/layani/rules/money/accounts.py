"""The accounts of the money ledger: two tracks, which an act moves together or not at all.

The *budget* track says what may still be promised: allotted, free, committed, payable, paid. The *cash* track says
where the money is: at the bank, in a till, on its way, owed to us, or arrived and not yet explained. Both are kept in
whole minor units, debits positive and credits negative, and each track is always zero together.
Source: two sets of accounts that are posted together are the practice of budgetary accounting (recalled, not looked up
again: the budgetary and the proprietary accounts of the United States Standard General Ledger).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from layani.rules.text import Text

Side = Literal["debit", "credit", "either"]
"""On which side of zero an account may stand."""

Part = Literal["line", "case", "payment", "bank", "statement", "officer", "deposit"]
"""What an account is about: a budget line, a case, one payment of it, a bank account, one line of a bank statement, an
officer's till, or one closing of a till that is taken to the bank."""


class Track(StrEnum):
    """One of the two sets of accounts that are each zero together."""

    BUDGET = "budget"
    CASH = "cash"


class Kind(StrEnum):
    """What an account holds."""

    ALLOTTED = "allotted"
    FREE = "free"
    COMMITTED = "committed"
    PAYABLE = "payable"
    PAID = "paid"

    OPENING = "opening"
    TREASURY = "treasury"
    UNMATCHED = "unmatched"
    UNEXPLAINED = "unexplained"
    RECEIVABLE = "receivable"
    INCOME = "income"
    TILL = "till"
    DEPOSIT = "deposit"
    TILL_DIFFERENCE = "till-difference"
    REFUND = "refund"
    UNDERWAY = "underway"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class AccountKind:
    """Which track, on which side of zero, what names one account of the kind, and its words."""

    track: Track
    side: Side
    parts: tuple[Part, ...]
    says: Text


_B, _C = Track.BUDGET, Track.CASH

KINDS: Final[dict[Kind, AccountKind]] = {
    Kind.ALLOTTED: AccountKind(_B, "credit", ("line",), Text(id="pagu anggaran", en="allotment")),
    Kind.FREE: AccountKind(_B, "debit", ("line",), Text(id="sisa anggaran", en="free budget")),
    Kind.COMMITTED: AccountKind(_B, "debit", ("line", "case"), Text(id="sudah dijanjikan", en="committed")),
    Kind.PAYABLE: AccountKind(_B, "debit", ("line", "case", "payment"), Text(id="harus dibayar", en="payable")),
    Kind.PAID: AccountKind(_B, "debit", ("line", "case", "payment"), Text(id="sudah dibayar", en="paid")),
    Kind.OPENING: AccountKind(_C, "either", ("bank",), Text(id="saldo awal", en="opening balance")),
    Kind.TREASURY: AccountKind(_C, "either", ("bank",), Text(id="kas di bank", en="cash at the bank")),
    Kind.UNMATCHED: AccountKind(
        _C, "credit", ("statement",), Text(id="uang masuk yang belum dikenali", en="receipt not yet matched")
    ),
    Kind.UNEXPLAINED: AccountKind(
        _C, "debit", ("statement",), Text(id="uang keluar yang belum dikenali", en="withdrawal not yet explained")
    ),
    Kind.RECEIVABLE: AccountKind(_C, "debit", ("case",), Text(id="biaya yang belum dibayar", en="fee receivable")),
    Kind.INCOME: AccountKind(_C, "credit", ("case",), Text(id="pendapatan biaya", en="fee income")),
    Kind.TILL: AccountKind(_C, "debit", ("officer",), Text(id="uang di laci petugas", en="till of an officer")),
    Kind.DEPOSIT: AccountKind(_C, "debit", ("deposit",), Text(id="setoran dalam perjalanan", en="deposit on its way")),
    Kind.TILL_DIFFERENCE: AccountKind(_C, "either", ("officer",), Text(id="selisih laci", en="till difference")),
    Kind.REFUND: AccountKind(_C, "credit", ("case",), Text(id="harus dikembalikan", en="refund payable")),
    Kind.UNDERWAY: AccountKind(
        _C, "credit", ("case", "payment"), Text(id="pembayaran dalam perjalanan", en="payment on its way")
    ),
    Kind.GIVEN: AccountKind(_C, "debit", ("line", "case", "payment"), Text(id="sudah diserahkan", en="given out")),
}


@dataclass(frozen=True, slots=True)
class Account:
    """One account: its kind, and the values of the parts that its kind asks for, in their order.

    >>> str(Account(Kind.COMMITTED, ("1.06.02", "SKM-2026-7KQ4")))
    'committed 1.06.02 SKM-2026-7KQ4'
    """

    kind: Kind
    of: tuple[str, ...]

    def __post_init__(self) -> None:
        parts = KINDS[self.kind].parts
        if len(self.of) != len(parts) or not all(self.of):
            raise ValueError(f"An account '{self.kind}' names {', '.join(parts)}; {self.of!r} does not. Give each one.")

    def __str__(self) -> str:
        return " ".join((self.kind.value, *self.of))

    @property
    def track(self) -> Track:
        """Return the set of accounts that it belongs to."""
        return KINDS[self.kind].track

    def part(self, name: Part) -> str | None:
        """Return the budget line, case, … that it is about, or None where its kind has no such part."""
        parts = KINDS[self.kind].parts
        return self.of[parts.index(name)] if name in parts else None
