"""Whether anybody's answers get past all rows of a fee to what counts otherwise."""

from collections.abc import Mapping, Sequence
from itertools import islice, product
from typing import Final

from layani.rules.catalogue.expressions import Expression
from layani.rules.catalogue.model import Field

_MOST: Final = 2000
"""Combinations that are tried; where there are more, the last line is printed, which is never wrong."""


def leaves_something(conditions: Sequence[Expression], fields: Mapping[str, Field]) -> bool:
    """Return whether answers may exist for which none of the conditions holds.

    Only questions that everybody must answer from a short list are tried through; anything else may leave something.
    """
    names = sorted({path[0] for one in conditions for path in one.paths})
    if any(len(path) != 1 for one in conditions for path in one.paths):
        return True
    values = [_values(fields.get(name)) for name in names]
    if not all(values):
        return True
    tried = list(islice(product(*values), _MOST + 1))
    return len(tried) > _MOST or any(
        not any(one.evaluate(dict(zip(names, answers, strict=True))) is True for one in conditions) for answers in tried
    )


def _values(one: Field | None) -> tuple[str | bool, ...]:
    """Return every answer that a question can have; () where they cannot be listed, or it may stay without one."""
    if one is None or one.when or not one.required:
        return ()
    return (True, False) if one.kind == "yes no" else tuple(v for v, _ in one.options) if one.kind == "choice" else ()
