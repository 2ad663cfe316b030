"""What a service reckons with: parameters, decision tables, fees, benefits, scores, places and windows."""

import re
from collections.abc import Sized
from datetime import date
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, StringConstraints, WithJsonSchema, model_validator
from pydantic import Field as Key

from layani.rules.catalogue.grammar.parts import AmountText, Condition, Name, Part, PercentText, Slug, Words
from layani.rules.money.amount import AmountError, Money
from layani.rules.money.reckoning import WHOLE

MOST_ROWS: Final = 2_000
"""Rows of one decision table: the tariff of a regency has a few hundred, and nobody can check more by reading."""

_WRITTEN_AMOUNT: Final = re.compile(r"-?(Rp\.?\s*)?[0-9][0-9._, ]*\s*[A-Za-z]{0,3}")


def _amount_or_formula(value: Any) -> Any:
    """Return Money for what is written as an amount, and the text of any formula."""
    written = str(value).strip()
    if isinstance(value, Money) or not _WRITTEN_AMOUNT.fullmatch(written):
        return value
    try:
        found = Money.parse(written)
    except AmountError as fault:
        raise ValueError(str(fault)) from fault
    if found.minor < 0:
        raise ValueError(f"'{written}' is less than nothing. Write an amount of 0 or more.")
    return found


_MONEY: Final = re.compile(r"(Rp|IDR).*|.*[0-9]\s*[A-Z]{3}")


def _value(value: Any) -> Any:
    """Return Money for a text that names a currency; a bare number stays one, and a word a word."""
    if isinstance(value, str) and _MONEY.fullmatch(value.strip()):
        return _amount_or_formula(value)
    return value.strip() if isinstance(value, str) else value


_VALUE_SCHEMA: Final = {"type": ["string", "integer", "boolean"], "examples": ["2_000 IDR", 12]}
Value = Annotated[Money | str | int | bool, BeforeValidator(_value), WithJsonSchema(_VALUE_SCHEMA, mode="validation")]

_AMOUNT_SCHEMA: Final = {"type": ["string", "integer"], "examples": ["50_000 IDR", "parameters.rate * area"]}
AmountOrFormula = Annotated[
    Money | str, BeforeValidator(_amount_or_formula), WithJsonSchema(_AMOUNT_SCHEMA, mode="validation")
]


def _few_rows(value: Any) -> Any:
    """Refuse a huge table before its rows are looked at one by one."""
    if isinstance(value, Sized) and not isinstance(value, str) and len(value) > MOST_ROWS:
        raise ValueError(
            f"the table has {len(value):,} rows, more than {MOST_ROWS:,}: nobody could check it by reading. "
            "Put rows together by ranges (<= 100), or write the rest as a formula."
        )
    return value


class DatedEntry(Part):
    """What a parameter is worth from a day on."""

    from_: date = Key(alias="from", description="the first day on which it holds", examples=["from: 2024-01-01"])
    value: Value = Key(description="a whole number, or an amount", examples=["value: 2_000 IDR"])


class ParameterEntry(Part):
    """A number of the law that changes over the years; the day of filing decides which one counts."""

    says: Words = Key(
        description="what it is", examples=["says: {id: Tarif per meter persegi, en: Rate per square metre}"]
    )
    law: Slug = Key(description="the law or decree that sets it", examples=["law: perda-1-2024"])
    unit: Literal["IDR", "number"] = Key(description="IDR: money; number: anything counted", examples=["unit: IDR"])
    values: list[DatedEntry] = Key(
        min_length=1,
        description="the values, oldest first",
        examples=["values: [{from: 2024-01-01, value: 2_000 IDR}]"],
    )


CellText = str | int | bool | date | None


class TableRowEntry(Part):
    """One row: it holds when every cell holds for the column above it."""

    when: list[CellText] = Key(
        description='one test per column: home, "<= 100", ">= 2 && < 5", in [a, b], or any',
        examples=['when: [home, "<= 100"]'],
    )
    gives: Value = Key(
        description="its result: an amount, a whole number, a word, true or false", examples=["gives: 2_000 IDR"]
    )
    law: Slug | None = Key(None, description="the law of this row, where it differs from the table's")
    says: Words | None = Key(None, description="the row in words")
    from_: date | None = Key(None, alias="from", description="the first day on which the row holds")
    to: date | None = Key(None, description="the last day on which it holds")


class TableEntry(Part):
    """A decision table: the answers on the left, what follows on the right."""

    says: Words = Key(description="what it decides", examples=["says: {id: Golongan tarif, en: Class of tariff}"])
    law: Slug = Key(description="the law of its rows", examples=["law: perda-1-2024"])
    hit: Literal["unique", "first", "collect"] = Key(
        "unique",
        description="unique: at most one row may hold; first: the first that holds counts; collect: all that hold",
        examples=["hit: unique"],
    )
    collect: Literal["sum", "max", "min"] | None = Key(
        None, description="how the results of all rows that hold become one", examples=["collect: sum"]
    )
    columns: list[Condition] = Key(
        min_length=1,
        max_length=12,
        description="what is looked at, one expression each",
        examples=["columns: [use, area]"],
    )
    rows: Annotated[list[TableRowEntry], BeforeValidator(_few_rows)] = Key(
        min_length=1, description="the rows", examples=["rows: [{when: [home, any], gives: 2_000 IDR}]"]
    )
    otherwise: Value | None = Key(None, description="the result when no row holds", examples=["otherwise: 0"])


class RoundEntry(Part):
    """To which step an amount is rounded, and how."""

    to: AmountText = Key(description="the step", examples=["to: 1_000 IDR"])
    how: Literal["up", "down", "nearest"] = Key(description="nearest: half a step goes up", examples=["how: down"])

    @model_validator(mode="after")
    def _a_step(self) -> Self:
        if self.to.minor <= 0:
            raise ValueError(
                "nothing can be rounded to steps of 0. Write it such as: round: {to: 1_000 IDR, how: down}"
            )
        return self


class WaiverEntry(Part):
    """A class of people who pay less, or nothing."""

    id: Slug = Key(description="its name", examples=["id: low-income"])
    when: Condition = Key(description="who belongs to it", examples=["when: income <= parameters.minimum_wage"])
    share: PercentText = Key(description="how much of the fee is waived", examples=["share: 100%"])
    law: Slug = Key(description="the law that waives it", examples=["law: perda-1-2024"])
    says: Words = Key(description="the class in words", examples=["says: {id: …, en: …}"])


class ConditionEntry(Part):
    """What must be met before a part is due; an officer records that it is."""

    says: Words = Key(
        description="what must be met", examples=["says: {id: Laporan sudah dilihat, en: The report was seen}"]
    )
    by: Slug = Key(description="the role that records it", examples=["by: verifier"])
    law: Slug = Key(description="the law that asks for it", examples=["law: perwali-7-2026"])


class DepositEntry(Part):
    """What is paid beside the fee, and given back."""

    amount: AmountOrFormula = Key(description="an amount or a formula", examples=["amount: 500_000 IDR"])
    law: Slug = Key(description="the law or decree that sets it", examples=["law: perda-1-2024"])
    says: Words = Key(description="what it secures and when it is given back", examples=["says: {id: …, en: …}"])
    back: ConditionEntry | None = Key(
        None,
        description="what must be met after the grant, before it is given back",
        examples=["back: {says: {id: …, en: …}, by: verifier, law: perda-1-2024}"],
    )


class InstalmentEntry(Part):
    """One part of an amount."""

    share: PercentText = Key(description="its share of the whole", examples=["share: 50%"])
    says: Words = Key(
        description="when it is paid, in words",
        examples=["says: {id: saat izin diambil, en: when the permit is handed over}"],
    )
    condition: ConditionEntry | None = Key(
        None,
        description="what must be met after the grant, before this part is due",
        examples=["condition: {says: {id: …, en: …}, by: verifier, law: perwali-7-2026}"],
    )


def instalments_are_whole(found: list[InstalmentEntry]) -> None:
    """Raise ValueError unless the shares are together 100 %."""
    total = sum(one.share for one in found)
    if found and total != WHOLE:
        raise ValueError(f"the instalments are together {total} %. Make their shares together 100%.")


class FeeEntry(Part):
    """One fee, or one row of a fee table."""

    amount: AmountOrFormula = Key(
        description="in whole units and its currency, or a formula that gives money", examples=["amount: 50_000 IDR"]
    )
    law: Slug = Key(description="the law or decree that sets it", examples=["law: perda-1-2024"])
    when: Condition | None = Key(None, description="the row counts only when this holds; the first such row counts")
    says: Words | None = Key(None, description="the row in words")
    at_least: AmountText | None = Key(
        None, description="a formula never gives less, before anything is waived", examples=["at_least: 50_000 IDR"]
    )
    at_most: AmountText | None = Key(
        None, description="a formula never gives more", examples=["at_most: 9_000_000 IDR"]
    )
    round: RoundEntry | None = Key(
        None, description="how it is rounded, after what is waived", examples=["round: {to: 1_000 IDR, how: down}"]
    )
    waivers: list[WaiverEntry] = Key([], description="who pays less; the greatest share that holds counts")
    deposit: DepositEntry | None = Key(None, description="what is paid beside it and given back")
    instalments: list[InstalmentEntry] = Key([], description="the parts in which it is paid")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        instalments_are_whole(self.instalments)
        return self


def fee_rows(value: Any) -> Any:
    """Return the rows of ``free``, of one fee, or of a table."""
    if value == "free":
        return []
    return [value] if isinstance(value, dict) else value


BudgetLine = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+){2,}$", max_length=40)]


class PaysEntry(Part):
    """What a benefit pays, and from which line of the budget."""

    amount: AmountOrFormula = Key(
        description="an amount or a formula that gives money", examples=["amount: 300_000 IDR"]
    )
    law: Slug = Key(description="the law or decree that sets it", examples=["law: perwali-7-2026"])
    says: Words | None = Key(None, description="it in words")
    budget: BudgetLine = Key(description="the code of the budget line", examples=['budget: "1.06.02.2.01"'])
    at_least: AmountText | None = Key(None, description="a formula never gives less")
    at_most: AmountText | None = Key(None, description="a formula never gives more")
    round: RoundEntry | None = Key(None, description="how it is rounded")
    instalments: list[InstalmentEntry] = Key([], description="the parts in which it is paid out")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        instalments_are_whole(self.instalments)
        return self


class CriterionEntry(Part):
    """One part of a score."""

    id: Slug = Key(description="its name", examples=["id: income"])
    says: Words = Key(
        description="it in words", examples=["says: {id: Penghasilan keluarga, en: Income of the family}"]
    )
    law: Slug = Key(description="the law that sets it", examples=["law: perwali-7-2026"])
    points: Condition | int = Key(
        description="an expression that gives a number", examples=["points: tables.income_points"]
    )


class WindowEntry(Part):
    """A span of days in which it can be applied for; both days count."""

    opens: date = Key(description="the first day", examples=["opens: 2027-01-04"])
    closes: date = Key(description="the last day", examples=["closes: 2027-01-29"])


def _yes_no(value: Any) -> Any:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


YesNo = Annotated[
    bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": ["yes", "no", True, False]}, mode="validation")
]


class QuotaEntry(Part):
    """How many can be granted, and who comes first."""

    places: int = Key(ge=1, le=1_000_000, description="how many", examples=["places: 200"])
    per: Literal["window", "year", "month"] = Key(
        description="window: in each of the windows of 'intake'", examples=["per: window"]
    )
    ranked_by: Literal["score", "received"] = Key(
        description="score: the highest first, then the earlier; received: the earlier first",
        examples=["ranked_by: score"],
    )
    ties: list[Slug] = Key(
        ["received"],
        max_length=12,
        description="what decides between equal scores, in order: the id of a part of the score, "
        "complete (complete earlier), received (received earlier), draw (a draw that everybody can repeat)",
        examples=["ties: [income, complete, draw]"],
    )
    waiting_list: YesNo = Key(description="yes: whoever finds no place moves up", examples=["waiting_list: yes"])
    law: Slug = Key(description="the law or decree that sets it", examples=["law: perwali-7-2026"])


class PriorityEntry(Part):
    """A class of people who are served first; it is never capped."""

    id: Slug = Key(description="its name", examples=["id: elderly"])
    when: Condition | None = Key(
        None,
        description="who belongs to it, by the answers; left out: an officer sees it at the counter",
        examples=["when: years(birth_date, today) >= 60"],
    )
    law: Slug = Key(description="the law that puts them first", examples=["law: uu-25-2009-29"])
    says: Words = Key(description="the class in words", examples=["says: {id: Lanjut usia, en: Elderly people}"])


class ExpediteEntry(Part):
    """A matter that may go ahead of others, after those whom the law puts first; only so many a day."""

    id: Slug = Key(description="its name", examples=["id: travels-tomorrow"])
    says: Words = Key(
        description="the matter in words", examples=["says: {id: Berangkat dalam dua hari, en: Leaves within two days}"]
    )
    law: Slug = Key(description="the law or decree that allows it", examples=["law: perwali-7-2026"])
    by: Slug = Key(description="the role that grants or refuses it, with a reason", examples=["by: head"])
    a_day: int = Key(ge=1, le=1_000, description="how many may be granted in one day", examples=["a_day: 3"])


class FormulaEntry(Part):
    """A formula with a name; expressions read it as numbers.NAME, and a letter prints it."""

    says: Words = Key(description="what it is", examples=["says: {id: Volume (liter), en: Volume (litres)}"])
    law: Slug = Key(description="the law or decree that sets it", examples=["law: bph-2-2023"])
    formula: Condition = Key(
        description="how it is worked out; it may read the numbers above it",
        examples=["formula: parameters.per_hour * hours * trips / 1000"],
    )


Numbers = dict[Name, FormulaEntry]
Parameters = dict[Name, ParameterEntry]
Tables = dict[Name, TableEntry]
