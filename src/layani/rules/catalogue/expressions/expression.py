"""One compiled expression, and the values it is evaluated over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import cel

from layani.rules.catalogue.expressions.checking import check
from layani.rules.catalogue.expressions.functions import PYTHON_FUNCTIONS
from layani.rules.catalogue.expressions.nodes import Node, functions_called, paths_read
from layani.rules.catalogue.expressions.row_checks import RowCheck, row_checks
from layani.rules.catalogue.expressions.syntax import ExpressionError, parse
from layani.rules.catalogue.expressions.types import ANYTHING, Type, said

_NEEDED: Final = {
    "money": "Write rupiah as: idr(50000)",
    "number": "Write points or a count, such as: married ? 10 : 0",
}
"""What to write where an expression must give something else than a condition."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """No value could be found; ``reason`` says why ("'tenancy' has no answer.")."""

    reason: str


class Scope:
    """The values by name that expressions read; made once and shared by all the expressions of one filing."""

    __slots__ = ("context",)

    def __init__(self, values: Mapping[str, Any], functions: Mapping[str, Any] = PYTHON_FUNCTIONS) -> None:
        self.context = cel.Context(variables=dict(values), functions=dict(functions))


@dataclass(frozen=True, slots=True)
class Expression:
    """One compiled expression; made by ``Expression.compile``.

    paths:      what it reads, such as ("address", "ward"); kept with a rule's result as its trace
    functions:  the names of the functions that it calls
    rows:       the conditions on every row of a list that it holds
    """

    text: str
    gives: Type
    paths: tuple[tuple[str, ...], ...]
    functions: frozenset[str]
    tree: Node = field(repr=False)
    program: Any = field(repr=False, compare=False)
    rows: tuple[RowCheck, ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def compile(
        cls, text: str, names: Mapping[str, Type] | Iterable[str] = (), gives: Type | None = None
    ) -> "Expression":
        """Return the compiled expression, or raise ExpressionError.

        names:  the names that it may read, with their types; without types anything goes
        gives:  the type that its value must have; None any
        """
        types = dict(names) if isinstance(names, Mapping) else dict.fromkeys(names, ANYTHING)
        tree = parse(text)
        found = check(tree, types)
        if gives is not None and found.name not in (gives.name, "anything"):
            hint = _NEEDED.get(gives.name, "Compare it with something.")
            raise ExpressionError(f"It gives {said(found)}, but {said(gives)} is needed. {hint}")
        try:
            program = cel.compile(text)
        except ValueError as fault:
            raise ExpressionError(f"It is not CEL ({str(fault).splitlines()[0][:200]}).") from fault
        paths = tuple(dict.fromkeys(paths_read(tree)))
        return cls(text, found, paths, functions_called(tree), tree, program, row_checks(tree))

    def evaluate(self, values: Mapping[str, Any] | Scope) -> Any:
        """Return the value, or Unknown when a value is missing or the operation is impossible (1/0, text + number)."""
        scope = values if isinstance(values, Scope) else Scope(values)
        try:
            return self.program.execute(scope.context)
        except (RuntimeError, TypeError, ValueError, ArithmeticError, LookupError) as fault:
            return Unknown(_reason(fault))

    def names_used(self) -> frozenset[str]:
        """Return the top-level names that the expression reads."""
        return frozenset(path[0] for path in self.paths)


def _reason(fault: Exception) -> str:
    """Return the engine's fault in a sentence."""
    said = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
    if isinstance(fault, KeyError):
        return f"{said} is missing."
    name = said.partition("Undefined variable or function: ")[2].split(".")[0]
    return f"{name} has no answer." if name else said
