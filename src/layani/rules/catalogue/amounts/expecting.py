"""What a worked case comes to in money, points and rows, to be compared with what its example expects."""

from collections.abc import Mapping
from typing import Any

from layani.rules.catalogue.amounts.figures import Figures
from layani.rules.catalogue.amounts.model import Reckoning
from layani.rules.catalogue.expressions.types import MONEY
from layani.rules.catalogue.fees import priorities_for, reckon_fee, reckon_pays, rows_hit, score_for
from layani.rules.catalogue.grammar.examples import Expected
from layani.rules.catalogue.letter_figures import number_value
from layani.rules.catalogue.model import Service
from layani.rules.money.amount import Money


def amounts_found(
    service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any], expected: Expected
) -> dict[str, Any]:
    """Return {key of 'expect': what came out}; what is not expected is not worked out.

    An amount that cannot be told is a sentence that says why, so that it differs from every amount.
    """
    found: dict[str, Any] = {}
    if expected.fee is not None:
        found["fee"] = _amount(reckon_fee(service, answers, facts))
    if expected.pays is not None:
        found["pays"] = _amount(reckon_pays(service, answers, facts))
    if expected.score is not None:
        score = score_for(service, answers, facts)
        found["score"] = "nothing: there is no 'score:'" if score is None else _told(score.total, score.why)
    if expected.tables is not None:
        rows = rows_hit(service, answers, facts)
        found["tables"] = {name: list(rows[name]) for name in expected.tables if name in rows}
    if expected.numbers is not None:
        figures = Figures(service.amounts, answers, facts)
        found["numbers"] = {
            name: _named(service, name, figures) for name in expected.numbers if name in service.numbers
        }
    if expected.priority is not None:
        found["priority"] = list(priorities_for(service, answers, facts))
    return found


def _named(service: Service, name: str, figures: Figures) -> Any:
    value = number_value(service, name, figures)
    return Money(value) if type(value) is int and service.numbers[name].formula.gives is MONEY else value


def _amount(found: Reckoning | None) -> Any:
    return "nothing: there is no 'pays:'" if found is None else _told(found.amount, found.why)


def _told(value: Any, why: str) -> Any:
    return f"unknown, because {why.rstrip('.')}" if value is None else value
