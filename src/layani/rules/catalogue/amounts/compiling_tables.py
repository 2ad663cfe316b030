"""Compiles one decision table, and tells its gaps, its overlaps and the rows that never count."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from layani.rules.catalogue.amounts.axis import Axis, number_axis, word_axis
from layani.rules.catalogue.amounts.cell import Cell, Spans, read_cell
from layani.rules.catalogue.amounts.gaps import Checked, Example, check_combinations
from layani.rules.catalogue.amounts.table import DecisionTable, TableRow
from layani.rules.catalogue.expressions import Expression, ExpressionError, Reads
from layani.rules.catalogue.expressions.types import DATE, MONEY, NUMBER, YES_NO, Type, said
from layani.rules.catalogue.grammar.amounts import TableEntry, TableRowEntry
from layani.rules.catalogue.grammar.parts import Words
from layani.rules.catalogue.model import Field
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_, Source
from layani.rules.money.amount import Money
from layani.rules.text import Text

_DAY: Final = "the day of filing"


class TableCompiler:
    """Compiles one table.

    column:  (expression, path) -> the compiled Expression, or None after noting a problem
    """

    def __init__(self, source: Source, name: str, column: Callable[[str, Path_], Any], problems: list[Problem]) -> None:
        self.source, self.name, self.column, self.problems = source, name, column, problems
        self.path: Path_ = ("tables", name)
        self.kinds: list[Type] = []

    def compile(self, entry: TableEntry, fields: Mapping[str, Field], version: date) -> DecisionTable | None:
        """Return the table, or None after noting problems.

        fields:   the questions, whose bounds say which numbers can occur
        version:  the day from which the service holds; before it no row is needed
        """
        before = self._errors()
        written = [self.column(one, (*self.path, "columns", place)) for place, one in enumerate(entry.columns)]
        self._shape(entry)
        if self._errors() > before:
            return None
        columns: tuple[Expression, ...] = tuple(written)
        self.kinds = [one.gives for one in columns]
        cells = [self._cells(entry, place, column.gives) for place, column in enumerate(columns)]
        gives = self._results(entry)
        if self._errors() > before or gives is None:
            return None
        axes = [_axis(column, cells[place], fields) for place, column in enumerate(columns)]
        axes += self._days(entry, version)
        table = DecisionTable(
            name=self.name,
            says=_text(entry.says),
            law=entry.law,
            type=gives,
            hit=entry.hit,
            collect=entry.collect,
            columns=columns,
            axes=tuple(axes),
            rows=tuple(
                _row(one, entry.law, tuple(column[number] for column in cells)) for number, one in enumerate(entry.rows)
            ),
            otherwise=_plain(entry.otherwise),
            reads=Reads(columns),
        )
        self._tell(entry, check_combinations(table.axes, len(table.rows)))
        return table

    def _errors(self) -> int:
        return sum(problem.level == "error" for problem in self.problems)

    def _shape(self, entry: TableEntry) -> None:
        for place, row in enumerate(entry.rows):
            if len(row.when) != len(entry.columns):
                what = f"the row has {len(row.when)} cells for {len(entry.columns)} columns."
                self._note(
                    ("rows", place, "when"), what, "Write one cell per column; 'any' for one that does not matter."
                )
            if row.from_ and row.to and row.to < row.from_:
                self._note(("rows", place, "to"), "the row ends before it begins.", "Exchange the two days.")
        if entry.hit == "collect" and entry.collect is None:
            write = "Add a line such as: collect: sum"
            self._note(("hit",), "'hit: collect' does not say how the results become one.", write)
        if entry.hit != "collect" and entry.collect is not None:
            self._note(("collect",), f"'collect' does not go with 'hit: {entry.hit}'.", "Write: hit: collect")

    def _cells(self, entry: TableEntry, place: int, column: Type) -> list[Cell]:
        cells: list[Cell] = []
        for number, row in enumerate(entry.rows):
            try:
                cells.append(read_cell(row.when[place], column))
            except ExpressionError as fault:
                shown = f"the cell '{row.when[place]}' of the column {entry.columns[place]} cannot be used."
                self._note(("rows", number, "when", place), shown, str(fault))
        return cells

    def _results(self, entry: TableEntry) -> Type | None:
        """Return the type of what the rows give, or None after noting that they differ."""
        first = _type_of(entry.rows[0].gives)
        for number, row in enumerate(entry.rows):
            found = _type_of(row.gives)
            if found.name != first.name:
                what = f"the row gives {said(found)}, and the first row {said(first)}."
                self._note(("rows", number, "gives"), what, "Write results of one kind in all rows.")
                return None
        if entry.otherwise is not None and _type_of(entry.otherwise).name != first.name:
            self._note(
                ("otherwise",),
                f"it gives {said(_type_of(entry.otherwise))}, and the rows {said(first)}.",
                "Write a result of the same kind.",
            )
        if entry.hit == "collect" and first.name not in ("number", "money"):
            self._note(
                ("hit",), f"results that are each {said(first)} cannot be put together.", "Write numbers or amounts."
            )
        if first.name != "text":
            return first
        words = dict.fromkeys(str(_plain(one)) for one in [*(row.gives for row in entry.rows), entry.otherwise] if one)
        return Type("text", options=tuple(words))

    def _days(self, entry: TableEntry, version: date) -> list[Axis]:
        """Return the axis of the day of filing, where rows have dates."""
        if not any(row.from_ or row.to for row in entry.rows):
            return []
        spans: list[Cell] = [
            Spans(((_ordinal(row.from_), _ordinal(row.to)),)) if row.from_ or row.to else None for row in entry.rows
        ]
        return [number_axis(spans, (version.toordinal(), None))]

    def _tell(self, entry: TableEntry, found: Checked) -> None:
        if not found.complete:
            what = f"the table '{self.name}' has too many combinations: it was not checked for gaps and overlaps."
            self._note((), what, "Divide it into two tables.", warning=True)
            return
        if entry.hit == "collect":
            return
        for values in found.gaps if entry.otherwise is None else ():
            what = f"no row holds for {self._shown(entry, values)}."
            why = "Whoever answers so could be told no result."
            self._note(("rows",), what, "Add a row, or 'otherwise:' with the result that then counts.", why)
        if entry.hit == "unique":
            for one, other, values in found.overlaps:
                what = f"row {other} holds beside row {one}: for {self._shown(entry, values)}."
                self._note(("rows", other - 1), what, "Narrow one of the two, or write: hit: first")
            return
        for number in range(len(entry.rows)):
            if not found.counting >> number & 1:
                what = f"row {number + 1} never counts: rows above it hold whenever it does, or no answer reaches it."
                self._note(("rows", number), what, "Move it up, or remove it.", warning=True)

    def _shown(self, entry: TableEntry, values: Example) -> str:
        names = [*entry.columns, _DAY]
        kinds = [*self.kinds, DATE]
        shown = [f"{names[place]} = {_shown(value, kinds[place])}" for place, value in enumerate(values)]
        return ", ".join(shown) or "anything"

    def _note(self, below: Path_, what: str, write: str, why: str = "", *, warning: bool = False) -> None:
        self.problems.append(self.source.problem((*self.path, *below), what, write, why, warning=warning))


def _shown(value: Any, kind: Type) -> str:
    if value is None:
        return "another word"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if kind.name == "date":
        return date.fromordinal(value).isoformat()
    return Money(value).words("en") if kind.name == "money" else str(value)


def _axis(column: Expression, cells: list[Cell], fields: Mapping[str, Field]) -> Axis:
    if column.gives.name == "yes or no":
        return word_axis(cells, (True, False))
    if column.gives.name not in ("number", "money", "date"):
        return word_axis(cells, column.gives.options)
    one = fields.get(column.text.strip())
    return number_axis(cells, _domain(one) if one else (None, None))


def _domain(one: Field) -> tuple[int | None, int | None]:
    """Return the numbers that a question allows; amounts in minor units."""
    if one.kind not in ("number", "money"):
        return (None, None)
    unit = Money.units(1).minor if one.kind == "money" else 1
    most = one.limits.get("most")
    return one.limits.get("least", 0) * unit, None if most is None else most * unit


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _type_of(value: Any) -> Type:
    if isinstance(value, bool):
        return YES_NO
    if isinstance(value, int):
        return NUMBER
    return MONEY if isinstance(value, Money) else Type("text")


def _plain(value: Any) -> Any:
    return value.minor if isinstance(value, Money) else value


def _row(entry: TableRowEntry, law: str, cells: tuple[Cell, ...]) -> TableRow:
    says = _text(entry.says) if entry.says else None
    return TableRow(_plain(entry.gives), entry.law or law, says, cells, entry.from_, entry.to)


def _text(words: Words) -> Text:
    return Text(id=words.id, en=words.en)
