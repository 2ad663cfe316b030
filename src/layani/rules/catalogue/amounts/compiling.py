"""Turns what a file says of amounts into what the house reckons with, and collects the problems."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from layani.rules.catalogue.amounts.compiling_tables import TableCompiler
from layani.rules.catalogue.amounts.figures import reads_of
from layani.rules.catalogue.amounts.model import (
    Amounts,
    Benefit,
    Criterion,
    Dated,
    Expedite,
    Parameter,
    Priority,
    Quota,
    Window,
)
from layani.rules.catalogue.amounts.table import DecisionTable
from layani.rules.catalogue.expressions import Expression, Reads
from layani.rules.catalogue.expressions.types import MONEY, NUMBER, YES_NO, Type, record
from layani.rules.catalogue.grammar.amounts import (
    ConditionEntry,
    DatedEntry,
    FeeEntry,
    ParameterEntry,
    PaysEntry,
    WaiverEntry,
)
from layani.rules.catalogue.grammar.parts import Words
from layani.rules.catalogue.grammar.service import ServiceFile
from layani.rules.catalogue.model import Field
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_, Source
from layani.rules.money.amount import LARGEST_MINOR, Money
from layani.rules.money.fee import Conditional, Deposit, FeeRow, Instalment, Waiver
from layani.rules.money.reckoning import Rounding
from layani.rules.text import Text

Compiles = Callable[[str | None, Path_, Mapping[str, Type], Type | None], Any]
"""Compiles an expression of a type (None any), or notes a problem and returns None."""

UNITS: Final[Mapping[str, Type]] = {"IDR": MONEY, "number": NUMBER}
CURRENCY: Final = "IDR"
"""The currency of expressions: their amounts are bare numbers of its minor units."""

LARGEST_WHOLE: Final = LARGEST_MINOR // 100
"""The greatest bare number: as rupiah it is the greatest amount."""


class AmountsCompiler:
    """Compiles the amounts of one service.

    names:  the types of the answers and facts; ``compile_figures`` adds those of parameters and tables
    """

    def __init__(self, source: Source, names: Mapping[str, Type], compiles: Compiles, problems: list[Problem]) -> None:
        self.source, self.compiles, self.problems = source, compiles, problems
        self.names = dict(names)
        self.optional: set[str] = set()

    def compile_figures(
        self, entry: ServiceFile, fields: Mapping[str, Field]
    ) -> tuple[Mapping[str, Parameter], Mapping[str, DecisionTable]]:
        """Return the parameters and tables; from here on expressions may read them."""
        asked = [(name, one) for page in entry.ask for name, one in page.fields.items()]
        self.optional = {name for name, one in asked if one.when or not one.required}
        parameters = {name: self._parameter(name, one, entry.version) for name, one in entry.parameters.items()}
        self.names["parameters"] = record({name: one.type for name, one in parameters.items()})
        tables: dict[str, DecisionTable] = {}
        for name, one in entry.tables.items():
            # A table reads the answers, the parameters and the tables above it: so there is no circle.
            self.names["tables"] = record({known: table.type for known, table in tables.items()})
            compiler = TableCompiler(self.source, name, self._column, self.problems)
            table = compiler.compile(one, fields, entry.version)
            if table is not None:
                tables[name] = table
        self.names["tables"] = record({known: table.type for known, table in tables.items()})
        return parameters, tables

    def compile(self, entry: ServiceFile, parameters: Mapping[str, Parameter], tables: Mapping[str, Any]) -> Amounts:
        """Return everything but the fee."""
        score = tuple(
            Criterion(one.id, _text(one.says), one.law, self._points(one.points, ("score", number, "points")))
            for number, one in enumerate(entry.score)
        )
        priority = tuple(
            Priority(
                one.id,
                _text(one.says),
                one.law,
                self.compiles(one.when, ("priority", number, "when"), self.names, YES_NO) if one.when else None,
            )
            for number, one in enumerate(entry.priority)
        )
        self._windows(entry)
        self._different([one.id for one in entry.score], ("score",))
        self._different([one.id for one in entry.priority], ("priority",))
        self._different([one.id for one in entry.expedite], ("expedite",))
        quota = Quota(**{**entry.quota.model_dump(), "ties": tuple(entry.quota.ties)}) if entry.quota else None
        return Amounts(
            parameters=parameters,
            tables=tables,
            pays=self._benefit(entry.pays) if entry.pays else None,
            score=score,
            quota=quota,
            intake=tuple(Window(one.opens, one.closes) for one in entry.intake),
            priority=priority,
            expedite=tuple(Expedite(one.id, _text(one.says), one.law, one.by, one.a_day) for one in entry.expedite),
            reads={"score": Reads(one.points for one in score), "priority": Reads(one.when for one in priority)},
        )

    def fee_row(self, entry: FeeEntry, number: int) -> FeeRow[Expression]:
        """Return one row of the fee."""
        path: Path_ = ("fee", number) if isinstance(self.source.values.get("fee"), list) else ("fee",)
        self._one_currency(entry, path)
        self._different([one.id for one in entry.waivers], (*path, "waivers"))
        waivers = tuple(self._waiver(one, (*path, "waivers", place)) for place, one in enumerate(entry.waivers))
        deposit = entry.deposit
        return FeeRow(
            amount=self._amount(entry.amount, (*path, "amount")),
            law=entry.law,
            says=_text(entry.says) if entry.says else None,
            when=self.compiles(entry.when, (*path, "when"), self.names, YES_NO),
            at_least=entry.at_least,
            at_most=entry.at_most,
            round=Rounding(entry.round.to, entry.round.how) if entry.round else None,
            waivers=waivers,
            deposit=Deposit(
                self._amount(deposit.amount, (*path, "deposit", "amount")),
                _text(deposit.says),
                deposit.law,
                conditional(deposit.back),
            )
            if deposit
            else None,
            instalments=tuple(
                Instalment(one.share, _text(one.says), conditional(one.condition)) for one in entry.instalments
            ),
        )

    def _benefit(self, entry: PaysEntry) -> Benefit:
        self._one_currency(entry, ("pays",))
        row = FeeRow(
            amount=self._amount(entry.amount, ("pays", "amount")),
            law=entry.law,
            says=_text(entry.says) if entry.says else None,
            at_least=entry.at_least,
            at_most=entry.at_most,
            round=Rounding(entry.round.to, entry.round.how) if entry.round else None,
            instalments=tuple(
                Instalment(one.share, _text(one.says), conditional(one.condition)) for one in entry.instalments
            ),
        )
        return Benefit(row, entry.budget, reads_of((row,)))

    def _waiver(self, entry: WaiverEntry, path: Path_) -> Waiver[Expression]:
        when = self.compiles(entry.when, (*path, "when"), self.names, YES_NO)
        if entry.share == 0:
            self._note((*path, "share"), "a waiver of 0 % waives nothing.", "Write its share, such as: share: 100%")
        return Waiver(entry.id, entry.share, _text(entry.says), entry.law, when)

    def _amount(self, written: Money | str, path: Path_) -> Any:
        return written if isinstance(written, Money) else self._answered(written, path, MONEY)

    def _answered(self, written: str, path: Path_, gives: Type | None) -> Any:
        """Compile an expression, and warn of the questions in it that may be left unanswered: then it gives nothing."""
        found = self.compiles(written, path, self.names, gives)
        paths = found.paths if isinstance(found, Expression) else ()
        for name in sorted({one[0] for one in paths} & self.optional):
            if ("answers", name) not in paths:
                what = f"'{name}' may be left unanswered, and then this cannot be worked out."
                write = f"Say what counts then, such as: has(answers.{name}) ? … : … or has(answers.{name}) && …"
                self.problems.append(self.source.problem(path, what, write, warning=True))
        return found

    def _column(self, written: str, path: Path_) -> Any:
        return self._answered(written, path, None)

    def _points(self, written: str | int, path: Path_) -> Any:
        return self._answered(str(written), path, NUMBER)

    def _parameter(self, name: str, entry: ParameterEntry, version: date) -> Parameter:
        path: Path_ = ("parameters", name, "values")
        values = [
            Dated(one.from_, self._value(one, entry.unit, (*path, place))) for place, one in enumerate(entry.values)
        ]
        for place in range(1, len(values)):
            if values[place].since <= values[place - 1].since:
                write = "Write the oldest first, each day once."
                self._note((*path, place, "from"), f"'{values[place].since}' is not later than the value above.", write)
        if values[0].since > version:
            what = f"'{name}' has no value before {values[0].since}, but the service begins on {version}."
            write = f"Add above a line such as: - {{from: {version}, value: …}}"
            self._note((*path, 0, "from"), what, write, "Whoever applies on that day could be told no amount.")
        return Parameter(name, _text(entry.says), entry.law, UNITS[entry.unit], tuple(values))

    def _value(self, entry: DatedEntry, unit: str, path: Path_) -> int:
        """Return a value as expressions read it: minor units of money, or a whole number as it is written."""
        value = entry.value
        if unit == CURRENCY and isinstance(value, Money) and value.currency == CURRENCY:
            return value.minor
        if type(value) is int and abs(value) <= LARGEST_WHOLE:
            return value if unit == "number" else Money.units(value).minor
        shown = value.words("en") if isinstance(value, Money) else value
        example = "value: 2_000 IDR" if unit == CURRENCY else "value: 12"
        self._note((*path, "value"), f"'{shown}' is not of the unit '{unit}'.", f"Write it such as: {example}")
        return 0

    def _one_currency(self, entry: FeeEntry | PaysEntry, path: Path_) -> None:
        """Note amounts of two currencies, and bounds that are no whole steps: rounding would pass them."""
        wanted = entry.amount.currency if isinstance(entry.amount, Money) else CURRENCY
        step = entry.round.to if entry.round else None
        deposit = entry.deposit.amount if isinstance(entry, FeeEntry) and entry.deposit else None
        places = {"at_least": entry.at_least, "at_most": entry.at_most, "round": step, "deposit": deposit}
        for key, amount in places.items():
            if isinstance(amount, Money) and amount.currency != wanted:
                what = f"'{key}' is in {amount.currency}, and the amount in {wanted}."
                self._note((*path, key), what, f"Write it in {wanted}; convert it first.")
                return
        for key in ("at_least", "at_most"):
            bound = places[key]
            if isinstance(bound, Money) and step and bound.minor % step.minor:
                what = f"'{key}' is not a multiple of the step to which it is rounded."
                self._note((*path, key), what, f"Write a multiple of {step.words('en')}.", "Rounding would pass it.")
        if entry.at_least and entry.at_most and entry.at_most < entry.at_least:
            self._note((*path, "at_least"), "'at_least' is greater than 'at_most'.", "Exchange them.")

    def _windows(self, entry: ServiceFile) -> None:
        last: date | None = None
        for number, one in enumerate(entry.intake):
            path: Path_ = ("intake", number)
            if one.closes < one.opens:
                self._note((*path, "closes"), "the window closes before it opens.", "Exchange the two days.")
            elif last is not None and one.opens <= last:
                self._note(
                    (*path, "opens"), "the window begins before the one above ends.", "Write the earliest first."
                )
            last = one.closes
        quota = entry.quota
        if quota and quota.ranked_by == "score" and not entry.score:
            what = "'ranked_by: score' needs points, and there is no 'score:'."
            self._note(("quota", "ranked_by"), what, "Add: score: [{id: …, says: …, law: …, points: …}]")
        if quota and quota.per == "window" and not entry.intake:
            what = "'per: window' needs windows, and there is no 'intake:'."
            self._note(("quota", "per"), what, "Add: intake: [{opens: 2027-01-04, closes: 2027-01-29}]")

    def _different(self, ids: list[str], path: Path_) -> None:
        for number, one in enumerate(ids):
            if one in ids[:number]:
                what = f"'{one}' stands here a second time."
                self._note(
                    (*path, number, "id"), what, "Give it a name of its own.", "A fee is explained by these names."
                )

    def _note(self, path: Path_, what: str, write: str, why: str = "") -> None:
        self.problems.append(self.source.problem(path, what, write, why))


def conditional(entry: ConditionEntry | None) -> Conditional | None:
    """Return what must be met before a part is due."""
    return Conditional(_text(entry.says), entry.by, entry.law) if entry else None


def _text(words: Words) -> Text:
    return Text(id=words.id, en=words.en)
