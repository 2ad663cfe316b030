"""How many looks an officer has beside the others of the same role: counts, and no verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Final

TIMES_THE_MEDIAN: Final = 3
AT_LEAST: Final = 10
"""Fewer looks than these are never called many; both are house rules."""
FEWEST_COMPARED: Final = 3
"""With fewer officers in a role there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The looks of one officer in one role: all of them, those with a written reason, and at how many people."""

    officer: int
    role: str
    looks: int
    reasons: int
    people: int


@dataclass(frozen=True, slots=True)
class Beside:
    """One officer's counts beside the median of their role; ``many``: somebody should ask why."""

    counted: Counted
    median: float
    many: bool


def beside_their_role(counts: Iterable[Counted]) -> list[Beside]:
    """Return every officer beside those of the same role, who looks at the most people first.

    >>> [one.many for one in beside_their_role([Counted(n, "head", k, k, k) for n, k in ((1, 40), (2, 3), (3, 4))])]
    [True, False, False]
    """
    rows = sorted(counts, key=lambda one: (-one.people, -one.looks, one.officer, one.role))
    of_role: dict[str, list[int]] = {}
    for row in rows:
        of_role.setdefault(row.role, []).append(row.people)
    found = []
    for row in rows:
        middle = median(of_role[row.role])
        compared = len(of_role[row.role]) >= FEWEST_COMPARED
        many = compared and row.people >= AT_LEAST and row.people > TIMES_THE_MEDIAN * middle
        found.append(Beside(row, middle, many))
    return found
