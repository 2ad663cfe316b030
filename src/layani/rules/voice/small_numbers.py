"""Small numbers are not shown: among four people, those who know three of them know the fourth.

A number from 1 to 4 is hidden, a nought is not. Sums for the public are made of shown numbers only, so that nobody can
subtract their way to a hidden one.
"""

from collections.abc import Iterable, Sequence

LEAST = 5
"""The least number of people behind a published number. Convention of public statistics; status: recalled."""


def shown(count: int) -> int | None:
    """Return a count as it may be published, None when it is hidden.

    >>> [shown(n) for n in (0, 1, 4, 5)]
    [0, None, None, 5]
    """
    return None if 0 < count < LEAST else count


def shown_together(parts: Sequence[int]) -> list[int | None]:
    """Return parts of a sum that is published elsewhere: where one of them is hidden, so are the others but noughts.

    >>> shown_together([12, 3, 0]), shown_together([12, 7, 0])
    ([None, None, 0], [12, 7, 0])
    """
    if all(shown(one) is not None for one in parts):
        return list(parts)
    return [None if one else 0 for one in parts]


def sum_of_shown(counts: Iterable[int | None]) -> int:
    """Return the sum of what is shown.

    >>> sum_of_shown([5, None, 0, 7])
    12
    """
    return sum(count for count in counts if count is not None)
