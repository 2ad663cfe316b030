"""The steps that one case takes."""

from collections.abc import Mapping
from typing import Any

from layani.rules.catalogue.model import Service, Step


def steps_for(service: Service, answers: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return the steps that these answers need, in order; a condition that cannot be known keeps its step."""
    if not service.reads["steps"].tree:
        return service.steps
    scope = service.reads["steps"].scope(answers)
    return tuple(step for step in service.steps if step.when is None or step.when.evaluate(scope) is not False)
