"""A compiled decision table: which rows hold for a case, and what follows from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from layani.rules.catalogue.amounts.axis import Axis
from layani.rules.catalogue.amounts.cell import Cell
from layani.rules.catalogue.expressions import Expression, Reads, Scope, Unknown
from layani.rules.catalogue.expressions.types import Type
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class TableRow:
    """What one row gives, with its law; money is whole minor units.

    cells:         one test per column, as the file writes them; what is looked up goes by the axes
    since, until:  the first and the last day on which it holds; None: without end
    """

    gives: Any
    law: str
    says: Text | None = None
    cells: tuple[Cell, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a table for one case, and the numbers from 1 of the rows from which it comes."""

    value: Any
    rows: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class DecisionTable:
    """One table.

    axes:       one per column; where rows have dates, one more for the day of filing
    otherwise:  the result when no row holds; None makes it unknown
    """

    name: str
    says: Text
    law: str
    type: Type
    hit: Literal["unique", "first", "collect"]
    collect: Literal["sum", "max", "min"] | None
    columns: tuple[Expression, ...]
    axes: tuple[Axis, ...]
    rows: tuple[TableRow, ...]
    otherwise: Any = None
    reads: Reads = field(default_factory=lambda: Reads(()), repr=False)

    @property
    def dated(self) -> bool:
        """Return whether rows hold only from or to a day."""
        return len(self.axes) > len(self.columns)

    def look_up(self, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Found | Unknown:
        """Return what the table gives, or Unknown with the reason.

        facts: as ``scope.office_facts`` makes them, with the parameters and the tables above this one
        """
        certain, possible, why = self._holding(answers, facts)
        if self.hit == "collect":
            return self._collected(certain) if certain == possible else Unknown(why)
        first = possible & -possible
        if not first:
            return self._none()
        if not certain & first:
            return Unknown(why)
        if self.hit == "unique" and possible != first:
            numbers = ", ".join(str(number) for number in _numbers(possible))
            return Unknown(f"more than one row of the table '{self.name}' holds: {numbers}.")
        number = first.bit_length()
        return Found(self.rows[number - 1].gives, (number,))

    def _holding(self, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[int, int, str]:
        """Return (rows that hold whatever is not answered, rows that may hold, why they are not the same)."""
        certain = possible = (1 << len(self.rows)) - 1
        why = ""
        for axis, value in zip(self.axes, self._values(answers, facts), strict=True):
            if isinstance(value, Unknown):
                certain &= axis.any
                why = why or value.reason
            else:
                rows = axis.rows(value)
                certain &= rows
                possible &= rows
        return certain, possible, why

    def _values(self, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[Any]:
        scope: Scope | None = None
        for column in self.columns:
            # A column that is nothing but an answer's name gives that answer; the engine would take ten times as long.
            value = None if column.text in facts else answers.get(column.text)
            if type(value) not in _PLAIN:
                scope = scope or self.reads.scope(answers, facts)
                value = column.evaluate(scope)
            yield _comparable(value, column.gives)
        if self.dated:
            today = facts.get("today")
            yield date.fromisoformat(today).toordinal() if today else Unknown("the day is not known.")

    def _collected(self, rows: int) -> Found | Unknown:
        numbers = tuple(_numbers(rows))
        given = [self.rows[number - 1].gives for number in numbers]
        if self.collect == "sum" and (given or self.otherwise is None):
            return Found(sum(given), numbers)
        if not given:
            return self._none()
        return Found(max(given) if self.collect == "max" else min(given), numbers)

    def _none(self) -> Found | Unknown:
        if self.otherwise is None:
            return Unknown(f"no row of the table '{self.name}' holds.")
        return Found(self.otherwise, ())


_PLAIN = (str, int, bool)


def _comparable(value: Any, column: Type) -> Any:
    """Return a column's value as its axis holds it: a day as its ordinal number."""
    if isinstance(value, Unknown):
        return value
    if column.name == "date":
        try:
            return date.fromisoformat(value).toordinal()
        except (TypeError, ValueError):
            return Unknown(f"{value!r} is not a day.")
    wanted = {"number": int, "money": int, "yes or no": bool}.get(column.name, str)
    return value if type(value) is wanted else Unknown(f"{value!r} is not a {column.name}.")


def _numbers(rows: int) -> Iterator[int]:
    """Yield the numbers from 1 of the bits that are set, lowest first."""
    while rows:
        bit = rows & -rows
        yield bit.bit_length()
        rows ^= bit
