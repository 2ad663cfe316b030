"""What one case of a service costs."""

from collections.abc import Mapping
from typing import Any

from layani.rules.catalogue.expressions import Expression
from layani.rules.catalogue.model import Service
from layani.rules.money.amount import Money
from layani.rules.money.fee import FeeRow


def fee_row_for(service: Service, answers: Mapping[str, Any]) -> FeeRow[Expression] | None:
    """Return the row of the fee table that applies, or None when nothing is due."""
    if not service.fee.rows:
        return None
    scope = service.reads["fee"].scope(answers)
    return service.fee.row(lambda when: when.evaluate(scope) is True)


def fee_for(service: Service, answers: Mapping[str, Any]) -> Money:
    """Return the fee of one case; zero when it is free or no row applies."""
    row = fee_row_for(service, answers)
    return row.amount if row else Money(0)
