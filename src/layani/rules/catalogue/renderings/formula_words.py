"""A formula of a service file in words: “Rate per guest” × “How many guests?” ÷ 2, as a tariff prints it.

Only arithmetic over answers, parameters and tables is said; of anything else nothing, and the reader sees what the
file itself says of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from layani.rules.catalogue.amounts.model import Amounts
from layani.rules.catalogue.expressions.nodes import Call, Literal, Name, Node, Operation, Part
from layani.rules.catalogue.model import Field
from layani.rules.money.amount import Money
from layani.rules.text import Text

_SIGNS: Final = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_BINDS: Final = {"+": 1, "-": 1, "*": 2, "/": 2}
_TIGHTEST: Final = 3
_PERMILLE: Final = 1000
"""``share`` takes thousandths of an amount."""


class _TooInvolved(Exception):
    """The formula is more than arithmetic over what has a name in words."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Words, and how tightly their last operator binds."""

    words: Text
    binds: int = _TIGHTEST

    def inside(self, binds: int) -> Text:
        """Return the words as an operand of an operator that binds so tightly, in brackets where it needs them."""
        return self.words if self.binds >= binds else Text(f"({self.words.id})", f"({self.words.en})")


def formula_words(formula: Node, fields: Mapping[str, Field], amounts: Amounts) -> Text | None:
    """Return a formula in words, or None where it is more than arithmetic.

    fields:   the questions by name, whose labels the reader knows
    amounts:  the parameters and tables, which say what they are
    """
    try:
        return _say(formula, fields, amounts).words
    except _TooInvolved:
        return None


def named(node: Node, fields: Mapping[str, Field], amounts: Amounts) -> Text | None:
    """Return what a single name means to a reader: a question's label, or what a parameter or table says it is."""
    match node:
        case Part(of=Name(name="parameters"), name=name) if name in amounts.parameters:
            return amounts.parameters[name].says
        case Part(of=Name(name="tables"), name=name) if name in amounts.tables:
            return amounts.tables[name].says
        case Name(name=name) | Part(of=Name(name="answers"), name=name) if name in fields:
            return fields[name].label
    return None


def _say(node: Node, fields: Mapping[str, Field], amounts: Amounts) -> _Said:
    found = named(node, fields, amounts)
    if found:
        return _Said(Text(f"“{found.id}”", f"“{found.en}”"))
    match node:
        case Literal(value=int() as value) if not isinstance(value, bool):
            return _Said(number_words(value))
        case Call(function="idr", arguments=(Literal(value=int() as value),)):
            amount = Money.units(value)
            return _Said(Text(amount.words("id"), amount.words("en")))
        case Call(function="share", arguments=(amount, part)):
            times = _joined("*", _say(amount, fields, amounts), _say(part, fields, amounts))
            return _joined("/", times, _Said(number_words(_PERMILLE)))
        case Operation(operator=operator, operands=(left, right)) if operator in _SIGNS:
            return _joined(operator, _say(left, fields, amounts), _say(right, fields, amounts))
    raise _TooInvolved


def _joined(operator: str, left: _Said, right: _Said) -> _Said:
    """Return two operands joined; on the right of − × ÷ also one that binds as tightly stands in brackets."""
    binds = _BINDS[operator]
    one, other = left.inside(binds), right.inside(binds + (operator != "+"))
    sign = _SIGNS[operator]
    return _Said(Text(f"{one.id} {sign} {other.id}", f"{one.en} {sign} {other.en}"), binds)


def number_words(value: int) -> Text:
    """Return a whole number with its thousands apart.

    >>> number_words(37_500).id
    '37.500'
    """
    english = f"{value:,}"
    return Text(english.replace(",", "."), english)
