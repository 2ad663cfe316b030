"""Looks through all combinations of a table's atoms: which no row covers, which two cover, which rows never count."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from layani.rules.catalogue.amounts.axis import Axis

MOST_VISITS: Final = 100_000
"""Combinations looked at: about a tenth of a second. The largest tables of the example office need some hundreds."""

MOST_TOLD: Final = 3
"""Gaps and overlaps of one table that are told; the analyst mends these and looks again."""

Example = tuple[Any, ...]


@dataclass
class Checked:
    """What the look through a table found.

    gaps:      values, column by column, for which no row holds; a shorter example holds whatever the rest
    overlaps:  (row, row, values), rows counted from 1
    counting:  bits of the rows that are the first for some combination
    complete:  False when there were too many combinations to look at all
    """

    gaps: list[Example] = field(default_factory=list)
    overlaps: list[tuple[int, int, Example]] = field(default_factory=list)
    counting: int = 0
    complete: bool = True
    seen: set[tuple[int, int]] = field(default_factory=set, repr=False)


def check_combinations(axes: Sequence[Axis], rows: int) -> Checked:
    """Return the gaps and overlaps of a table with this many rows."""
    grouped = []
    for axis in axes:
        atoms: dict[int, Any] = {}
        for mask, value in axis.atoms():
            atoms.setdefault(mask, value)  # atoms with the same rows behave alike: one stands for all
        grouped.append(atoms)
    found = Checked()
    _look(grouped, 0, (1 << rows) - 1, (), found)
    return found


def _look(axes: Sequence[dict[int, Any]], depth: int, rows: int, values: Example, found: Checked) -> None:
    if (depth, rows) in found.seen:
        return  # from the same rows and columns follows the same
    if len(found.seen) >= MOST_VISITS:
        found.complete = False
        return
    found.seen.add((depth, rows))
    if not rows:
        if len(found.gaps) < MOST_TOLD:
            found.gaps.append(values)
        return
    if depth < len(axes):
        for mask, value in axes[depth].items():
            _look(axes, depth + 1, rows & mask, (*values, value), found)
        return
    _count(rows, values, found)


def _count(rows: int, values: Example, found: Checked) -> None:
    """Note the row that counts for one combination, and another one that holds beside it."""
    first = rows & -rows
    found.counting |= first
    rest = rows ^ first
    if rest:
        pair = (first.bit_length(), (rest & -rest).bit_length())
        if len(found.overlaps) < MOST_TOLD and pair not in {one[:2] for one in found.overlaps}:
            found.overlaps.append((*pair, values))
