"""Which outcomes conditions can have together, over every way to fill in the form.

Answers out of a short list and yes or no are tried one by one; a number is tried at and beside every bound that it is
compared with. What cannot be looked into (a text, a list, two answers compared with each other) may be anything, so
that a condition called impossible really is.
"""

import itertools
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from layani.rules.catalogue.expressions.functions import FUNCTIONS
from layani.rules.catalogue.expressions.nodes import Call, Listed, Literal, Name, Node, Operation, Part, paths_read

MOST_WAYS: Final = 4_096
"""Ways to fill in the form that are tried for one condition: some hundredths of a second. More is not tried."""

MOST_QUESTIONS: Final = 10
"""Questions that one condition may hang on, one behind the other; with more there are too many ways anyway."""

Truth = bool | None
"""True, false, or None: unknown, because something was not asked or not answered."""

_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda value, known: value in known,
}
_TURNED: Final = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_BOUNDS: Final = {"weekday": (1, 7)}
"""The least and greatest value of functions that have one."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of one question of the form before anybody answers it.

    values:       all answers that there are, of a choice, a yes or no and a declaration; () when they are not listed
    least, most:  bounds of a number or an amount (minor units); None where it has none
    when:         the condition under which it is asked; None always
    """

    values: tuple[str | bool, ...] = ()
    least: int | None = None
    most: int | None = None
    when: Node | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class _Fixed:
    value: Any


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A term that depends on the answers, compared with what does not."""

    term: Node
    operator: str
    value: Any


@dataclass
class Patience:
    """How many ways may still be tried in one service, so that a huge one is not looked at for ever."""

    left: int = 40_000


def outcomes(
    conditions: tuple[Node, ...],
    questions: Mapping[str, Question],
    facts: Mapping[str, Any],
    patience: Patience,
) -> frozenset[tuple[Truth, ...]] | None:
    """Return every combination of outcomes that the conditions can have; None when there are too many ways to try.

    questions:  the form's questions by name
    facts:      what is known of the office, by path such as "office.hall_seats"; what is left out may be anything
    """
    ways = _Ways(questions, facts)
    for condition in conditions:
        ways.gather(condition)
    number = ways.number()
    if number > MOST_WAYS or number * len(conditions) > patience.left:
        return None
    patience.left -= number * len(conditions)
    return frozenset(tuple(ways.truth(one, way) for one in conditions) for way in ways)


class _Ways:
    """The ways to answer what some conditions depend on; a way is a value for every term that matters."""

    def __init__(self, questions: Mapping[str, Question], facts: Mapping[str, Any]) -> None:
        self.questions, self.facts = questions, facts
        self.compared: dict[Node, list[Any]] = {}
        self.closed: dict[Node, None] = {}
        self.asked: dict[str, None] = {}
        self.comparisons: dict[Node, _Comparison | None] = {}

    def gather(self, node: Node) -> None:
        """Note what a condition depends on."""
        match node:
            case Literal(value=bool()):
                return
            case Operation(operator="&&" | "||" | "not" | "?", operands=operands):
                for operand in operands:
                    self.gather(operand)
            case Call(function="has", arguments=(Part(of=Name(name="answers"), name=name),)):
                self._question(name)
            case Name(name=name) if self._is_yes_no(name):
                self.compared.setdefault(node, [])
                self._question(name)
            case _:
                self._compared(node)

    def _is_yes_no(self, name: str) -> bool:
        return name in self.questions and True in self.questions[name].values

    def _compared(self, node: Node) -> None:
        found = self._comparison(node)
        self.comparisons[node] = found
        if found is None:
            self.closed[node] = None
            return
        known = self.compared.setdefault(found.term, [])
        known.extend(found.value if isinstance(found.value, list) else [found.value])
        for path in paths_read(found.term):
            self._question(path[0])

    def _question(self, name: str) -> None:
        question = self.questions.get(name)
        if question is None or name in self.asked:
            return
        self.asked[name] = None
        if len(self.asked) > MOST_QUESTIONS:
            return
        if question.when is not None:
            self.gather(question.when)

    def _comparison(self, node: Node) -> _Comparison | None:
        if not isinstance(node, Operation) or node.operator not in _COMPARE:
            return None
        left, right = (self._fixed(operand) for operand in node.operands)
        found = None
        if right is not None and left is None:
            found = _Comparison(node.operands[0], node.operator, right.value)
        elif left is not None and right is None and node.operator in _TURNED:
            found = _Comparison(node.operands[1], _TURNED[node.operator], left.value)
        return found if found and self._can_be_tried(found) else None

    def _can_be_tried(self, one: _Comparison) -> bool:
        values = one.value if one.operator == "in" and isinstance(one.value, list) else [one.value]
        if isinstance(one.term, Name) and self._is_yes_no(one.term.name):
            return all(isinstance(value, bool) for value in values)
        return bool(values) and {type(value) for value in values} in ({int}, {str})

    def _fixed(self, node: Node) -> _Fixed | None:
        """Return the value of what depends on no answer."""
        match node:
            case Literal(value=value):
                return _Fixed(value)
            case Listed(items=items):
                return _all(tuple(self._fixed(item) for item in items), lambda *values: list(values))
            case Operation(operator="minus", operands=(operand,)):
                return _all((self._fixed(operand),), operator.neg)
            case Call(function=function, arguments=arguments) if function in FUNCTIONS and FUNCTIONS[function].run:
                return _all(tuple(self._fixed(one) for one in arguments), FUNCTIONS[function].run)
            case Part(of=Name(name=above), name=name) if f"{above}.{name}" in self.facts:
                return _Fixed(self.facts[f"{above}.{name}"])
        return None

    def number(self) -> int:
        """Return how many ways there are, or more than MOST_WAYS."""
        total = 1 if len(self.asked) <= MOST_QUESTIONS else MOST_WAYS + 1
        for values in self._choices().values():
            total *= len(values)
            if total > MOST_WAYS:
                break
        return total

    def __iter__(self) -> Iterator[dict[Any, Any]]:
        choices = self._choices()
        return (dict(zip(choices, values, strict=True)) for values in itertools.product(*choices.values()))

    def _choices(self) -> dict[Any, tuple[Any, ...]]:
        """Return the values to try of every term, closed condition and question that may stay empty."""
        terms = {term: self._values(term, known) for term, known in self.compared.items()}
        closed = {node: (True, False, None) for node in self.closed}
        empty = {name: (True, False) for name in self.asked if not self.questions[name].required}
        return {**terms, **closed, **empty}

    def _values(self, term: Node, known: list[Any]) -> tuple[Any, ...]:
        question = self.questions.get(term.name) if isinstance(term, Name) else None
        if question is not None and question.values:
            return question.values
        numbers = [value for value in known if type(value) is int]
        if numbers:
            return _numbers(numbers, *self._bounds(term, question))
        texts = [value for value in known if isinstance(value, str)]
        return tuple(dict.fromkeys(("", *texts, *(f"{text} " for text in texts))))

    def _bounds(self, term: Node, question: Question | None) -> tuple[int | None, int | None]:
        if question is not None:
            return question.least, question.most
        if isinstance(term, Call) and term.function == "size":
            return 0, None
        return _BOUNDS.get(term.function, (None, None)) if isinstance(term, Call) else (None, None)

    def truth(self, node: Node, way: Mapping[Any, Any], open_: frozenset[str] = frozenset()) -> Truth:
        """Return how a condition comes out; ``open_`` are the questions whose condition is being looked at."""
        match node:
            case Literal(value=bool(value)):
                return value
            case Operation(operator="&&" | "||" as sign, operands=operands):
                return _joined(sign == "||", (self.truth(one, way, open_) for one in operands))
            case Operation(operator="not", operands=(operand,)):
                found = self.truth(operand, way, open_)
                return None if found is None else not found
            case Operation(operator="?", operands=(test, then, other)):
                found = self.truth(test, way, open_)
                return None if found is None else self.truth(then if found else other, way, open_)
            case Call(function="has", arguments=(Part(of=Name(name="answers"), name=name),)):
                return self._answered(name, way, open_)
        return self._single(node, way, open_)

    def _single(self, node: Node, way: Mapping[Any, Any], open_: frozenset[str]) -> Truth:
        found = self.comparisons.get(node)
        if found is None and node in self.closed:
            return way[node]  # type: ignore[no-any-return]  # a way holds values of every kind
        term = found.term if found else node
        if not all(self._answered(path[0], way, open_) for path in paths_read(term)):
            return None
        if found is None:
            return bool(way[node])
        try:
            return _COMPARE[found.operator](way[term], found.value)
        except TypeError:
            return None

    def _answered(self, name: str, way: Mapping[Any, Any], open_: frozenset[str]) -> bool:
        question = self.questions.get(name)
        if question is None or name in open_:
            return True
        if not way.get(name, True):
            return False
        return question.when is None or self.truth(question.when, way, open_ | {name}) is True


def _all(parts: tuple[_Fixed | None, ...], make: Callable[..., Any] | None) -> _Fixed | None:
    values = [part.value for part in parts if part is not None]
    if make is None or len(values) < len(parts):
        return None
    try:
        return _Fixed(make(*values))
    except (TypeError, ValueError, ArithmeticError):
        return None


def _joined(deciding: bool, parts: Iterator[Truth]) -> Truth:
    """Return the outcome of a row of && (deciding: False) or || (deciding: True); one unknown part need not matter."""
    unknown = False
    for part in parts:
        if part is deciding:
            return deciding
        unknown = unknown or part is None
    return None if unknown else not deciding


def _numbers(known: list[int], least: int | None, most: int | None) -> tuple[int, ...]:
    """Return the numbers at and beside each bound, and the ends of the range."""
    beside = {number + step for number in known for step in (-1, 0, 1)} | {
        end for end in (least, most) if end is not None
    }
    return tuple(sorted(one for one in beside if (least is None or one >= least) and (most is None or one <= most)))
