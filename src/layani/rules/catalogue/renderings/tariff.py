"""The tariff of a service as it is published: what is paid, by which formula, tables and numbers, and who pays less.

All of it is read from the service file, which also reckons with it, so that no second tariff is written by hand. Rows
and numbers of the law stand as they are in force on the day, and below them what is known to change later.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from typing import Final

from layani.rules.catalogue.amounts.model import Parameter
from layani.rules.catalogue.amounts.table import DecisionTable, TableRow
from layani.rules.catalogue.expressions import Expression
from layani.rules.catalogue.model import Law, OfficeFile, Service
from layani.rules.catalogue.renderings.cell_words import cell_words, value_words
from layani.rules.catalogue.renderings.column_words import column_options, column_words
from layani.rules.catalogue.renderings.condition_words import chosen, only_if
from layani.rules.catalogue.renderings.formula_words import formula_words
from layani.rules.catalogue.renderings.reaching import leaves_something
from layani.rules.dates import day_words
from layani.rules.money.amount import Money
from layani.rules.money.fee import FeeRow
from layani.rules.money.reckoning import WHOLE
from layani.rules.text import Text

EXAMPLE: Final = Text("contoh", "example")
LAW: Final = Text("Dasar hukum", "Law")
FEE_TITLE: Final = Text("Tarif", "The tariff")
BENEFIT_TITLE: Final = Text("Yang dibayarkan kepada Anda", "What is paid to you")
RESULT: Final = Text("Hasil", "Result")
AMOUNT: Final = Text("Jumlah", "Amount")
OTHERWISE: Final = Text("Selain itu", "Anything else")
WHOM: Final = Text("Bagi siapa", "For whom")
PAID: Final = Text("Biaya", "Fee")
FEES: Final = Text("Biaya menurut keadaan", "The fee by circumstance")
_FORMULA: Final = Text("Cara menghitung", "How it is worked out")
_AT_LEAST: Final = Text("Paling sedikit", "At the least")
_AT_MOST: Final = Text("Paling banyak", "At the most")
_ROUNDED: Final = Text("Pembulatan", "Rounding")
_NO_LAW: Final = Text("–", "–")
_FREE: Final = Text("gratis", "free")
_BY_ANSWERS: Final = Text("dihitung dari jawaban Anda", "worked out from your answers")
_HOW: Final = {
    "up": Text("ke atas, ke kelipatan {step}", "up to a multiple of {step}"),
    "down": Text("ke bawah, ke kelipatan {step}", "down to a multiple of {step}"),
    "nearest": Text("ke kelipatan {step} yang terdekat", "to the nearest multiple of {step}"),
}
_HITS: Final = {
    "first": Text("Baris pertama yang cocok berlaku.", "The first row that fits counts."),
    "sum": Text("Semua baris yang cocok dijumlahkan.", "All rows that fit are added up."),
    "max": Text("Dari semua baris yang cocok, yang terbesar berlaku.", "Of all rows that fit the greatest counts."),
    "min": Text("Dari semua baris yang cocok, yang terkecil berlaku.", "Of all rows that fit the least counts."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name, what it says, and the law that sets it, where it is not that of the fee itself."""

    name: Text
    says: Text
    law: Law | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table in words. Every row has a cell for every head.

    law:        that of all its rows; None where they differ, and then the last column tells it
    otherwise:  what counts when no row fits
    note:       how several rows that fit become one result
    """

    title: Text
    law: Law | None
    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    otherwise: Text | None = None
    note: Text | None = None

    @property
    def span(self) -> int:
        """Return how many columns there are before the result."""
        return len(self.heads) - (1 if self.law else 2)


@dataclass(frozen=True, slots=True)
class Tariff:
    """What is published of an amount; all empty where it is free or one fixed amount without more to say."""

    lines: tuple[Line, ...] = ()
    figures: tuple[Line, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    waivers: tuple[Line, ...] = ()
    deposits: tuple[Line, ...] = ()

    @property
    def rows(self) -> int:
        """Return how many rows its tables have."""
        return sum(len(sheet.rows) for sheet in self.sheets)

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """Return every line, as a paper prints them."""
        return self.lines + self.figures + self.waivers + self.deposits

    def __bool__(self) -> bool:
        """Return whether there is anything to publish."""
        return bool(self.all_lines or self.sheets)


def fee_tariff(service: Service, office: OfficeFile, day: date) -> Tariff:
    """Return the tariff of the fee as in force on a day."""
    return _Publishing(service, office, day).tariff(service.fee.rows)


def benefit_tariff(service: Service, office: OfficeFile, day: date) -> Tariff:
    """Return the tariff of what is paid out as in force on a day; what it is in words stands beside it."""
    pays = service.amounts.pays
    return _Publishing(service, office, day).tariff((replace(pays.row, says=None),)) if pays else Tariff()


def annexes(service: Service, office: OfficeFile, day: date) -> tuple[tuple[Text, Tariff], ...]:
    """Return the tariffs that a paper prints, each with its title; () where there is nothing to tell."""
    found = ((FEE_TITLE, fee_tariff(service, office, day)), (BENEFIT_TITLE, benefit_tariff(service, office, day)))
    return tuple((title, tariff) for title, tariff in found if tariff)


def parameters_read(service: Service) -> frozenset[str]:
    """Return the names of the parameters on which the fee and the benefit rest."""
    pays = service.amounts.pays
    rows = (*service.fee.rows, *((pays.row,) if pays else ()))
    return frozenset(_closure(service, rows)[0])


def law_words(law: Law) -> Text:
    """Return a law as a tariff names it; one that nobody verified is marked as an example, once."""
    if law.status == "verified" or EXAMPLE.id in law.cite:
        return Text(law.cite, law.cite)
    return Text(f"{law.cite}, {EXAMPLE.id}", f"{law.cite}, {EXAMPLE.en}")


def _expressions(rows: Iterable[FeeRow[Expression]]) -> Iterator[Expression]:
    """Yield everything that rows of a fee reckon with or ask."""
    for row in rows:
        deposit = row.deposit.amount if row.deposit else None
        for one in (row.amount, row.when, deposit, *(waiver.when for waiver in row.waivers)):
            if isinstance(one, Expression):
                yield one


def _closure(service: Service, rows: Sequence[FeeRow[Expression]]) -> tuple[list[str], list[str]]:
    """Return the parameters and the tables that rows read, also through the columns of other tables, in file order."""
    amounts = service.amounts
    waiting = list(_expressions(rows))
    found: dict[str, set[str]] = {"parameters": set(), "tables": set()}
    while waiting:
        for path in waiting.pop().paths:
            if len(path) > 1 and path[0] in found and path[1] not in found[path[0]]:
                found[path[0]].add(path[1])
                waiting += amounts.tables[path[1]].columns if path[0] == "tables" else ()
    return (
        [name for name in amounts.parameters if name in found["parameters"]],
        [name for name in amounts.tables if name in found["tables"]],
    )


class _Publishing:
    """Makes the tariff of one service on one day."""

    def __init__(self, service: Service, office: OfficeFile, day: date) -> None:
        self.service, self.office, self.day = service, office, day

    def tariff(self, rows: Sequence[FeeRow[Expression]]) -> Tariff:
        parameters, tables = _closure(self.service, rows)
        law = self.service.law
        sheets = chain.from_iterable(self._sheets(self.service.amounts.tables[name]) for name in tables)
        deposits = [(row.deposit, self._amount(row.deposit.amount)) for row in rows if row.deposit]
        return Tariff(
            lines=tuple(chain.from_iterable(self._row_lines(row) for row in rows)),
            figures=tuple(
                line for name in parameters if (line := self._figure(self.service.amounts.parameters[name])) is not None
            ),
            sheets=(*self._fees(rows), *sheets),
            waivers=tuple(Line(one.says, _share(one.share), law[one.law]) for row in rows for one in row.waivers),
            deposits=tuple(Line(one.says, amount, law[one.law]) for one, amount in deposits),
        )

    def _amount(self, amount: Money | Expression) -> Text:
        if isinstance(amount, Money):
            return Text(amount.words("id"), amount.words("en")) if amount else _FREE
        return formula_words(amount.tree, self.service.fields, self.service.amounts) or _BY_ANSWERS

    def _row_lines(self, row: FeeRow[Expression]) -> Iterator[Line]:
        """Yield how one row of the fee is worked out: its formula, bounds, rounding and instalments."""
        law = self.service.law[row.law] if row.law else None
        if isinstance(row.amount, Expression):
            worked_out = formula_words(row.amount.tree, self.service.fields, self.service.amounts)
            if worked_out or row.says:
                yield Line(row.says or _FORMULA, worked_out or _BY_ANSWERS, law)
        elif row.says and row.when is None:
            yield Line(row.says, self._amount(row.amount), law)
        bounds = ((_AT_LEAST, row.at_least), (_AT_MOST, row.at_most))
        for name, bound in bounds:
            if bound is not None:
                yield Line(name, self._amount(bound))
        if row.round:
            how, step = _HOW[row.round.how], row.round.to
            words = Text(how.id.format(step=step.words("id")), how.en.format(step=step.words("en")))
            yield Line(_ROUNDED, words)
        for part in row.instalments:
            yield Line(part.says, Text(f"{part.share} %", f"{part.share} %"))

    def _fees(self, rows: Sequence[FeeRow[Expression]]) -> Iterator[Sheet]:
        """Yield the rows of a fee as a table, where there are several or one that is not for everybody."""
        if not any(row.when for row in rows):
            return
        law = self.service.law
        last = rows[-1]
        always = last.when is None
        told = [(row, row.when) for row in rows if row.when]
        body = [
            (self._whom(row, when), self._amount_or_name(row), law_words(law[row.law]) if row.law else _NO_LAW)
            for row, when in told
        ]
        otherwise = None
        if leaves_something([when for _, when in told], self.service.fields):
            otherwise = self._amount_or_name(last) if always else _FREE
        yield Sheet(FEES, None, (WHOM, PAID, LAW), tuple(body), otherwise, _HITS["first"] if len(told) > 1 else None)

    def _amount_or_name(self, row: FeeRow[Expression]) -> Text:
        return self._amount(row.amount) if row.fixed is not None else row.says or _BY_ANSWERS

    def _whom(self, row: FeeRow[Expression], condition: Expression) -> Text:
        when = only_if(condition, self.service.fields)
        if row.says is None or row.fixed is None:
            return when
        if row.says == chosen(condition, self.service.fields):
            return row.says  # the row is called what the answer is called: its condition would say the same again
        return Text(f"{row.says.id}, {when.id}", f"{row.says.en}, {when.en}")

    def _figure(self, one: Parameter) -> Line | None:
        """Return a number of the law: its value on the day, and those that are known to follow."""
        now = one.on(self.day)
        later = [value for value in one.values if value.since > self.day]
        if now is None and not later:
            return None
        said = [value_words(now.value, one.type)] if now else []
        for value in later:
            words, since = value_words(value.value, one.type), day_words(value.since)
            said.append(Text(f"mulai {since.id}: {words.id}", f"from {since.en}: {words.en}"))
        return Line(one.says, _semicolons(said), self.service.law[one.law])

    def _sheets(self, table: DecisionTable) -> Iterator[Sheet]:
        """Yield a table as in force on the day, and again for each later day on which its rows change."""
        starts = {row.since for row in table.rows if row.since}
        ends = {row.until + timedelta(days=1) for row in table.rows if row.until}
        later = sorted(day for day in starts | ends if day > self.day)
        for number, day in enumerate([self.day, *later]):
            rows = [row for row in table.rows if _in_force(row, day)]
            if rows or table.otherwise is not None:
                last = later[number] - timedelta(days=1) if number < len(later) else None
                title = _titled(table.says, day if number else None, last)
                yield self._sheet(table, rows, title)

    def _sheet(self, table: DecisionTable, rows: Sequence[TableRow], title: Text) -> Sheet:
        service, laws = self.service, {row.law for row in rows} or {table.law}
        one_law = service.law[next(iter(laws))] if len(laws) == 1 else None
        heads = [column_words(one, service) for one in table.columns]
        options = [column_options(one, service, self.office) for one in table.columns]
        body = []
        for row in rows:
            cells = [
                cell_words(cell, column.gives, words)
                for cell, column, words in zip(row.cells, table.columns, options, strict=True)
            ]
            law = [] if one_law else [law_words(service.law[row.law])]
            body.append((*cells, _result(table, row), *law))
        return Sheet(
            title,
            one_law,
            (*heads, AMOUNT if table.type.name == "money" else RESULT, *([] if one_law else [LAW])),
            tuple(body),
            value_words(table.otherwise, table.type) if table.otherwise is not None else None,
            _HITS.get(table.collect or table.hit) if len(rows) > 1 else None,
        )


def _in_force(row: TableRow, day: date) -> bool:
    return (row.since is None or row.since <= day) and (row.until is None or day <= row.until)


def _titled(says: Text, since: date | None, until: date | None) -> Text:
    """Return a table's title with the days on which these rows are in force, where it is not always."""
    indonesian, english = [says.id], [says.en]
    if since:
        words = day_words(since)
        indonesian.append(f"mulai {words.id}")
        english.append(f"from {words.en}")
    if until:
        words = day_words(until)
        indonesian.append(f"sampai {words.id}")
        english.append(f"until {words.en}")
    return Text(", ".join(indonesian), ", ".join(english))


def _result(table: DecisionTable, row: TableRow) -> Text:
    """Return what a row gives; words of its own stand beside a number, and instead of a word."""
    found = value_words(row.gives, table.type)
    if row.says is None:
        return found
    if table.type.name == "text":
        return row.says
    return Text(f"{found.id} ({row.says.id})", f"{found.en} ({row.says.en})")


def _share(percent: int) -> Text:
    return _FREE if percent == WHOLE else Text(f"potongan {percent} %", f"{percent} % less")


def _semicolons(items: Sequence[Text]) -> Text:
    return Text("; ".join(one.id for one in items), "; ".join(one.en for one in items))
