"""A condition of a service file in words: "only if “Is the home yours?” is answered “Rented”".

Paper cannot hide a question, so it says when to answer it. A condition that is more than a comparison of answers is not
guessed at: then the sentence names the questions on which it depends.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from layani.rules.catalogue.expressions.expression import Expression
from layani.rules.catalogue.expressions.nodes import (
    Call,
    Listed,
    Literal,
    Name,
    Node,
    Operation,
    Part,
    asked_whether,
    names_in,
)
from layani.rules.catalogue.kinds.date import show_date
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

_COMPARED = {
    "==": Text(id="{field} dijawab {value}", en="{field} is answered {value}"),
    "!=": Text(id="{field} tidak dijawab {value}", en="{field} is not answered {value}"),
    "<": Text(id="{field} kurang dari {value}", en="{field} is less than {value}"),
    "<=": Text(id="{field} paling banyak {value}", en="{field} is at most {value}"),
    ">": Text(id="{field} lebih dari {value}", en="{field} is more than {value}"),
    ">=": Text(id="{field} paling sedikit {value}", en="{field} is at least {value}"),
    "holds": Text(id="pada {field} dipilih {value}", en="{value} is chosen at {field}"),
    "in": Text(id="{field} dijawab salah satu dari {value}", en="{field} is answered one of {value}"),
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_JOINED = {"&&": Text(id=" dan ", en=" and "), "||": Text(id=" atau ", en=" or ")}
_YES, _NO = Text(id="“Ya”", en="“Yes”"), Text(id="“Tidak”", en="“No”")


class _TooInvolved(Exception):
    """The condition is more than a comparison of answers with fixed values."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Words, and the operator that joins them, if one does."""

    words: Text
    joined: str = ""


def only_if(condition: Expression, fields: Mapping[str, Field]) -> Text:
    """Return "only if …" for a condition over the answers of a form.

    fields:  every field of the form by name; their labels and their options' labels are what the reader sees
    """
    words = condition_words(condition, fields)
    if words is None:
        return _depends_on(condition, fields)
    return Text(id=f"hanya bila {words.id}", en=f"only if {words.en}")


def condition_words(condition: Expression, fields: Mapping[str, Field]) -> Text | None:
    """Return a condition in words, or None where it is more than a comparison of answers with fixed values."""
    try:
        return _say(condition.tree, fields).words
    except _TooInvolved:
        return None


def chosen(condition: Expression, fields: Mapping[str, Field]) -> Text | None:
    """Return the words of the one option that a condition asks for (home == "rent"), or None where it asks for more."""
    match condition.tree:
        case Operation(
            operator="==", operands=(Name(name=name), Literal(value=value)) | (Literal(value=value), Name(name=name))
        ):
            return dict(fields[name].options).get(str(value)) if name in fields else None
    return None


def _depends_on(condition: Expression, fields: Mapping[str, Field]) -> Text:
    read = [fields[name] for name in dict.fromkeys(path[0] for path in condition.paths) if name in fields]
    if not read:
        return Text(id="hanya bila keadaannya memerlukan", en="only if the circumstances make it necessary")
    names = Text(id=", ".join(f"“{one.label.id}”" for one in read), en=", ".join(f"“{one.label.en}”" for one in read))
    return Text(
        id=f"hanya bila diperlukan menurut jawaban pada {names.id}",
        en=f"only if the answers to {names.en} make it necessary",
    )


def _say(node: Node, fields: Mapping[str, Field]) -> _Said:
    match node:
        case Name() | Part():
            return _Said(_compared("==", _label(node, fields), _YES))
        case Operation(operator="not", operands=(Name() as inner,)):
            return _Said(_compared("==", _label(inner, fields), _NO))
        case Operation(operator="&&" | "||" as operator, operands=operands):
            return _several(operator, _without_guards(operator, operands), fields)
        case Operation(operator="in", operands=(Literal() as value, Name() as name)):
            return _Said(_compared("holds", _label(name, fields), _value(value, _field(name, fields))))
        case Operation(operator=operator, operands=(left, right)) if operator in _COMPARED:
            return _Said(_comparison(operator, left, right, fields))
    raise _TooInvolved


def _without_guards(operator: str, operands: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the operands of "and" without has(answers.NAME) where another one reads NAME: words need no such guard."""
    if operator != "&&":
        return operands
    read = {name for one in operands if not _guarded(one) for name in names_in(one)}
    return tuple(one for one in operands if _guarded(one) not in read) or operands


def _guarded(node: Node) -> str:
    """Return NAME of has(answers.NAME), or ""."""
    return next(iter(asked_whether(node)), "") if isinstance(node, Call) and node.function == "has" else ""


def _several(operator: str, operands: tuple[Node, ...], fields: Mapping[str, Field]) -> _Said:
    if len(operands) == 1:
        return _say(operands[0], fields)
    said = [_say(one, fields) for one in operands]
    parts = [
        Text(id=f"({one.words.id})", en=f"({one.words.en})") if one.joined not in ("", operator) else one.words
        for one in said
    ]
    between = _JOINED[operator]
    words = Text(id=between.id.join(one.id for one in parts), en=between.en.join(one.en for one in parts))
    return _Said(words, operator)


def _comparison(operator: str, left: Node, right: Node, fields: Mapping[str, Field]) -> Text:
    if isinstance(left, Literal) and operator in _TURNED:
        operator, left, right = _TURNED[operator], right, left
    field = _field(left, fields)
    return _compared(operator, _label(left, fields), _value(right, field))


def _compared(operator: str, field: Text, value: Text) -> Text:
    said = _COMPARED[operator]
    return Text(id=said.id.format(field=field.id, value=value.id), en=said.en.format(field=field.en, value=value.en))


def _field(node: Node, fields: Mapping[str, Field]) -> Field:
    inner = node.of if isinstance(node, Part) else node
    if isinstance(inner, Name) and inner.name in fields:
        return fields[inner.name]
    raise _TooInvolved


def _label(node: Node, fields: Mapping[str, Field]) -> Text:
    label = _field(node, fields).label
    return Text(id=f"“{label.id}”", en=f"“{label.en}”")


def _value(node: Node, field: Field) -> Text:
    if field.kind == "money":  # minor units, which nobody writes on a form
        raise _TooInvolved
    match node:
        case Literal(value=bool() as value):
            return _YES if value else _NO
        case Literal(value=int() as value):
            return Text(id=str(value), en=str(value))
        case Literal(value=str() as value):
            if field.kind == "date":
                return _day(value)
            words = dict(field.options).get(value, Text(id=value, en=value))
            return Text(id=f"“{words.id}”", en=f"“{words.en}”")
        case Listed(items=items):
            values = [_value(one, field) for one in items]
            return Text(id=", ".join(one.id for one in values), en=", ".join(one.en for one in values))
    raise _TooInvolved


def _day(value: str) -> Text:
    try:
        return Text(id=show_date(value, "id"), en=show_date(value, "en"))
    except ValueError as fault:
        raise _TooInvolved from fault
