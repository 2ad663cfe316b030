"""The steps that one case takes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from layani.rules.catalogue.model import Service, Step
from layani.rules.catalogue.order import without


def steps_for(service: Service, answers: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return the steps that these answers need, in order; a condition that cannot be known keeps its step.

    ``after`` of each then names only steps of these, and is None where it waits for all above it.
    """
    taken = service.steps
    if service.reads["steps"].tree:
        scope = service.reads["steps"].scope(answers)
        taken = tuple(step for step in taken if step.when is None or step.when.evaluate(scope) is not False)
    if all(step.after is None for step in taken):
        return taken
    order = dict(without([(step.id, step.after) for step in service.steps], [step.id for step in taken]))
    return tuple(replace(step, after=_tuple(order[step.id])) for step in taken)


def _tuple(after: Any) -> tuple[str, ...] | None:
    return None if after is None else tuple(after)
