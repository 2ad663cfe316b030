"""What a step found, without what could tell of a person: numbers and choices stay, words and pictures do not."""

from collections.abc import Mapping
from typing import Any, Final

from layani.rules.catalogue.examples import typed
from layani.rules.catalogue.model import Field, Service, Step
from layani.rules.catalogue.partly import set_values
from layani.rules.catalogue.step_kinds import NUMBER

KEPT: Final = frozenset({"number", "yes no", "yes_no", "choice", "date"})
"""Kinds of findings from which the rules live and which are few enough in value to be anybody's."""

MEASURES: Final = KEPT | {"money", "several"}
"""Kinds of what is set of a grant in part, which must stay below what was asked for."""

WORDS: Final = "Sudah dilihat"
PHOTO: Final = "foto.jpg"


def told_of_nobody(step: Step, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the findings of a step as an example may show them, as a form would hold them."""
    fields = {one.name: one for one in step.finds.fields} if step.finds else {}
    shown = {name: _shown(step, fields[name], value) for name, value in values.items() if name in fields}
    return {name: typed(fields[name], value) for name, value in shown.items() if value is not None}


def part_told_of_nobody(service: Service, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was set of a grant in part: its counts, amounts and choices, and other words for its words."""
    fields = {one.name: one for step in service.steps for one in set_values(step.partly)}
    shown = {
        name: value if fields[name].kind in MEASURES else _instead(fields[name])
        for name, value in given.items()
        if name in fields
    }
    return {name: value for name, value in shown.items() if value is not None}


def _shown(step: Step, one: Field, value: Any) -> Any:
    """Return a finding, or another one in its place; None where it may be left out."""
    if one.kind in KEPT:
        return value
    if one.name == NUMBER and step.external:
        return step.external.number.sample()
    if one.name == NUMBER and step.turn and step.turn.number:
        return step.turn.number.sample()
    return _instead(one)


def _instead(one: Field) -> str | None:
    """Return something in the place of words or a picture; None where it may be left out."""
    if not one.required:
        return None
    return PHOTO if one.kind == "file" else WORDS[: int(one.limits.get("longest", len(WORDS)))]
