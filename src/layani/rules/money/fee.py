"""A fee table: rows of amounts with their law, of which the first whose condition holds is due."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from layani.rules.money.amount import Money
from layani.rules.money.reckoning import Rounding
from layani.rules.text import Text

Condition = TypeVar("Condition")


@dataclass(frozen=True, slots=True)
class Waiver(Generic[Condition]):
    """A class of people who pay less: ``share`` per cent of 100 are waived when ``when`` holds."""

    id: str
    share: int
    says: Text
    law: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Conditional:
    """What must be met before a part of an amount is due: in words, by which role it is recorded, by which law."""

    says: Text
    by: str
    law: str


@dataclass(frozen=True, slots=True)
class Deposit(Generic[Condition]):
    """What is paid beside the fee and given back; ``says`` tells when, ``back`` what must be met before."""

    amount: Money | Condition
    says: Text
    law: str
    back: Conditional | None = None


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of an amount: ``share`` per cent of 100, and in words when it is paid."""

    share: int
    says: Text
    condition: Conditional | None = None


@dataclass(frozen=True, slots=True)
class FeeRow(Generic[Condition]):
    """One line of a fee table; ``when`` None always holds, ``law`` is the id of the decree that sets it.

    amount:            fixed, or the formula that gives it
    at_least, at_most: bounds of what a formula gives, before anything is waived
    """

    amount: Money | Condition
    law: str | None = None
    says: Text | None = None
    when: Condition | None = None
    at_least: Money | None = None
    at_most: Money | None = None
    round: Rounding | None = None
    waivers: tuple[Waiver[Condition], ...] = ()
    deposit: Deposit[Condition] | None = None
    instalments: tuple[Instalment, ...] = ()

    @property
    def fixed(self) -> Money | None:
        """Return the amount when no formula gives it."""
        return self.amount if isinstance(self.amount, Money) else None

    @property
    def span(self) -> tuple[Money | None, Money | None]:
        """Return the least and the greatest amount before any waiver; None where only the answers tell."""
        return (self.fixed, self.fixed) if self.fixed is not None else (self.at_least, self.at_most)


@dataclass(frozen=True, slots=True)
class Fee(Generic[Condition]):
    """What a case costs. No rows: free of charge."""

    rows: tuple[FeeRow[Condition], ...] = ()

    def row(self, holds: Callable[[Condition], bool]) -> FeeRow[Condition] | None:
        """Return the first row whose condition holds, or None when nothing is due."""
        return next((row for row in self.rows if row.when is None or holds(row.when)), None)

    def words(self) -> Text:
        """Return the fee, or the span of fees, in both languages.

        >>> Fee().words().en, Fee((FeeRow(Money.units(50_000)),)).words().id
        ('Free', 'Rp50.000')
        """
        lows, highs = zip(*(row.span for row in self.rows), strict=True) if self.rows else ((), ())
        low = min((one for one in lows if one is not None), default=None, key=_minor)
        high = max((one for one in highs if one is not None), default=None, key=_minor)
        if any(row.fixed is None for row in self.rows):
            return _by_formula(low if None not in lows else None, high if None not in highs else None)
        if not high or low is None:
            return Text(id="Gratis", en="Free")
        if low == high:
            return Text(id=low.words("id"), en=low.words("en"))
        return Text(id=f"{low.words('id')} sampai {high.words('id')}", en=f"{low.words('en')} to {high.words('en')}")


def _minor(amount: Money) -> int:
    return amount.minor


def _by_formula(low: Money | None, high: Money | None) -> Text:
    """Return the words for a fee that only the answers tell, with the bounds that are known."""
    indonesian, english = "Dihitung dari jawaban Anda", "Worked out from your answers"
    if low:
        indonesian, english = (
            f"{indonesian}, paling sedikit {low.words('id')}",
            f"{english}, at least {low.words('en')}",
        )
    if high:
        indonesian, english = (
            f"{indonesian}, paling banyak {high.words('id')}",
            f"{english}, at most {high.words('en')}",
        )
    return Text(id=indonesian, en=english)
