"""One column of a decision table as its atomic values, each with the rows that hold for it as the bits of a number.

Between two bounds that some cell writes, no row can tell one value from another. So a column has few atoms, a value is
found by a search among them, and the rows that hold for a case are an "and" over the columns, however many there are.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from layani.rules.catalogue.amounts.cell import Cell, Span, Spans, Words


class Axis(Protocol):
    """What a table needs of a column; rows are the bits of a number, the first row its lowest."""

    @property
    def any(self) -> int:
        """Return the rows that hold for every value."""
        ...

    def rows(self, value: Any) -> int:
        """Return the rows that hold for a value."""
        ...

    def atoms(self) -> Iterator[tuple[int, Any]]:
        """Yield (rows, a value of the atom) of every atom that can occur; None stands for any other word."""
        ...


@dataclass(frozen=True)
class WordAxis:
    """The column of a text or a yes/no."""

    any: int
    known: Mapping[Any, int]
    others: int
    options: tuple[Any, ...]

    def rows(self, value: Any) -> int:
        """Return the rows that hold for a word."""
        return self.known.get(value, self.others)

    def atoms(self) -> Iterator[tuple[int, Any]]:
        """Yield the answers that there are; of a free text also any other word."""
        for value in self.options or self.known:
            yield self.rows(value), value
        if not self.options:
            yield self.others, None


@dataclass(frozen=True)
class NumberAxis:
    """The column of a number, amount or day. ``masks[n]`` holds from ``starts[n - 1]`` up to ``starts[n]``."""

    any: int
    starts: Sequence[int]
    masks: Sequence[int]
    domain: Span

    def rows(self, value: int) -> int:
        """Return the rows that hold for a number."""
        return self.masks[bisect_right(self.starts, value)]

    def atoms(self) -> Iterator[tuple[int, Any]]:
        """Yield the spans that meet the values which the question allows, each by its least such value."""
        least, most = self.domain
        for number, mask in enumerate(self.masks):
            low = self.starts[number - 1] if number else None
            high = self.starts[number] - 1 if number < len(self.starts) else None
            if (high is None or least is None or high >= least) and (low is None or most is None or low <= most):
                inside = [one for one in (low, least) if one is not None]
                yield mask, max(inside) if inside else (high if high is not None else 0)


def word_axis(cells: Sequence[Cell], options: tuple[Any, ...]) -> WordAxis:
    """Return the axis of a column of words; ``options`` are the only answers that there are, () any."""
    words = {value for cell in cells if isinstance(cell, Words) for value in cell.values}
    known = dict.fromkeys(words, 0)
    anything = others = 0
    for number, cell in enumerate(cells):
        bit = 1 << number
        if cell is None:
            anything |= bit
        elif isinstance(cell, Words) and cell.others:
            others |= bit
            for value in words - cell.values:
                known[value] |= bit
        elif isinstance(cell, Words):
            for value in cell.values:
                known[value] |= bit
    whole = {value: mask | anything for value, mask in known.items()}
    return WordAxis(anything, whole, others | anything, options)


def number_axis(cells: Sequence[Cell], domain: Span = (None, None)) -> NumberAxis:
    """Return the axis of a column of numbers; ``domain`` are the values that can occur."""
    anything = first = 0
    changes: dict[int, int] = {}
    for number, cell in enumerate(cells):
        bit = 1 << number
        if cell is None:
            anything |= bit
        for low, high in cell.spans if isinstance(cell, Spans) else ():
            if low is None:
                first |= bit
            else:
                changes[low] = changes.get(low, 0) ^ bit
            if high is not None:
                changes[high + 1] = changes.get(high + 1, 0) ^ bit
    starts = sorted(changes)
    masks = [first | anything]
    for start in starts:
        masks.append(masks[-1] ^ changes[start])
    return NumberAxis(anything, starts, masks, domain)
