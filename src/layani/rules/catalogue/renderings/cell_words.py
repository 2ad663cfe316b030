"""One cell of a decision table in words, as a tariff prints it: a choice by its label, a span as “100 to 499”."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from layani.rules.catalogue.amounts.cell import Cell, Span, Words
from layani.rules.catalogue.expressions.types import Type
from layani.rules.catalogue.renderings.formula_words import number_words
from layani.rules.dates import day_words
from layani.rules.money.amount import Money
from layani.rules.text import Text

ANY: Final = Text("semua", "any")
YES: Final = Text("ya", "yes")
NO: Final = Text("tidak", "no")
_RUPIAH: Final = Money.units(1).minor


def cell_words(cell: Cell, column: Type, options: Mapping[str, Text]) -> Text:
    """Return what a cell asks for.

    column:   the type of the column's values
    options:  the labels of the answers of its question; {} where they are no choice
    """
    if cell is None:
        return ANY
    if isinstance(cell, Words):
        return _words(cell, options)
    return listed([_span(one, column) for one in cell.spans])


def value_words(value: Any, kind: Type) -> Text:
    """Return a result, or a bound: an amount in rupiah, a day, a number, yes or no; a word as it stands."""
    if isinstance(value, bool):
        return YES if value else NO
    if kind.name == "money":
        amount = Money(value)
        return Text(amount.words("id"), amount.words("en"))
    if kind.name == "date":
        return day_words(date.fromordinal(value))
    return number_words(value) if isinstance(value, int) else Text(str(value), str(value))


def listed(items: list[Text]) -> Text:
    """Return words joined by "or"."""
    if len(items) == 1:
        return items[0]
    first, last = items[:-1], items[-1]
    return Text(
        f"{', '.join(one.id for one in first)} atau {last.id}", f"{', '.join(one.en for one in first)} or {last.en}"
    )


def _words(cell: Words, options: Mapping[str, Text]) -> Text:
    order = list(options)
    values = sorted(cell.values, key=lambda one: (order.index(one) if one in options else len(order), str(one)))
    said = listed([options[one] if one in options else value_words(one, _PLAIN) for one in values])
    return Text(f"selain {said.id}", f"any but {said.en}") if cell.others else said


_PLAIN: Final = Type("text")


def _span(span: Span, column: Type) -> Text:
    """Return a span; of money that is bounded by "less than" a whole rupiah, the file's own bound."""
    low, high = span
    if low is not None and low == high:
        return value_words(low, column)
    below = column.name == "money" and high is not None and high % _RUPIAH == _RUPIAH - 1
    above = column.name == "money" and low is not None and low % _RUPIAH == 1
    least = None if low is None else value_words(low - above, column)
    most = None if high is None else value_words(high + below, column)
    if least and most and not below and not above:
        return Text(f"{least.id} sampai {most.id}", f"{least.en} to {most.en}")
    parts = []
    if least:
        parts.append(
            Text(f"lebih dari {least.id}", f"more than {least.en}")
            if above
            else Text(f"{least.id} atau lebih", f"{least.en} or more")
        )
    if most:
        parts.append(
            Text(f"kurang dari {most.id}", f"less than {most.en}")
            if below
            else Text(f"paling banyak {most.id}", f"{most.en} at most")
        )
    return Text(" dan ".join(one.id for one in parts), " and ".join(one.en for one in parts))
