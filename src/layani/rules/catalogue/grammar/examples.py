"""examples.yaml: worked cases of a service. They are the definition's tests."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, StringConstraints, WithJsonSchema
from pydantic import Field as Key

from layani.rules.catalogue.grammar.parts import AmountText, Name, Part, Sentence, Slug, TermText
from layani.rules.money.amount import Money

YEARS: Final = range(1990, 2101)
"""Years in which an example can happen; the calendar of holidays reaches little further."""


def _moment(value: Any) -> Any:
    try:
        # Local time of the office: the office's file says in which zone.
        moment = datetime.strptime(str(value), "%Y-%m-%d %H:%M")  # noqa: DTZ007
    except ValueError as fault:
        raise ValueError(f"'{value}' is not a day and a time. Write it such as: 2026-12-01 09:30") from fault
    if moment.year not in YEARS:
        raise ValueError(f"'{value}' is too far away. Write a year from {YEARS[0]} to {YEARS[-1]}.")
    return moment


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "examples": ["2026-12-01 09:30"]}, mode="validation"),
]


def _fee(value: Any) -> Any:
    return Money(0) if value == "free" else value


LetterName = Annotated[str, StringConstraints(pattern=r"^(granted|refused|deemed_granted|granted_partly)\.(id|en)$")]


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
    pays: AmountText | None = Key(default=None, description="what a benefit pays", examples=["pays: 300_000 IDR"])
    score: int | None = Key(default=None, description="the points together", examples=["score: 35"])
    tables: dict[Name, list[int]] | None = Key(
        default=None,
        description="the rows of tables that hold, counted from 1; [] for otherwise",
        examples=["tables: {weight: [3]}"],
    )
    numbers: dict[Name, int | bool | AmountText] | None = Key(
        default=None, description="what named formulas come to", examples=["numbers: {litres: 320}"]
    )
    priority: list[Slug] | None = Key(
        default=None, description="the classes that put it first", examples=["priority: [elderly]"]
    )
    taken: bool | None = Key(
        default=None,
        description="whether it can be filed on that day: inside its window, and not after its end",
        examples=["taken: false"],
    )
    steps: list[Slug] | None = Key(default=None, description="the steps in order", examples=["steps: [check, decide]"])
    documents: list[Name] | None = Key(default=None, description="the files that must be brought")
    due: Moment | None = Key(
        default=None, description="the last moment in time, local time", examples=["due: 2026-12-03 16:00"]
    )
    letter: dict[LetterName, list[Sentence]] = Key(
        default={}, description="what letters must say", examples=["letter: {granted.id: [Carla]}"]
    )


Doing = Literal[
    "check complete",
    "ask",
    "answer",
    "withdraw",
    "visit",
    "perform",
    "initial",
    "send outside",
    "outage",
    "number back",
    "open notice",
    "objection",
    "close notice",
    "say it is done",
    "decline",
    "record what was done",
    "not done yet",
    "extend",
    "pause",
    "resume",
    "decide grant",
    "decide grant in part",
    "decide refuse",
    "wait",
    "warn revocation",
    "answer warning",
    "revoke",
    "drop revocation",
    "be placed",
    "be put on the waiting list",
    "find no place",
    "move up",
    "record evidence",
    "put first",
    "ask to go ahead",
    "let ahead",
    "keep in turn",
    "say a duty is done",
    "record a duty",
    "return a duty",
]


class ThenExpected(Part):
    """How the case stands after one thing happened; what is left out is not looked at."""

    status: (
        Literal[
            "checking", "waiting", "working", "deciding", "granted", "refused", "deemed_granted", "withdrawn", "lapsed"
        ]
        | None
    ) = Key(default=None, description="the state of the case", examples=["status: deciding"])
    step: Slug | None = Key(
        default=None, description="the step that is open; none when no step is", examples=["step: decide"]
    )
    steps: list[Slug] | None = Key(
        default=None,
        description="the steps that are open, in the order of the file; several run side by side",
        examples=["steps: [roads, environment]"],
    )
    ball: Literal["office", "citizen", "outside", "nobody"] | None = Key(
        default=None, description="who has to act now", examples=["ball: citizen"]
    )
    due: Moment | None = Key(
        default=None, description="the last moment in time, local time", examples=["due: 2026-12-03 16:00"]
    )
    legal_due: Moment | None = Key(
        default=None,
        description="the last moment that the law leaves, local time",
        examples=["legal_due: 2026-12-10 16:00"],
    )
    turn: Literal["first", "ahead", "in turn"] | None = Key(
        default=None,
        description="who it is in its queue: first by law, ahead for a published matter, or in turn",
        examples=["turn: first"],
    )
    step_due: Moment | None = Key(
        default=None,
        description="the last moment for the open step, local time",
        examples=["step_due: 2026-12-02 16:00"],
    )
    silent: bool | None = Key(
        default=None, description="whether silence counts as a refusal by now", examples=["silent: true"]
    )
    standing: Literal["valid", "expired", "superseded", "revoked", "none"] | None = Key(
        default=None, description="how the product stands", examples=["standing: valid"]
    )
    until: Moment | None = Key(
        default=None, description="the product's last moment, local time", examples=["until: 2031-12-02 23:59"]
    )
    answer_by: Moment | None = Key(
        default=None,
        description="the last moment to answer the warning of a revocation, local time",
        examples=["answer_by: 2027-05-16 23:59"],
    )
    reminded: bool | None = Key(
        default=None, description="whether the holder was reminded of the end", examples=["reminded: true"]
    )
    owes: dict[Slug, Literal["open", "said", "late", "met"]] | None = Key(
        default=None,
        description="what is owed after the grant, and how it stands; all of it",
        examples=["owes: {report: late}"],
    )
    owed_by: dict[Slug, Moment] | None = Key(
        default=None,
        description="the last moments of what is owed, local time; all of them",
        examples=["owed_by: {report: 2027-04-01 23:59}"],
    )
    letter: Literal["granted", "refused", "deemed_granted", "granted_partly", "none"] | None = Key(
        default=None, description="the letter that goes out", examples=["letter: granted"]
    )
    place: Literal["none", "placed", "waiting", "without"] | None = Key(
        default=None, description="what the ranking gives it; none before there is one", examples=["place: waiting"]
    )
    stopped: Slug | None = Key(
        default=None,
        description="it may not be done: the name of what stops it",
        examples=["stopped: mandatory-rule-failed"],
    )


class ThenEntry(Part):
    """One thing that happens to the case after it was filed."""

    do: Doing = Key(description="what happens; wait: nothing, until the clock decides", examples=["do: check complete"])
    after: TermText | None = Key(
        default=None, description="the time that passes before it", examples=["after: 2 working days"]
    )
    at: Moment | None = Key(
        default=None, description="when it happens, local time, instead of 'after'", examples=["at: 2026-12-02 10:00"]
    )
    fields: list[Name] = Key(
        default=[],
        description="ask: the fields that are asked for again; record evidence: the one whose paper was looked at",
        examples=["fields: [contract]"],
    )
    answers: dict[Name, Any] = Key(
        default={}, description="answer: the new answers by field", examples=["answers: {contract: sewa.pdf}"]
    )
    step: Slug | None = Key(
        default=None, description="of several open steps, the one in which it is done", examples=["step: roads"]
    )
    reason: Slug | None = Key(default=None, description="extend: why more time is taken", examples=["reason: on-site"])
    system: Sentence | None = Key(
        default=None, description="pause: the other body's system that is out", examples=["system: SIAK"]
    )
    ground: Slug | None = Key(
        default=None,
        description="decide refuse, decide grant in part, warn revocation: the ground",
        examples=["ground: not-resident"],
    )
    partly: dict[Name, Any] = Key(
        default={}, description="decide grant in part: what is set, by name", examples=["partly: {area: 60}"]
    )
    matter: Slug | None = Key(
        default=None,
        description="put first: the class of priority; ask to go ahead: the matter of expedite",
        examples=["matter: travels-tomorrow"],
    )
    duty: Slug | None = Key(
        default=None, description="say, record or return a duty: which one", examples=["duty: report"]
    )
    expect: ThenExpected = Key(
        default=ThenExpected(), description="how the case must stand then", examples=["expect: {status: granted}"]
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
    then: list[ThenEntry] = Key(
        default=[],
        description="what happens after it was filed, in order",
        examples=["then: [{do: check complete, after: 2 working hours}]"],
    )


class ExamplesFile(Part):
    """examples.yaml: worked cases, answers in, outcome out."""

    people: dict[Name, dict[Name, Any]] = Key(default={}, description="answers that the identity gives, by person")
    examples: list[ExampleEntry] = Key(min_length=1, description="the cases", examples=["examples: [{example: …, …}]"])
