"""One cell of a decision table: a constant test of one value, so that tables can be checked for gaps and overlaps."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from layani.rules.catalogue.expressions.syntax import ExpressionError
from layani.rules.catalogue.expressions.types import Type
from layani.rules.money.amount import AmountError, Money

Span = tuple[int | None, int | None]
"""Whole numbers from the first to the second, both included; None is without end."""


@dataclass(frozen=True, slots=True)
class Words:
    """The cell of a text or yes/no column: one of ``values``, or none of them."""

    values: frozenset[Any]
    others: bool = False


@dataclass(frozen=True, slots=True)
class Spans:
    """The cell of a number, money or date column: within one of the spans, which do not touch each other."""

    spans: tuple[Span, ...]


Cell = Words | Spans | None
"""None is any value."""

ANY: Final = frozenset({"", "-", "any"})
_TEST: Final = re.compile(r"(==|!=|<=|>=|<|>)\s*(.+)")
_LIST: Final = re.compile(r"in\s*\[(.*)\]")
_IDR: Final = re.compile(r"idr\(\s*([0-9][0-9_]*)\s*\)")
_ORDERED: Final = ("number", "money", "date")


def read_cell(written: Any, column: Type) -> Cell:
    """Return the test that a cell writes for a column of this type, or raise ExpressionError.

    >>> from layani.rules.catalogue.expressions.types import NUMBER
    >>> read_cell(">= 2 && < 5", NUMBER)
    Spans(spans=((2, 4),))
    """
    if written is None or (isinstance(written, str) and written.strip() in ANY):
        return None
    literal = _literals(column)
    text = written.strip() if isinstance(written, str) else written
    listed = _LIST.fullmatch(text) if isinstance(text, str) else None
    if column.name in _ORDERED:
        if listed:
            return Spans(_points({literal(one) for one in _items(listed[1])}))
        return Spans(_span(text, literal))
    if listed:
        return Words(frozenset(literal(one) for one in _items(listed[1])))
    test = _TEST.fullmatch(text) if isinstance(text, str) else None
    if test is None:
        return Words(frozenset({literal(text)}))
    if test[1] not in ("==", "!="):
        raise ExpressionError(f"'{text}' compares by size, but the column holds words. Write one of its answers.")
    return Words(frozenset({literal(test[2])}), test[1] == "!=")


def _items(text: str) -> list[str]:
    found = [one.strip() for one in text.split(",")]
    if not all(found):
        raise ExpressionError(f"'in [{text}]' holds an empty place. Write it such as: in [a, b]")
    return found


def _points(values: set[Any]) -> tuple[Span, ...]:
    """Return single values as spans; neighbours are put together."""
    spans: list[tuple[int, int]] = []
    for value in sorted(values):
        if spans and spans[-1][1] + 1 == value:
            spans[-1] = (spans[-1][0], value)
        else:
            spans.append((value, value))
    return tuple(spans)


def _span(text: Any, literal: Callable[[Any], Any]) -> tuple[Span, ...]:
    low: int | None = None
    high: int | None = None
    for piece in text.split("&&") if isinstance(text, str) else [text]:
        test = _TEST.fullmatch(piece.strip()) if isinstance(piece, str) else None
        sign, value = (test[1], literal(test[2])) if test else ("==", literal(piece))
        if sign == "!=":
            if text != piece:
                raise ExpressionError(f"'{text}' joins != with another test. Write two rows.")
            return ((None, value - 1), (value + 1, None))
        least = {">=": value, ">": value + 1, "==": value}.get(sign)
        most = {"<=": value, "<": value - 1, "==": value}.get(sign)
        low = least if low is None else low if least is None else max(low, least)
        high = most if high is None else high if most is None else min(high, most)
    if low is not None and high is not None and low > high:
        raise ExpressionError(f"'{text}' never holds. Exchange its two bounds, or leave the row out.")
    return ((low, high),)


def _literals(column: Type) -> Callable[[Any], Any]:
    """Return what reads one constant of a column's type."""
    found = {"number": _number, "money": _money, "date": _date, "yes or no": _truth, "text": _text}.get(column.name)
    if found is None:
        raise ExpressionError(
            "The column is neither a number, an amount, a day, a word nor a yes or no. "
            'Make it one, such as: "sound" in equipment'
        )
    return lambda written: found(written, column)


def _number(written: Any, _: Type) -> int:
    text = str(written).strip()
    if isinstance(written, bool) or not re.fullmatch(r"-?[0-9][0-9_]{0,17}", text):
        raise ExpressionError(f"'{text}' is not a test of a number. Write it such as: <= 100")
    return int(text)


def _money(written: Any, _: Type) -> int:
    text = str(written).strip()
    call = _IDR.fullmatch(text)
    try:
        return Money.units(int(call[1])).minor if call else Money.parse(text).minor
    except AmountError as fault:
        raise ExpressionError(f"'{text}' is not a test of an amount. Write it such as: <= 5_000_000 IDR") from fault


def _date(written: Any, _: Type) -> int:
    if isinstance(written, date):
        return written.toordinal()
    try:
        return date.fromisoformat(_unquoted(str(written))).toordinal()
    except ValueError as fault:
        raise ExpressionError(f"'{written}' is not a test of a day. Write it such as: >= 2026-12-01") from fault


def _truth(written: Any, _: Type) -> bool:
    known = {"yes": True, "true": True, "no": False, "false": False}
    found = written if isinstance(written, bool) else known.get(str(written).strip())
    if found is None:
        raise ExpressionError(f"'{written}' is neither yes nor no. Write yes, no or any.")
    return found


def _text(written: Any, column: Type) -> str:
    text = _unquoted(str(written))
    if column.options and text not in column.options:
        raise ExpressionError(f"'{text}' is none of the answers: {', '.join(column.options)}.")
    return text


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
