"""The parameters and tables of one case, worked out when an expression first reads them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from layani.rules.catalogue.amounts.model import Amounts, Dated, Line
from layani.rules.catalogue.amounts.table import DecisionTable, Found
from layani.rules.catalogue.expressions import Expression, Reads, Scope, Unknown
from layani.rules.catalogue.expressions.types import MONEY
from layani.rules.dates import day_words
from layani.rules.money.amount import Money
from layani.rules.money.fee import FeeRow
from layani.rules.text import Text

FINDINGS: Final = "findings"
"""The name under which expressions read what was found; a finding that is not there yet makes them unknown."""

READ: tuple[str, str] = ("parameters", "tables")
"""The names under which expressions read them."""


class Figures:
    """What one case's expressions read beside answers and facts; each table is looked up once.

    facts: of the office and the day, and under ``FINDINGS`` what the steps found so far
    """

    __slots__ = ("amounts", "answers", "day", "facts", "found")

    def __init__(self, amounts: Amounts, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
        self.amounts, self.answers, self.facts = amounts, answers, facts
        self.day = date.fromisoformat(facts["today"]) if "today" in facts else None
        self.found: dict[str, Found | Unknown] = {}

    def scope(self, reads: Reads) -> Scope:
        """Return the scope in which a group of expressions is evaluated."""
        return reads.scope(self.answers, self.facts_for(reads))

    def facts_for(self, reads: Reads) -> Mapping[str, Any]:
        """Return the facts with those parameters and tables that a group of expressions reads."""
        if not reads.tree.keys() & set(READ):
            return self.facts
        parameters = {name: value.value for name in self._names("parameters", reads) if (value := self.parameter(name))}
        tables = {name: self.table(name) for name in self._names("tables", reads)}
        known = {name: found.value for name, found in tables.items() if isinstance(found, Found)}
        return {**self.facts, "parameters": parameters, "tables": known}

    def _names(self, kind: str, reads: Reads) -> Iterable[str]:
        below = reads.tree.get(kind, {})
        known: Mapping[str, Any] = self.amounts.parameters if kind == "parameters" else self.amounts.tables
        return known if below is None else below

    def parameter(self, name: str) -> Dated | None:
        """Return the value of a parameter on the day of filing, or None before its first."""
        return self.amounts.parameters[name].on(self.day) if self.day else None

    def table(self, name: str) -> Found | Unknown:
        """Return what a table gives."""
        if name not in self.found:
            table = self.amounts.tables[name]
            self.found[name] = table.look_up(self.answers, self.facts_for(table.reads))
        return self.found[name]

    def findings_behind(self, *expressions: Expression) -> frozenset[str]:
        """Return the steps, as expressions call them, whose findings these read, themselves or through tables."""
        found: set[str] = set()
        for path in (path for one in expressions for path in one.paths if len(path) > 1):
            if path[0] == FINDINGS:
                found.add(path[1])
            elif path[0] == "tables":
                found |= self.findings_behind(*self.amounts.tables[path[1]].columns)
        return frozenset(found)

    def missing_findings(self, *expressions: Expression) -> frozenset[str]:
        """Return those of them that have found nothing yet."""
        found: Mapping[str, Any] = self.facts.get(FINDINGS, {})
        return self.findings_behind(*expressions) - found.keys()

    def lines(self, expression: Expression) -> Iterator[Line]:
        """Yield the parameters and table rows on which an expression's value rests, each once, the deepest first."""
        yield from {line.id: line for line in self._lines(expression)}.values()

    def _lines(self, expression: Expression) -> Iterator[Line]:
        for path in expression.paths:
            if path[0] == "parameters" and len(path) > 1 and (value := self.parameter(path[1])):
                yield self._parameter_line(path[1], value)
            if path[0] == "tables" and len(path) > 1:
                table = self.amounts.tables[path[1]]
                for column in table.columns:
                    yield from self._lines(column)
                yield from self._table_lines(table)

    def _parameter_line(self, name: str, value: Dated) -> Line:
        one = self.amounts.parameters[name]
        since, day = value.since.isoformat(), day_words(value.since)
        amount = Money(value.value) if one.type is MONEY else None
        shown = Text("", "") if amount is not None else Text(f": {value.value}", f": {value.value}")
        says = Text(
            f"{one.says.id}{shown.id} (berlaku sejak {day.id})", f"{one.says.en}{shown.en} (in force since {day.en})"
        )
        return Line(f"parameter:{name}:{since}", says, one.law, amount)

    def _table_lines(self, table: DecisionTable) -> Iterator[Line]:
        found = self.table(table.name)
        if isinstance(found, Unknown):
            return
        if not found.rows:
            yield _line(table, f"table:{table.name}:otherwise", table.law, None, found.value)
        for number in found.rows:
            row = table.rows[number - 1]
            yield _line(table, f"table:{table.name}:{number}", row.law, row.says, row.gives)

    def why(self, expression: Expression, unknown: Unknown) -> str:
        """Return why an expression's value cannot be told: the reason of the table or parameter that is missing."""
        for path in expression.paths:
            if len(path) > 1 and path[0] == "tables" and isinstance(found := self.table(path[1]), Unknown):
                return found.reason
            if len(path) > 1 and path[0] == "parameters" and self.parameter(path[1]) is None:
                return f"the parameter '{path[1]}' has no value on that day."
        return unknown.reason


def _line(table: DecisionTable, name: str, law: str, says: Text | None, value: Any) -> Line:
    amount = Money(value) if table.type is MONEY else None
    shown = says
    if amount is None and (says is None or table.type.name != "text"):
        # With the number itself, so that whoever reads the lines can work the sum out again.
        found = Text(_shown(value, "ya", "tidak"), _shown(value, "yes", "no"))
        shown = Text(f"{found.id} ({says.id})", f"{found.en} ({says.en})") if says else found
    words = table.says if shown is None else Text(f"{table.says.id}: {shown.id}", f"{table.says.en}: {shown.en}")
    return Line(name, words, law, amount)


def _shown(value: Any, yes: str, no: str) -> str:
    return (yes if value else no) if isinstance(value, bool) else str(value)


def reads_of(rows: tuple[FeeRow[Expression], ...]) -> Reads:
    """Return what the rows of a fee read."""
    found: list[Expression | None] = []
    for row in rows:
        found += [row.when, *(one.when for one in row.waivers)]
        amounts = [row.amount, *([row.deposit.amount] if row.deposit else [])]
        found += [one for one in amounts if isinstance(one, Expression)]
    return Reads(found)
