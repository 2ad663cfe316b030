"""Writes a story as an item of examples.yaml, with all that came out as what must come out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from layani.rules.cases.duties import stands_as
from layani.rules.catalogue.anonymous.example import Story, courses
from layani.rules.catalogue.answers import check_answers, required_documents
from layani.rules.catalogue.beginning.yaml_text import block, inline, one_line, scalar
from layani.rules.catalogue.course import Course, Doing, letter_of
from layani.rules.catalogue.fees import reckon_fee
from layani.rules.catalogue.model import Field, Service
from layani.rules.catalogue.partly import set_values
from layani.rules.catalogue.rules import evaluate_rules
from layani.rules.catalogue.scope import FINDINGS, office_facts
from layani.rules.catalogue.steps import steps_for
from layani.rules.catalogue.working_time import days_off


def example_lines(story: Story, title: str) -> Iterator[str]:
    """Yield the lines of one item of ``examples:``, ready to be put at the end of examples.yaml."""
    stands = list(courses(story))
    yield f"  - example: {scalar(one_line(title))}"
    yield from block({"answers": written(story.service, story.answers)}, indent=4)
    if findings := _found(story):
        yield from block({"findings": findings}, indent=4)
    yield f"    on: {story.at:%Y-%m-%d %H:%M}"
    yield "    expect:"
    yield from block(_expected(story), indent=6)
    if len(stands) > 1:
        yield "    then:"
        for act, course in zip(story.acts, stands[1:], strict=False):
            yield from _then(story, act.doing, act.at, course)


def _found(story: Story) -> dict[str, Any]:
    """Return what the steps found, by the step's id, as one writes it into examples.yaml."""
    found = story.findings
    return {
        step.id: written_fields(step.finds.fields, found[step.name])
        for step in story.service.steps
        if step.finds and step.name in found
    }


def _then(story: Story, doing: Doing, at: datetime, course: Course) -> Iterator[str]:
    yield f"      - do: {doing.kind}"
    yield f"        at: {at:%Y-%m-%d %H:%M}"
    if doing.fields:
        yield f"        fields: {inline(list(doing.fields))}"
    if doing.answers:
        yield from block({"answers": written(story.service, doing.answers)}, indent=8)
    if doing.partly:
        yield from block({"partly": written_fields(_set_in_part(story.service), doing.partly)}, indent=8)
    for key in ("step", "ground", "reason", "system", "duty"):
        if value := getattr(doing, key):
            yield f"        {key}: {scalar(value)}"
    case = course.case
    opened = {"steps": [one.id for one in case.open_steps()]} if case.beside else {"step": case.step or "none"}
    found: dict[str, Any] = {"status": case.status, **opened, "ball": case.turn, "letter": letter_of(case)}
    if case.duties:
        found["owes"] = {name: stands_as(one) for name, one in case.duties.items()}
    if case.legal_due_at and case.is_open:
        found["legal_due"] = f"{course.calendar.local(case.legal_due_at):%Y-%m-%d %H:%M}"
    yield f"        expect: {inline(found)}"


def _set_in_part(service: Service) -> Iterator[Field]:
    for step in service.steps:
        yield from set_values(step.partly)


def _expected(story: Story) -> dict[str, Any]:
    answers, day = story.answers, story.at.date()
    facts = {**office_facts(story.office, day, days_off(story.office, day)), FINDINGS: story.findings or {}}
    service = story.service.on(facts)
    results = {
        result.rule: result.outcome for result in evaluate_rules(service, answers, facts, story.findings or None)
    }
    fee = reckon_fee(service, answers, facts).amount
    expected: dict[str, Any] = {
        "problems": [problem.field for problem in check_answers(service, answers)],
        "rules": {rule.id: results.get(rule.id, "left out") for rule in service.rules},
        "fee": None if fee is None else fee.words("en") if fee else "free",
        "steps": [step.id for step in steps_for(service, answers, facts)],
        "documents": [one.name for one in required_documents(service, answers)],
    }
    return {
        key: value for key, value in expected.items() if value or (key in ("fee", "documents") and value is not None)
    }


def written(service: Service, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers that a form holds as one writes them into examples.yaml."""
    return written_fields(service.fields.values(), answers)


def written_fields(asked: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values of some questions, or of what a step finds, as one writes them into examples.yaml."""
    fields = {one.name: one for one in asked}
    return {name: _as_written(fields[name], value) if name in fields else value for name, value in values.items()}


def _as_written(one: Field, value: Any) -> Any:
    """Return an answer as one writes it into examples.yaml: a day, an amount, the name of a file."""
    if one.columns and isinstance(value, list):
        return [written_fields(one.columns, row) if isinstance(row, Mapping) else row for row in value]
    if one.kind == "file" and isinstance(value, Mapping):
        return value["name"]
    if one.kind == "money" and isinstance(value, int) and value % 100 == 0:
        return f"{value // 100:_} IDR"
    if one.kind == "date" and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
