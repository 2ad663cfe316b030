"""What a worked case comes to in money, points and rows, to be compared with what its example expects."""

from collections.abc import Mapping
from typing import Any

from layani.rules.catalogue.amounts.model import Reckoning
from layani.rules.catalogue.fees import priorities_for, reckon_fee, reckon_pays, rows_hit, score_for
from layani.rules.catalogue.grammar.examples import Expected
from layani.rules.catalogue.model import Service


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
    if expected.priority is not None:
        found["priority"] = list(priorities_for(service, answers, facts))
    return found


def _amount(found: Reckoning | None) -> Any:
    return "nothing: there is no 'pays:'" if found is None else _told(found.amount, found.why)


def _told(value: Any, why: str) -> Any:
    return f"unknown, because {why.rstrip('.')}" if value is None else value
