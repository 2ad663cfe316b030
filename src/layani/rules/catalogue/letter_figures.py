"""What a letter may ask for of the numbers behind a case: its fee, and what parameters and tables gave for it."""

from collections.abc import Iterable, Mapping
from typing import Any

from layani.rules.catalogue.amounts.figures import READ, Figures
from layani.rules.catalogue.amounts.table import DecisionTable, Found
from layani.rules.catalogue.expressions.types import MONEY
from layani.rules.catalogue.fees import reckon_fee
from layani.rules.catalogue.model import Service
from layani.rules.catalogue.numbers import NUMBERS
from layani.rules.money.amount import Money
from layani.rules.text import Text

FEE = "case.fee"
NOTHING = "–"


def figure_places(parameters: Iterable[str], tables: Iterable[str], numbers: Iterable[str]) -> list[str]:
    """Return the places of a letter that show a parameter, a table's result or a number: ``numbers.litres``."""
    named = zip((*READ, NUMBERS), (parameters, tables, numbers), strict=True)
    return [f"{kind}.{name}" for kind, names in named for name in names]


def figure_values(
    service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any], language: str
) -> dict[str, str]:
    """Return what these places show in one case; "–" where no value can be told.

    facts: as ``scope.office_facts`` makes them on the day of filing, with all findings
    """
    figures = Figures(service.amounts, answers, facts)
    found: dict[str, str] = {}
    for name, one in service.amounts.parameters.items():
        value = figures.parameter(name)
        shown = NOTHING if value is None else _number(value.value, money=one.type is MONEY, language=language)
        found[f"parameters.{name}"] = shown
    for name, table in service.amounts.tables.items():
        result = figures.table(name)
        found[f"tables.{name}"] = _result(table, result, language) if isinstance(result, Found) else NOTHING
    for name in service.numbers:
        counted = number_value(service, name, figures)
        found[f"{NUMBERS}.{name}"] = NOTHING if counted is None else _shown(service, name, counted, language)
    return found


def number_value(service: Service, name: str, figures: Figures) -> int | bool | str | None:
    """Return what a named formula comes to in one case, money in minor units; None where that cannot be told."""
    one = service.numbers[name]
    value = one.formula.evaluate(figures.scope(one.reads))
    return value if isinstance(value, int | bool | str) else None


def _shown(service: Service, name: str, value: int | bool | str, language: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return (Text("Ya", "Yes") if value else Text("Tidak", "No")).in_(language)
    return _number(value, money=service.numbers[name].formula.gives is MONEY, language=language)


def fee_value(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any], language: str) -> str:
    """Return the fee in words, "–" while it cannot be told."""
    amount = reckon_fee(service, answers, facts).amount
    return NOTHING if amount is None else amount.words(language)


def _result(table: DecisionTable, found: Found, language: str) -> str:
    """Return a table's result: an amount, a number, yes or no; of a word, what its row says in words."""
    if isinstance(found.value, str):
        says = table.rows[found.rows[0] - 1].says if found.rows else None
        return says.in_(language) if says else found.value
    if isinstance(found.value, bool):
        return (Text("Ya", "Yes") if found.value else Text("Tidak", "No")).in_(language)
    return _number(found.value, money=table.type is MONEY, language=language)


def _number(value: int, *, money: bool, language: str) -> str:
    return Money(value).words(language) if money else str(value)
