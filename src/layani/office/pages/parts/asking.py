"""Reads what was posted where the questions are not one page of a service's form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs
from django.http import HttpRequest

from layani.rules.catalogue import FieldProblem, FormResult, check_answers, read_form
from layani.rules.catalogue.answers import asked_fields
from layani.rules.catalogue.bundles.model import Offered
from layani.rules.catalogue.fields import kind_of
from layani.rules.catalogue.fields import posted as posted_again
from layani.rules.catalogue.kind import Posted, Unreadable, posted_parts
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

Files = Mapping[str, Mapping[str, Any]]


def posted_by(request: HttpRequest) -> dict[str, list[str]]:
    """Return the posted form as the catalogue reads it."""
    return {name: [value for value in values if isinstance(value, str)] for name, values in request.POST.lists()}


def read_some(
    service: Offered,
    names: Collection[str],
    posted: Posted,
    answers: Mapping[str, Any],
    *,
    files: Files | None = None,
) -> FormResult:
    """Read some questions of a service's form, from whatever pages; all other answers stay as they are.

    The problems are those of these questions, and of questions that only the new answers have made necessary.
    """
    # A box posts under its question's name, or under NAME-PART; a question's name has no hyphen.
    own = {key: values for key, values in posted.items() if key.partition("-")[0] in names}
    asked_before = asked_fields(service, answers)
    found: dict[str, Any] = dict(answers)
    problems: list[FieldProblem] = []
    for page in service.pages:
        if any(one.name in names for one in page.fields):
            kept = {key: [value] for one in page.fields for key, value in _unless_named(one, names, answers).items()}
            result = read_form(service, page.id, {**own, **kept}, found, files=files, ask_identity=True)
            found, problems = result.answers, [*problems, *result.problems]
    new = asked_fields(service, found) - asked_before - set(names)
    told = [problem for problem in problems if problem.field in names]
    return FormResult(found, (*told, *(problem for problem in check_answers(service, found) if problem.field in new)))


def _unless_named(one: Field, names: Collection[str], answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the boxes of a question that is not read now, as they would be posted with the present answer."""
    return {} if one.name in names else posted_again(one, answers.get(one.name))


@dataclass(frozen=True, slots=True)
class OwnForm:
    """A short form of the office's own, such as to sign in: its questions are those of a service without a service."""

    fields: tuple[Field, ...]

    def read(self, posted: Posted) -> tuple[dict[str, Any], dict[str, Text]]:
        """Return the values by name, and what is wrong by name; an optional question may have neither."""
        values: dict[str, Any] = {}
        problems: dict[str, Text] = {}
        for one in self.fields:
            try:
                value = kind_of(one).read(one, posted_parts(kind_of(one), one, posted))
            except Unreadable as fault:
                problems[one.name] = fault.text
                continue
            if value is None and one.required:
                problems[one.name] = Text(f"Isi: {one.label.id}", f"Fill in: {one.label.en}")
            elif value is not None and (text := _fault(one, value)):
                problems[one.name] = text
            elif value is not None:
                values[one.name] = value
        return values, problems


def _fault(one: Field, value: Any) -> Text | None:
    if not jsonschema_rs.is_valid(kind_of(one).schema(one), value):
        return kind_of(one).problem(one, value)
    confirm = kind_of(one).confirm
    return confirm(one, value) if confirm else None
