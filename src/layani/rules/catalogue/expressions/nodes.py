"""An expression as a tree, and what can be read off it without running it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, a whole number, true, false or null."""

    value: str | int | bool | None


@dataclass(frozen=True, slots=True)
class Name:
    """An answer, a fact, or the variable of a macro."""

    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """``of.name``: one part of an address, one fact of the office."""

    of: "Node"
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """``of[index]``: one item of a list."""

    of: "Node"
    index: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """``function(arguments)``, or ``of.function(arguments)`` with ``of`` as the first argument."""

    function: str
    arguments: tuple["Node", ...]
    method: bool


@dataclass(frozen=True, slots=True)
class Macro:
    """``of.kind(variable, body)``: all, exists, exists_one, map or filter over a list."""

    kind: str
    of: "Node"
    variable: str
    body: "Node"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that is written out."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator with its operands; ``&&`` and ``||`` hold as many as stand in a row, ``?`` holds three."""

    operator: str
    operands: tuple["Node", ...]


Node: TypeAlias = Literal | Name | Part | Item | Call | Macro | Listed | Operation


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below."""
    match node:
        case Part(of=of):
            return (of,)
        case Item(of=of, index=index):
            return (of, index)
        case Call(arguments=below) | Listed(items=below) | Operation(operands=below):
            return below
        case Macro(of=of, body=body):
            return (of, body)
    return ()


def macro_depth(node: Node) -> int:
    """Return how deep list macros are nested inside one another's bodies."""
    below = max((macro_depth(child) for child in children(node)), default=0)
    if isinstance(node, Macro):
        return max(below, macro_depth(node.of), 1 + macro_depth(node.body))
    return below


def functions_called(node: Node) -> frozenset[str]:
    """Return the names of all functions that are called."""
    own = frozenset({node.function}) if isinstance(node, Call) else frozenset()
    return own.union(*(functions_called(child) for child in children(node)))


def paths_read(node: Node, bound: frozenset[str] = frozenset()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every value read from outside: ("address", "ward"); ``bound`` are the macros' variables."""
    path = _path(node)
    if path is not None:
        if path[0] not in bound:
            yield path
        return
    if isinstance(node, Macro):
        yield from paths_read(node.of, bound)
        yield from paths_read(node.body, bound | {node.variable})
        return
    for child in children(node):
        yield from paths_read(child, bound)


def _path(node: Node) -> tuple[str, ...] | None:
    if isinstance(node, Name):
        return (node.name,)
    if isinstance(node, Part):
        above = _path(node.of)
        return (*above, node.name) if above else None
    return None


def paths_in(node: Node) -> tuple[tuple[str, ...], ...]:
    """Return the path of every value that a condition reads, each once: ("findings", "visit", "area")."""
    return tuple(dict.fromkeys(paths_read(node)))


def text_of(node: Node) -> str:
    """Return a tree as an expression again, with brackets around every operation."""
    match node:
        case Literal(value=value):
            return _literal(value)
        case Name() | Part() | Item():
            return _place_text(node)
        case Call(function=function, arguments=arguments, method=method):
            given = [text_of(one) for one in arguments]
            return f"{given[0]}.{function}({', '.join(given[1:])})" if method else f"{function}({', '.join(given)})"
        case Macro(kind=kind, of=of, variable=variable, body=body):
            return f"{text_of(of)}.{kind}({variable}, {text_of(body)})"
        case Listed(items=items):
            return f"[{', '.join(text_of(one) for one in items)}]"
        case Operation(operator=operator, operands=operands):
            return _operation_text(operator, [text_of(one) for one in operands])


def _place_text(node: Name | Part | Item) -> str:
    if isinstance(node, Name):
        return node.name
    return f"{text_of(node.of)}.{node.name}" if isinstance(node, Part) else f"{text_of(node.of)}[{text_of(node.index)}]"


def _literal(value: str | int | bool | None) -> str:
    if isinstance(value, str):  # a text in a service file holds one kind of quotes at most, and no backslash
        return f"'{value}'" if '"' in value else f'"{value}"'
    return "null" if value is None else str(value).lower()  # a whole number, true or false


def _operation_text(operator: str, operands: list[str]) -> str:
    if operator in ("not", "minus"):
        return f"({'!' if operator == 'not' else '-'}{operands[0]})"
    if operator == "?":
        return f"({operands[0]} ? {operands[1]} : {operands[2]})"
    return f"({f' {operator} '.join(operands)})"


def names_in(node: Node) -> frozenset[str]:
    """Return the top-level names that a condition reads; has(answers.NAME) reads NAME."""
    return frozenset(path[1] if path[0] == "answers" and len(path) > 1 else path[0] for path in paths_read(node))


def texts_in(node: Node) -> frozenset[str]:
    """Return the texts that are written out in a condition."""
    own = frozenset({node.value}) if isinstance(node, Literal) and isinstance(node.value, str) else frozenset()
    return own.union(*(texts_in(child) for child in children(node)))


def asked_whether(node: Node) -> frozenset[str]:
    """Return NAME of every has(answers.NAME): the questions of which a condition asks whether they are answered."""
    own: frozenset[str] = frozenset()
    match node:
        case Call(function="has", arguments=(Part(of=Name(name="answers"), name=name),)):
            own = frozenset({name})
    return own.union(*(asked_whether(child) for child in children(node)))
