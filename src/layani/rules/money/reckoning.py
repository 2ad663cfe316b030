"""Bounds, shares, rounding and splitting of an amount: whole minor units, and no unit is ever lost.

The order is that of a levy decree: what the formula gives is bounded, then what is waived comes off, then it is rounded
once. So a full waiver leaves nothing, however high the least amount is.
"""

from dataclasses import dataclass
from typing import Final, Literal

from layani.rules.money.amount import AmountError, Money

WHOLE: Final = 100
"""Per cent of the whole."""

Way = Literal["up", "down", "nearest"]


@dataclass(frozen=True, slots=True)
class Rounding:
    """To a multiple of ``to``; "nearest" takes half a step upwards."""

    to: Money
    how: Way


def rounded(amount: Money, rule: Rounding) -> Money:
    """Return ``amount`` rounded to a whole multiple of the rule's step.

    amount: zero or more
    >>> rounded(Money.units(1_500), Rounding(Money.units(1_000), "nearest")).words("en")
    'IDR 2,000'
    """
    step, short = rule.to.minor, amount.minor % rule.to.minor
    if not short or rule.how == "down" or (rule.how == "nearest" and 2 * short < step):
        return Money(amount.minor - short, amount.currency)
    return Money(amount.minor - short + step, amount.currency)


def bounded(amount: Money, least: Money | None, most: Money | None) -> Money:
    """Return ``amount``, or the bound that it passes.

    >>> bounded(Money.units(5), Money.units(10), None) == Money.units(10)
    True
    """
    if least is not None and amount < least:
        return least
    return most if most is not None and most < amount else amount


def waived(amount: Money, percent: int) -> Money:
    """Return what is left when ``percent`` of 100 is waived; a broken unit is waived with it.

    >>> waived(Money(101), 50)
    Money(minor=50, currency='IDR')
    """
    return Money(amount.minor * (WHOLE - percent) // WHOLE, amount.currency)


def parts(amount: Money, percents: tuple[int, ...]) -> tuple[Money, ...]:
    """Return the amounts of instalments; the last one takes the units that do not divide.

    percents: shares of 100, which together are 100; AmountError otherwise
    >>> [one.minor for one in parts(Money(100), (33, 33, 34))]
    [33, 33, 34]
    """
    if sum(percents) != WHOLE:
        raise AmountError(f"the shares {', '.join(map(str, percents))} are together not 100. Make them 100.")
    first = [amount.minor * percent // WHOLE for percent in percents[:-1]]
    return tuple(Money(minor, amount.currency) for minor in (*first, amount.minor - sum(first)))
