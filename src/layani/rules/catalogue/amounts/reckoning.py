"""Reckons what a case costs, what a benefit pays, and how many points it has; each with its lines."""

from collections.abc import Mapping
from typing import Any, Final

from layani.rules.catalogue.amounts.figures import Figures
from layani.rules.catalogue.amounts.model import Criterion, Line, Reckoning, Score
from layani.rules.catalogue.expressions import Expression, Reads, Scope, Unknown
from layani.rules.money.amount import LARGEST_MINOR, Money
from layani.rules.money.fee import FeeRow, Waiver
from layani.rules.money.reckoning import bounded, parts, rounded, waived
from layani.rules.text import Text

_FIXED: Final = Text("Tarif tetap", "Fixed amount")
_FORMULA: Final = Text("Dihitung dari jawaban Anda", "Worked out from your answers")
_AT_LEAST: Final = Text("Paling sedikit", "At the least")
_AT_MOST: Final = Text("Paling banyak", "At the most")
_ROUNDED: Final = Text("Dibulatkan", "Rounded")
_DEPOSIT: Final = "deposit"


class _Untold(Exception):
    """An amount cannot be told; the message says why."""


def reckon(row: FeeRow[Expression], number: int, figures: Figures, scope: Scope) -> Reckoning:
    """Return what one row of a fee, or of a benefit, comes to.

    number:  the row's place in its table, from 1; part of the line's id
    scope:   holds what the row's expressions read
    """
    lines: list[Line] = []
    try:
        amount = _base(row, number, figures, scope, lines)
        amount = _waived(row, amount, scope, lines)
        amount = _rounded(row, amount, lines)
        deposit = _amount_of(row.deposit.amount, figures, scope) if row.deposit else None
    except _Untold as fault:
        return Reckoning(None, tuple(lines), str(fault))
    if row.deposit and deposit:
        lines.append(Line(_DEPOSIT, row.deposit.says, row.deposit.law, deposit))
    return Reckoning(amount, tuple(lines), deposit=deposit, instalments=_instalments(row, amount))


def _base(row: FeeRow[Expression], number: int, figures: Figures, scope: Scope, lines: list[Line]) -> Money:
    """Return the row's amount within its bounds."""
    if isinstance(row.amount, Expression):
        lines += figures.lines(row.amount)
    amount = _amount_of(row.amount, figures, scope)
    lines.append(Line(f"row:{number}", row.says or (_FIXED if row.fixed else _FORMULA), row.law, amount))
    within = bounded(amount, row.at_least, row.at_most)
    if within != amount:
        name, says = ("at_least", _AT_LEAST) if amount < within else ("at_most", _AT_MOST)
        lines.append(Line(name, says, row.law, within))
    return within


def _waived(row: FeeRow[Expression], amount: Money, scope: Scope, lines: list[Line]) -> Money:
    """Return what is left after the greatest waiver that holds."""
    holding = [one for one in row.waivers if one.when.evaluate(scope) is True]
    if not holding or not amount:
        return amount
    most: Waiver[Expression] = max(holding, key=lambda one: one.share)
    left = waived(amount, most.share)
    says = Text(f"Potongan: {most.says.id}", f"Waived: {most.says.en}")
    lines.append(Line(f"waiver:{most.id}", says, most.law, left - amount))
    return left


def _rounded(row: FeeRow[Expression], amount: Money, lines: list[Line]) -> Money:
    if row.round is None or (whole := rounded(amount, row.round)) == amount:
        return amount
    lines.append(Line("round", _ROUNDED, row.law, whole))
    return whole


def _instalments(row: FeeRow[Expression], amount: Money) -> tuple[tuple[Text, Money], ...]:
    if not row.instalments or not amount:
        return ()
    amounts = parts(amount, tuple(one.share for one in row.instalments))
    return tuple((one.says, part) for one, part in zip(row.instalments, amounts, strict=True))


def _amount_of(amount: Money | Expression, figures: Figures, scope: Scope) -> Money:
    if isinstance(amount, Money):
        return amount
    value = amount.evaluate(scope)
    if isinstance(value, Unknown):
        raise _Untold(figures.why(amount, value))
    if type(value) is not int or not 0 <= value <= LARGEST_MINOR:
        raise _Untold(
            f"the formula gives {value!r} sen, which is no amount from 0 to {Money(LARGEST_MINOR).words('en')}."
        )
    return Money(value)


def score(criteria: tuple[Criterion, ...], reads: Reads, figures: Figures) -> Score:
    """Return the points of every criterion and their sum."""
    scope = figures.scope(reads)
    points: dict[str, int] = {}
    why = ""
    for one in criteria:
        value: Any = one.points.evaluate(scope)
        if type(value) is int:
            points[one.id] = value
        else:
            reason = figures.why(one.points, value) if isinstance(value, Unknown) else f"{value!r} is no number."
            why = why or f"'{one.id}': {reason}"
    return Score(None if why else sum(points.values()), points, why)


def holding(conditions: Mapping[str, Expression], scope: Scope) -> tuple[str, ...]:
    """Return the names of the conditions that hold."""
    return tuple(name for name, when in conditions.items() if when.evaluate(scope) is True)
