"""A grant of less than was asked: what was set of it, and whether that is less than the whole and more than nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from layani.rules.catalogue.answers import FieldProblem, check_answers
from layani.rules.catalogue.model import Field, Findings, Service, Step
from layani.rules.text import Text

PLACE: Final = "partly"
"""A letter's places of what was set: ``{{ partly.NAME }}``."""

LETTER: Final = "granted_partly"
"""The outcome whose letter goes out."""


@dataclass(frozen=True, slots=True)
class Partly:
    """How a part may be granted.

    law:     id of the law that allows it; says: when it is done
    sets:    what the officer sets, as a form of one page
    asked:   name of what is set -> the question whose answer it must stay below
    grounds: those on which the rest may be refused; () for every ground of the service
    """

    law: str
    says: Text
    sets: Findings
    asked: Mapping[str, str]
    grounds: tuple[str, ...] = ()


def grounds_of(service: Service, partly: Partly) -> tuple[str, ...]:
    """Return the grounds on which a part may be refused, in the order of the service file."""
    return tuple(one.id for one in service.grounds if not partly.grounds or one.id in partly.grounds)


def partly_of(service: Service, step: str) -> Partly | None:
    """Return how a step of a service may grant a part; None where it may not."""
    found: Step | None = next((one for one in service.steps if one.id == step), None)
    return found.partly if found else None


def part_data(service: Service, step: str, ground: str, fact_length: int) -> dict[str, Any]:
    """Return the values of the act that are not personal."""
    partly = partly_of(service, step)
    grounds = list(grounds_of(service, partly)) if partly else []
    return {"part_ground": ground, "part_grounds": grounds, "fact_length": fact_length}


def part_problems(partly: Partly, given: Mapping[str, Any], answers: Mapping[str, Any]) -> tuple[FieldProblem, ...]:
    """Return what is wrong with what was set; () when it is a part of what was asked.

    given: values by their names, as JSON holds them; answers: of the application, as they stand
    """
    if problems := check_answers(partly.sets, given):
        return problems
    if not any(value is not None for value in given.values()):
        return (FieldProblem(partly.sets.fields[0].name, _NOTHING),)
    named = ((one, partly.asked[one.name]) for one in partly.sets.fields if one.name in partly.asked)
    wrong = (_no_part(one, given.get(one.name), answers.get(question)) for one, question in named)
    return tuple(problem for problem in wrong if problem)


def set_values(partly: Partly | None) -> Iterable[Field]:
    """Return what is set, in its order; nothing where nothing can be granted in part."""
    return partly.sets.fields if partly else ()


def _no_part(one: Field, given: Any, asked: Any) -> FieldProblem | None:
    """Return why a value is not a part of what was asked, or None when it is, or was left empty."""
    if given is None:
        return None
    if one.kind == "several":
        known = set(asked or ())
        return None if given and set(given) < known else FieldProblem(one.name, _SOME)
    if asked is None:
        return FieldProblem(one.name, _NOT_ASKED)
    return None if 0 < given < asked else FieldProblem(one.name, _LESS)


_NOTHING = Text(
    "Isi paling sedikit satu: tanpa itu tidak ada yang dikabulkan. Tidak sama sekali? Tolak.",
    "Set at least one of these: without it nothing is granted. None of it? Refuse.",
)
_SOME = Text(
    "Pilih sebagian saja dari yang diminta: paling sedikit satu, dan tidak semuanya.",
    "Choose some of what was asked for: at least one, and not all.",
)
_NOT_ASKED = Text("Pemohon tidak meminta ini, jadi tidak ada bagiannya.", "This was not asked for, so it has no part.")
_LESS = Text(
    "Isi kurang dari yang diminta dan lebih dari nol. Semuanya? Kabulkan. Tidak sama sekali? Tolak.",
    "Write less than was asked for and more than nothing. All of it? Grant. None of it? Refuse.",
)
