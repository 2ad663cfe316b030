"""A fee table: rows of amounts with their law, of which the first whose condition holds is due."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from layani.rules.money.amount import Money
from layani.rules.text import Text

Condition = TypeVar("Condition")


@dataclass(frozen=True, slots=True)
class FeeRow(Generic[Condition]):
    """One line of a fee table; ``when`` None always holds, ``law`` is the id of the decree that sets it."""

    amount: Money
    law: str | None = None
    says: Text | None = None
    when: Condition | None = None


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
        amounts = sorted((row.amount for row in self.rows), key=lambda amount: amount.minor)
        if not amounts or not amounts[-1]:
            return Text(id="Gratis", en="Free")
        low, high = amounts[0], amounts[-1]
        if low == high:
            return Text(id=low.words("id"), en=low.words("en"))
        return Text(id=f"{low.words('id')} sampai {high.words('id')}", en=f"{low.words('en')} to {high.words('en')}")
