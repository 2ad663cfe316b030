"""What a group of expressions reads: only that is handed to the engine, which pays one or two microseconds a value."""

from collections.abc import Iterable, Mapping
from typing import Any

from layani.rules.catalogue.expressions.expression import Expression, Scope
from layani.rules.catalogue.expressions.functions import PYTHON_FUNCTIONS


class Reads:
    """The paths and functions that a group of expressions uses; made once, when the service is compiled."""

    __slots__ = ("expressions", "functions", "tree")

    def __init__(self, expressions: Iterable[Expression | None]) -> None:
        self.expressions = group = tuple(one for one in expressions if one is not None)
        self.tree: dict[str, Any] = {}
        for path in sorted({path for one in group for path in one.paths}, key=len, reverse=True):
            _grow(self.tree, path)
        called = {name for one in group for name in one.functions}
        self.functions = {name: run for name, run in PYTHON_FUNCTIONS.items() if name in called}

    def scope(self, answers: Mapping[str, Any], facts: Mapping[str, Any] | None = None) -> Scope:
        """Return the scope in which the group is evaluated, with no more in it than the group reads."""
        values = {**answers, **(facts or {})}
        if "answers" in self.tree:
            values["answers"] = answers
        return Scope(_picked(values, self.tree), self.functions)


def _grow(tree: dict[str, Any], path: tuple[str, ...]) -> None:
    """Add a path; longer ones come first, so that a whole value replaces its parts."""
    for name in path[:-1]:
        tree = tree.setdefault(name, {})
    tree[path[-1]] = None


def _picked(values: Mapping[str, Any], tree: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _picked(values[name], below) if below and isinstance(values[name], (dict, Mapping)) else values[name]
        for name, below in tree.items()
        if name in values
    }
