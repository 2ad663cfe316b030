"""A step that was done again: what was found each time, side by side, so that nobody passes over what was found first.

A finding is never edited. It is made again only where the step itself is opened again, and by somebody else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.office.pages.auditor.words import role_words
from layani.office.pages.parts.say import language
from layani.office.pages.public.service import step_words
from layani.rules.catalogue import Service
from layani.rules.catalogue.fields import show
from layani.rules.catalogue.model import Field, Step
from layani.rules.catalogue.scope import FINDINGS
from layani.rules.text import Text

NOT_SAID = "–"


@dataclass(frozen=True, slots=True)
class Made:
    """One time that a step was done: which, when, in which role, by whom ("" where that is not told), and what."""

    step: str
    at: datetime
    role: str
    who: str
    findings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One finding with its value of each time, in words; whether they differ."""

    label: Text
    values: tuple[str, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class Again:
    """One step that was done more than once: when and by whom each time, and the findings beside each other."""

    title: Text
    times: tuple[tuple[datetime, Text, str], ...]
    lines: tuple[Line, ...]


def found_again(service: Service | None, made: Iterable[Made], *, all_of_it: bool) -> list[Again]:
    """Return the steps of a case that were done more than once, in the order of the service.

    all_of_it: also findings on which no rule rests; an applicant reads only those on which one does
    """
    by_step: dict[str, list[Made]] = {}
    for one in made:
        by_step.setdefault(one.step, []).append(one)
    steps = [step for step in service.steps if len(by_step.get(step.id, ())) > 1] if service else []
    found = [
        _again(step_words(service.slug, step.id), by_step[step.id], _shown(service, step, all_of_it=all_of_it))
        for step in steps
        if service
    ]
    return [one for one in found if one.lines]


def _again(title: Text, made: list[Made], fields: list[Field]) -> Again:
    lines = []
    for one in fields:
        values = tuple(_value(one, each.findings) for each in made)
        lines.append(Line(one.label, values, len(set(values)) > 1))
    times = tuple((each.at, role_words(each.role or "officer"), each.who) for each in made)
    return Again(title, times, tuple(lines))


def _shown(service: Service, step: Step, *, all_of_it: bool) -> list[Field]:
    fields = list(step.finds.fields) if step.finds else []
    if all_of_it:
        return fields
    read = {
        path[2]
        for rule in service.rules
        for path in (*rule.must.paths, *(rule.when.paths if rule.when else ()))
        if len(path) > 2 and path[0] == FINDINGS and path[1] == step.name
    }
    return [one for one in fields if one.name in read]


def _value(one: Field, findings: Mapping[str, Any]) -> str:
    return show(one, findings[one.name], language()) if one.name in findings else NOT_SAID
