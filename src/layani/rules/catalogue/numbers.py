"""Named formulas: what a rule, a fee and a letter have in common is written once, and each reads it by its name.

``numbers.litres`` stands for its formula. It is written out wherever an expression reads it, before anything is
checked or compiled; so there is one thing that counts, and all that is known of expressions (what they read, whether a
finding is there yet, how they are said in words) holds for it as it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from layani.rules.catalogue.expressions import Expression, Reads
from layani.rules.catalogue.expressions.syntax import LONGEST_TEXT
from layani.rules.text import Text

NUMBERS: Final = "numbers"
FORMULA: Final = "formula"
HOLDING_EXPRESSIONS: Final = frozenset({"when", "must", "amount", "points", "columns", FORMULA})
"""Keys of a service file below which expressions stand."""

_READ: Final = re.compile(r"\"[^\"]*\"|'[^']*'|\bnumbers\.([a-z][a-z0-9_]*)\b")
"""A name that is read; what stands in quotes is passed over."""


@dataclass(frozen=True, slots=True)
class Number:
    """A named formula: what it is, by which law, and what it reads."""

    says: Text
    law: str
    formula: Expression
    reads: Reads


def written_out(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a service file with every ``numbers.NAME`` written out; an unknown name stays as it is.

    A number reads those above it, so there is no circle.
    """
    known: dict[str, str] = {}
    numbers: dict[str, Any] = {}
    for name, one in values.get(NUMBERS, {}).items():
        formula = _in(str(one[FORMULA]), known)
        numbers[name] = {**one, FORMULA: formula}
        if len(formula) <= LONGEST_TEXT:  # a longer one is refused by itself, and would grow in all that read it
            known[name] = f"({formula})"
    rest = {key: _below(one, key, known) for key, one in values.items() if key != NUMBERS}
    return {**rest, NUMBERS: numbers}


def _below(value: Any, key: str, known: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _below(one, str(name), known) for name, one in value.items()}
    if isinstance(value, list):
        return [_below(one, key, known) for one in value]
    return _in(value, known) if isinstance(value, str) and key in HOLDING_EXPRESSIONS else value


def _in(expression: str, known: Mapping[str, str]) -> str:
    return _READ.sub(lambda found: known.get(found[1] or "", found[0]), expression)
