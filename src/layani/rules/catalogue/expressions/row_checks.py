"""Which rows of a list keep a condition from holding: ``heirs.all(h, h.share > 0)`` fails, and rows 2 and 5 are why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import cel

from layani.rules.catalogue.expressions.functions import PYTHON_FUNCTIONS
from layani.rules.catalogue.expressions.nodes import Macro, Name, Node, Operation, Part, children, paths_read, text_of

MOST_LOOKED_AT: Final = 50
"""Rows of one list that are looked at; no list of a form is longer."""


_EACH: Final[Mapping[tuple[str, bool | None], bool]] = {("all", True): True, ("exists", False): False}
"""What every row must give so that a macro gives what is wanted of it."""


@dataclass(frozen=True, slots=True)
class RowCheck:
    """One condition on every row of a list that is an answer.

    name:    of the list;  variable: what the condition calls a row;  reads: what else the condition reads
    wanted:  what the condition must give in every row: true in all(), false where exists() is refused with !
             None: only rows in which it cannot be known are of interest, as in map() and filter()
    """

    name: str
    variable: str
    reads: frozenset[str]
    wanted: bool | None
    program: Any

    def rows_at_fault(self, values: Mapping[str, Any]) -> tuple[int, ...]:
        """Return the rows, from 0, that fail; rows in which a value is missing are among them."""
        rows = values.get(self.name)
        if not isinstance(rows, Sequence) or isinstance(rows, str):
            return ()
        return tuple(place for place, row in enumerate(rows[:MOST_LOOKED_AT]) if self._fails(row, values))

    def _fails(self, row: Any, values: Mapping[str, Any]) -> bool:
        read = {name: values[name] for name in self.reads if name in values}
        context = cel.Context(variables={**read, self.variable: row}, functions=dict(PYTHON_FUNCTIONS))
        try:
            found = self.program.execute(context)
        except (RuntimeError, TypeError, ValueError, ArithmeticError, LookupError):
            return True
        return self.wanted is not None and found is not self.wanted


def row_checks(tree: Node) -> tuple[RowCheck, ...]:
    """Return the conditions on rows that an expression consists of; () where it has none."""
    return tuple(_checks(tree, True))


def _checks(node: Node, wanted: bool | None) -> Iterator[RowCheck]:
    """Yield the row checks of a node that must give ``wanted`` (None: any value)."""
    if isinstance(node, Macro) and (name := _list_name(node.of)) is not None:
        reads = frozenset(path[0] for path in paths_read(node.body, frozenset({node.variable})))
        yield RowCheck(name, node.variable, reads, _EACH.get((node.kind, wanted)), cel.compile(text_of(node.body)))
        return
    for one in children(node):
        yield from _checks(one, _wanted_below(node, wanted))


def _wanted_below(node: Node, wanted: bool | None) -> bool | None:
    """Return what the parts of a node must give so that it gives ``wanted``; None where that is open."""
    operator = node.operator if isinstance(node, Operation) else ""
    if operator == "not" and wanted is not None:
        return not wanted
    joined = (operator == "&&" and wanted is True) or (operator == "||" and wanted is False)
    return wanted if joined else None


def _list_name(node: Node) -> str | None:
    """Return the name of the answer that a macro goes through: heirs, or answers.heirs."""
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Part) and node.of == Name("answers"):
        return node.name
    return None
