"""Checks an expression's types, names, functions and the work it can cause, before it ever runs."""

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from layani.rules.catalogue.expressions.functions import FUNCTIONS
from layani.rules.catalogue.expressions.nodes import (
    Call,
    Item,
    Listed,
    Literal,
    Macro,
    Name,
    Node,
    Operation,
    Part,
    children,
    macro_depth,
)
from layani.rules.catalogue.expressions.syntax import ExpressionError
from layani.rules.catalogue.expressions.types import (
    ANYTHING,
    DATE,
    LONGEST_LIST,
    MONEY,
    NUMBER,
    TEXT,
    YES_NO,
    Type,
    fits,
    list_of,
    said,
    wider,
)

DEEPEST_MACRO: Final = 2
"""How deep all/exists/map/filter may be nested; three over 200 items take seconds."""

MOST_WORK: Final = 20_000
"""Node visits that one evaluation may take, by the greatest sizes of the lists: a few thousandths of a second."""

_ORDERED: Final = ("number", "money", "text", "date", "anything")

Names = Mapping[str, Type]


def check(node: Node, names: Names) -> Type:
    """Return the type of the expression's value, or raise ExpressionError.

    names: the types of the names that it may read
    """
    if macro_depth(node) > DEEPEST_MACRO:
        message = f"all, exists, map and filter are nested deeper than {DEEPEST_MACRO}. Split it into two rules."
        raise ExpressionError(message)
    found = type_of(node, names)
    if work(node, names) > MOST_WORK:
        raise ExpressionError("It could take too long over long lists. Split it into two rules.")
    return found


def type_of(node: Node, names: Names) -> Type:
    """Return the type of a node's value, or raise ExpressionError."""
    match node:
        case Literal(value=value):
            return _type_of_value(value)
        case Name(name=name):
            return _known(name, names, "Nothing is called '{}' here.")
        case Part() | Item():
            return _inside(node, names)
        case Call():
            return _call(node, names)
        case Macro():
            return _macro(node, names)
        case Listed(items=items):
            return _listed([type_of(item, names) for item in items])
        case Operation():
            return _operation(node, names)


def _inside(node: Part | Item, names: Names) -> Type:
    of = type_of(node.of, names)
    return _part(of, node.name, node.of) if isinstance(node, Part) else _item(of, type_of(node.index, names))


def _type_of_value(value: object) -> Type:
    if isinstance(value, bool):
        return YES_NO
    if isinstance(value, int):
        return NUMBER
    return TEXT if isinstance(value, str) else ANYTHING


def _known(name: str, known: Mapping[str, Type], message: str) -> Type:
    if name not in known:
        raise ExpressionError(f"{message.format(name)} {_guess(name, known)}")
    return known[name]


def _guess(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1)
    return f"Did you mean '{close[0]}'?" if close else f"Names that can be used: {', '.join(names)}."


def _part(of: Type, name: str, node: Node) -> Type:
    if of.name == "anything":
        return ANYTHING
    if of.name != "record":
        raise ExpressionError(f"{said(of).capitalize()} has no part '{name}'. Leave out .{name}.")
    shown = node.name if isinstance(node, Name) else "it"
    return _known(name, of.parts, f"'{shown}' has no part '{{}}'.")


def _item(of: Type, index: Type) -> Type:
    if of.name not in ("list", "anything") or index.name not in ("number", "anything"):
        raise ExpressionError(
            f"{said(of).capitalize()} has no item by {said(index)}. Only a list has items, by number from 0."
        )
    return of.item or ANYTHING


def _listed(items: list[Type]) -> Type:
    whole = items[0] if items else ANYTHING
    for other in items[1:]:
        if not fits(whole, other):
            raise ExpressionError(f"One list holds {said(whole)} and {said(other)}. Write values of one kind.")
        whole = wider(whole, other)
    return list_of(whole, len(items))


def _call(node: Call, names: Names) -> Type:
    if node.function == "has":
        return _has(node, names)
    given = [type_of(argument, names) for argument in node.arguments]
    if node.function == "size" and len(given) == 1:
        return _size(given[0])
    if node.function == "sum" and len(given) == 1 and not node.method:
        return _sum(given[0])
    return _function(node, given)


def _function(node: Call, given: list[Type]) -> Type:
    function = FUNCTIONS.get(node.function)
    if function is None:
        raise ExpressionError(
            f"There is no function '{node.function}'. {_guess(node.function, [*FUNCTIONS, 'has', 'size'])}"
        )
    if len(given) != len(function.takes) or node.method != function.method:
        raise ExpressionError(f"{node.function} is not used like this. Write it such as: {function.example}")
    for wanted, found, argument in zip(function.takes, given, node.arguments, strict=True):
        if not fits(wanted, found) or (wanted is DATE and not _date(argument, found)):
            raise ExpressionError(
                f"{node.function} needs {said(wanted)}, not {said(found)}. Write it such as: {function.example}"
            )
    return function.gives


def _size(of: Type) -> Type:
    if of.name not in ("list", "anything"):
        raise ExpressionError("size() counts the items of a list. A text's length is bounded by its 'longest'.")
    return NUMBER


def _sum(of: Type) -> Type:
    item = of.item if of.name == "list" else of
    if of.name not in ("list", "anything") or item is None or item.name not in ("number", "money", "anything"):
        what = f"a list of {said(item)}" if of.name == "list" and item else said(of)
        raise ExpressionError(
            f"sum() adds up numbers or amounts, not {what}. Write it such as: {FUNCTIONS['sum'].example}"
        )
    return NUMBER if item.name == "anything" else item


def _has(node: Call, names: Names) -> Type:
    if len(node.arguments) != 1 or node.method or not isinstance(node.arguments[0], Part):
        raise ExpressionError("has() asks whether there is an answer. Write it such as: has(answers.tenancy)")
    type_of(node.arguments[0], names)
    return YES_NO


def _macro(node: Macro, names: Names) -> Type:
    of = type_of(node.of, names)
    if of.name not in ("list", "anything"):
        raise ExpressionError(f".{node.kind}() goes through a list, not {said(of)}.")
    if node.variable in names:
        raise ExpressionError(f"The variable '{node.variable}' of .{node.kind}() is also a name. Choose a new one.")
    body = type_of(node.body, {**names, node.variable: of.item or ANYTHING})
    if node.kind == "map":
        return list_of(body, of.most)
    if body.name not in ("yes or no", "anything"):
        raise ExpressionError(f".{node.kind}() needs a condition, not {said(body)}.")
    return of if node.kind == "filter" else YES_NO


def _operation(node: Operation, names: Names) -> Type:
    found = [type_of(operand, names) for operand in node.operands]
    operator = node.operator
    if operator in ("&&", "||", "not"):
        _all_conditions(operator, found)
        return YES_NO
    if operator == "?":
        _all_conditions("?", found[:1])
        if not fits(found[1], found[2]):
            raise ExpressionError(f"? gives {said(found[1])} or {said(found[2])}. Both must be of one kind.")
        return wider(found[1], found[2])
    if operator == "in":
        return _in(node, *found)
    if operator in ("+", "-", "*", "/", "%", "minus"):
        return _arithmetic(operator, found)
    return _compared(node, *found)


def _all_conditions(operator: str, found: list[Type]) -> None:
    shown = {"not": "!", "?": "?"}.get(operator, operator)
    for one in found:
        if one.name not in ("yes or no", "anything"):
            raise ExpressionError(f"{shown} joins conditions, not {said(one)}. Compare it with something.")


def _in(node: Operation, item: Type, of: Type) -> Type:
    if of.name not in ("list", "anything"):
        raise ExpressionError(f'\'in\' looks into a list, not into {said(of)}. Write a list such as: ["own", "rent"]')
    if of.item is not None and not fits(item, of.item):
        raise ExpressionError(f"{said(item).capitalize()} is never in a list of {said(of.item)}.")
    written = node.operands[1]
    for literal in written.items if isinstance(written, Listed) else ():
        _possible(item, literal)
    if of.item is not None:
        _possible(of.item, node.operands[0])
    return YES_NO


def _compared(node: Operation, left: Type, right: Type) -> Type:
    if not fits(left, right):
        hint = "Write rupiah as: idr(50000)" if "money" in (left.name, right.name) else "Compare values of one kind."
        raise ExpressionError(f"{said(left).capitalize()} is compared with {said(right)}. {hint}")
    if node.operator not in ("==", "!=") and not {left.name, right.name} <= set(_ORDERED):
        raise ExpressionError(f"{said(left).capitalize()} is not more or less than another. Use == or !=.")
    _possible(left, node.operands[1])
    _possible(right, node.operands[0])
    return YES_NO


def _possible(of: Type, literal: Node) -> None:
    """Refuse a comparison with a text that the value can never be."""
    if not isinstance(literal, Literal) or not isinstance(literal.value, str):
        return
    if of.options and literal.value not in of.options:
        raise ExpressionError(f"'{literal.value}' is none of the answers. {_guess(literal.value, of.options)}")
    if of.name == "date" and not _date(literal, TEXT):
        raise ExpressionError(f"'{literal.value}' is not a date. Write it such as: \"2026-11-23\"")


def _date(node: Node, found: Type) -> bool:
    """Return whether a text can be a date: any value of unknown content, or a literal that is one."""
    if found.name in ("date", "anything"):
        return True
    if not isinstance(node, Literal) or not isinstance(node.value, str) or len(node.value) != 10:
        return False
    try:
        date.fromisoformat(node.value)
    except ValueError:
        return False
    return True


def _arithmetic(operator: str, found: list[Type]) -> Type:
    kinds = {one.name for one in found} - {"anything"}
    if kinds <= {"number"}:
        return NUMBER
    if kinds == {"money"} and operator in ("+", "-", "minus"):
        return MONEY
    if kinds == {"money", "number"} and operator in ("*", "/") and (operator == "*" or found[0].name == "money"):
        return MONEY
    if operator == "+" and kinds == {"list"}:
        return list_of(wider(found[0], found[1]).item or ANYTHING, sum(one.most for one in found))
    raise ExpressionError(
        f"'{'-' if operator == 'minus' else operator}' cannot be used with {' and '.join(said(one) for one in found)}."
    )


def work(node: Node, names: Names) -> int:
    """Return the most node visits that one evaluation takes, by the greatest sizes of the lists."""
    if isinstance(node, Macro):
        of = type_of(node.of, names)
        inner = {**names, node.variable: of.item or ANYTHING}
        items = max(of.most if of.name == "list" else LONGEST_LIST, 1)
        return work(node.of, names) + items * work(node.body, inner) + _copying(node, of, items, inner)
    own = 1
    if isinstance(node, Operation) and node.operator in ("in", "+", "==", "!="):
        own += sum(weight(type_of(operand, names)) for operand in node.operands)
    elif isinstance(node, Listed):
        own += weight(type_of(node, names))
    return own + sum(work(child, names) for child in children(node))


def weight(of: Type) -> int:
    """Return how many single values a value of this type holds at most: a list of 50 rows of 4 questions holds 200."""
    if of.name == "list":
        return max(of.most, 1) * weight(of.item or ANYTHING)
    return max(sum(weight(part) for part in of.parts.values()), 1)


COPIES_A_VISIT: Final = 8
"""Values that the engine copies in the time of one node visit; measured with 50 rows of 12 texts."""


def _copying(node: Macro, of: Type, items: int, inner: Names) -> int:
    """Return what building a list costs: the engine copies all that it has so far with every item that it adds."""
    if node.kind not in ("map", "filter"):
        return 0
    item = type_of(node.body, inner) if node.kind == "map" else of.item or ANYTHING
    return items * items * weight(item) // COPIES_A_VISIT
