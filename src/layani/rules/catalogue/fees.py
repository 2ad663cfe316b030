"""What one case of a service costs, what it pays, how many points it has, and whom it puts first."""

from collections.abc import Mapping
from typing import Any, Final

from layani.rules.catalogue.amounts.figures import Figures, reads_of
from layani.rules.catalogue.amounts.model import Reckoning, Score
from layani.rules.catalogue.amounts.reckoning import holding, reckon, score
from layani.rules.catalogue.amounts.table import Found
from layani.rules.catalogue.expressions import Expression, Scope, Unknown
from layani.rules.catalogue.model import Field, Service
from layani.rules.money.amount import AmountError, Money
from layani.rules.money.fee import FeeRow

NO_FACTS: Final[Mapping[str, Any]] = {}
"""Facts of no day: enough for a service without parameters."""

_NOTHING: Final = Reckoning(Money(0))


def reckon_fee(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any] = NO_FACTS) -> Reckoning:
    """Return the fee of one case with its lines; zero when it is free or no row applies.

    facts: as ``scope.office_facts`` makes them; the day in them decides which parameters count, and what is under
           "findings" is what the steps have found so far
    """
    if not service.fee.rows:
        return _NOTHING
    figures = Figures(service.amounts, answers, facts)
    scope = figures.scope(service.reads["fee"])
    found = _applying(service, figures, scope)
    return _reckon(service, found[1], found[0], figures, scope) if found else _NOTHING


def applying_row(
    service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any] = NO_FACTS
) -> FeeRow[Expression] | None:
    """Return the row of the fee that applies to one case, or None when nothing is due."""
    figures = Figures(service.amounts, answers, facts)
    found = _applying(service, figures, figures.scope(service.reads["fee"]))
    return found[1] if found else None


def _applying(service: Service, figures: Figures, scope: Scope) -> tuple[int, FeeRow[Expression]] | None:
    """Return the number from 1 and the row of the first that holds, or of which a finding will tell whether it does.

    Whoever went on to the next row before the finding is there would tell a fee that is another one afterwards.
    """
    for number, row in enumerate(service.fee.rows, start=1):
        found = True if row.when is None else row.when.evaluate(scope)
        waits = row.when is not None and isinstance(found, Unknown) and figures.missing_findings(row.when)
        if found is True or waits:
            return number, row
    return None


def _reckon(service: Service, row: FeeRow[Expression], number: int, figures: Figures, scope: Scope) -> Reckoning:
    """Return what a row comes to, or which steps still have to find what it reads."""
    missing = figures.missing_findings(*reads_of((row,)).expressions)
    if not missing:
        return reckon(row, number, figures, scope)
    waits = [step for step in service.steps if step.name in missing]
    why = f"the step {', '.join(repr(step.id) for step in waits)} has not found yet what it is worked out from."
    return Reckoning(None, why=why, waits=tuple(step.name for step in waits))


def fee_for(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any] = NO_FACTS) -> Money:
    """Return the fee of one case, or raise AmountError when it cannot be told: it must not look free."""
    found = reckon_fee(service, answers, facts)
    if found.amount is None:
        raise AmountError(f"the fee cannot be told: {found.why}")
    return found.amount


def reckon_pays(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any] = NO_FACTS) -> Reckoning | None:
    """Return what a benefit pays in one case, or None for a service that pays nothing."""
    pays = service.amounts.pays
    if pays is None:
        return None
    figures = Figures(service.amounts, answers, facts)
    return _reckon(service, pays.row, 1, figures, figures.scope(pays.reads))


def score_for(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any] = NO_FACTS) -> Score | None:
    """Return the points of one case, or None for a service without a score."""
    if not service.amounts.score:
        return None
    return score(service.amounts.score, service.amounts.reads["score"], Figures(service.amounts, answers, facts))


def priorities_for(
    service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any] = NO_FACTS
) -> tuple[str, ...]:
    """Return the ids of the classes that put this case first; one that cannot be told does not."""
    if not service.amounts.priority:
        return ()
    scope = Figures(service.amounts, answers, facts).scope(service.amounts.reads["priority"])
    return holding({one.id: one.when for one in service.amounts.priority if one.when}, scope)


def findings_of_amounts(service: Service) -> frozenset[str]:
    """Return the steps, as expressions call them, whose findings the fee or the benefit reads."""
    pays = service.amounts.pays
    read = [*service.reads["fee"].expressions, *(pays.reads.expressions if pays else ())]
    return Figures(service.amounts, {}, NO_FACTS).findings_behind(*read) if read else frozenset()


def fee_expressions(service: Service) -> list[Expression]:
    """Return the expressions that decide the fee: the conditions, formulas and waivers of its rows."""
    return [*service.reads["fee"].expressions]


def columns_behind(service: Service, expression: Expression) -> list[Expression]:
    """Return the columns of the tables that an expression reads; these may read further tables."""
    names = [path[1] for path in expression.paths if path[0] == "tables" and len(path) > 1]
    return [column for name in names for column in service.amounts.tables[name].columns]


def numbers_read(service: Service, found: Reckoning) -> tuple[Field, ...]:
    """Return the questions for a number or an amount that the formula of a reckoned fee reads, also through tables.

    found: as ``reckon_fee`` returned it; the row that counted is among its lines
    """
    counted = {f"row:{number}": row for number, row in enumerate(service.fee.rows, 1)}
    waiting = [row.amount for name in found.ids if (row := counted.get(name)) and isinstance(row.amount, Expression)]
    names: set[str] = set()
    for one in waiting:  # grows while it is read, down to the last column
        names |= one.names_used()
        waiting += [column for column in columns_behind(service, one) if column not in waiting]
    return tuple(one for name, one in service.fields.items() if name in names and one.kind in ("number", "money"))


def rows_hit(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """Return the rows of every table that hold in one case, by table, counted from 1; () for otherwise or unknown."""
    figures = Figures(service.amounts, answers, facts)
    return {name: getattr(figures.table(name), "rows", ()) for name in service.amounts.tables}


def rows_held(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """Return as ``rows_hit`` does, without the tables whose result cannot be told: there () is otherwise."""
    figures = Figures(service.amounts, answers, facts)
    found = {name: figures.table(name) for name in service.amounts.tables}
    return {name: one.rows for name, one in found.items() if isinstance(one, Found)}
