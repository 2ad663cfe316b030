"""The steps that one case takes: planned at its filing, and looked at again when a step has found something."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from layani.rules.cases.parts import PlannedStep
from layani.rules.catalogue.amounts.figures import Figures
from layani.rules.catalogue.expressions import Scope, Unknown
from layani.rules.catalogue.model import Service, Step
from layani.rules.catalogue.order import without

AnyStep = TypeVar("AnyStep", Step, PlannedStep)


def steps_for(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return the steps that these answers need, in order; a condition that cannot be known keeps its step.

    facts: as ``scope.office_facts`` makes them, with the findings that are there ("findings")
    ``after`` of each then names only steps of these, and is None where it waits for all above it. ``waits`` names the
    steps whose findings are still to come and decide whether this one is needed.
    """
    if not service.reads["steps"].tree:
        return _ordered(service, service.steps)
    figures = Figures(service.amounts, answers, facts)
    scope = figures.scope(service.reads["steps"])
    taken: list[Step] = []
    for step in service.steps:
        needed = _needed(service, step, figures, scope, [one.id for one in taken])
        taken += [replace(step, waits=needed)] if needed is not None else []
    return _ordered(service, taken)


def steps_after(
    service: Service, planned: Sequence[PlannedStep], answers: Mapping[str, Any], facts: Mapping[str, Any]
) -> tuple[PlannedStep, ...]:
    """Return the plan of a case once a step has found something: what waited for that is needed now, or left out.

    facts: with all findings so far, those of the step that ends now included
    """
    if not any(step.waits for step in planned):
        return tuple(planned)
    figures = Figures(service.amounts, answers, facts)
    scope = figures.scope(service.reads["steps"])
    definitions = {step.id: step for step in service.steps}
    kept: list[PlannedStep] = []
    for step in planned:
        needed: tuple[str, ...] | None = ()
        if step.waits:
            needed = _needed(service, definitions[step.id], figures, scope, [one.id for one in kept])
        kept += [replace(step, waits=needed)] if needed is not None else []
    return _ordered(service, kept)


def _needed(
    service: Service, step: Step, figures: Figures, scope: Scope, earlier: Collection[str]
) -> tuple[str, ...] | None:
    """Return () for a step that is needed, None for one that is not, or the steps whose findings decide it.

    earlier: the steps before it that this case takes. What none of them finds, nobody will: then it is not needed.
    """
    found = True if step.when is None else step.when.evaluate(scope)
    if step.when is None or not isinstance(found, Unknown):
        return None if found is False else ()
    missing = figures.missing_findings(step.when)
    reads = figures.findings_behind(step.when)
    coming = tuple(one.id for one in service.steps if one.name in missing and one.id in earlier)
    return coming if coming or reads != missing or not reads else None


def _ordered(service: Service, taken: Sequence[AnyStep]) -> tuple[AnyStep, ...]:
    if all(step.after is None for step in taken):
        return tuple(taken)
    order = dict(without([(step.id, step.after) for step in service.steps], [step.id for step in taken]))
    return tuple(replace(step, after=_tuple(order[step.id])) for step in taken)


def _tuple(after: Any) -> tuple[str, ...] | None:
    return None if after is None else tuple(after)
