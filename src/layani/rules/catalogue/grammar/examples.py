"""examples.yaml: worked cases of a service. They are the definition's tests."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, StringConstraints, WithJsonSchema
from pydantic import Field as Key

from layani.rules.catalogue.grammar.parts import AmountText, Name, Part, Sentence, Slug
from layani.rules.money.amount import Money


def _moment(value: Any) -> Any:
    try:
        # Local time of the office: the office's file says in which zone.
        return datetime.strptime(str(value), "%Y-%m-%d %H:%M")  # noqa: DTZ007
    except ValueError as fault:
        raise ValueError(f"'{value}' is not a day and a time. Write it such as: 2026-12-01 09:30") from fault


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "examples": ["2026-12-01 09:30"]}, mode="validation"),
]


def _fee(value: Any) -> Any:
    return Money(0) if value == "free" else value


LetterName = Annotated[str, StringConstraints(pattern=r"^(granted|refused|deemed_granted)\.(id|en)$")]


class Expected(Part):
    """What must come out; what is left out is not looked at, except that ``problems`` must then be none."""

    problems: list[Name] = Key(default=[], description="the fields with a problem", examples=["problems: [contract]"])
    asked: list[Name] | None = Key(default=None, description="fields that are asked, among others")
    not_asked: list[Name] | None = Key(default=None, description="fields that are not asked")
    rules: dict[Slug, Literal["passed", "failed", "unknown", "left out"]] = Key(
        default={}, description="how rules come out", examples=["rules: {lives-here: passed}"]
    )
    fee: Annotated[AmountText | None, BeforeValidator(_fee)] = Key(
        default=None, description="free, or an amount", examples=["fee: free"]
    )
    steps: list[Slug] | None = Key(default=None, description="the steps in order", examples=["steps: [check, decide]"])
    documents: list[Name] | None = Key(default=None, description="the files that must be brought")
    due: Moment | None = Key(
        default=None, description="the last moment in time, local time", examples=["due: 2026-12-03 16:00"]
    )
    letter: dict[LetterName, list[Sentence]] = Key(
        default={}, description="what letters must say", examples=["letter: {granted.id: [Carla]}"]
    )


class ExampleEntry(Part):
    """One worked case."""

    example: Sentence = Key(
        description="what it shows", examples=["example: Carla rents a room and brings no contract"]
    )
    who: Name | None = Key(default=None, description="the person of 'people' who applies", examples=["who: carla"])
    like: Sentence | None = Key(default=None, description="the example whose answers it begins with")
    answers: dict[Name, Any] = Key(default={}, description="answers by field; null takes one away")
    findings: dict[Slug, dict[Name, Any]] = Key(
        default={}, description="what the steps found, by step and name", examples=["findings: {visit: {setback: 3}}"]
    )
    on: Moment | None = Key(
        default=None, description="when it is received complete, local time", examples=["on: 2026-12-01 09:30"]
    )
    expect: Expected = Key(description="what must come out", examples=["expect: {rules: {lives-here: passed}}"])


class ExamplesFile(Part):
    """examples.yaml: worked cases, answers in, outcome out."""

    people: dict[Name, dict[Name, Any]] = Key(default={}, description="answers that the identity gives, by person")
    examples: list[ExampleEntry] = Key(min_length=1, description="the cases", examples=["examples: [{example: …, …}]"])
