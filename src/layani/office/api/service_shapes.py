"""What the API says of a service: the shapes of its answers, which the OpenAPI document describes."""

from typing import Any

from pydantic import BaseModel

from layani.office.api.problems import Words


class LawfulTermOut(BaseModel):
    """A time that a law sets; starts: what it counts from, empty where it is added to the promise."""

    amount: int
    unit: str
    text: Words
    starts: str
    law: str


class PromiseOut(BaseModel):
    """When the whole case ends at the latest.

    starts: what the term counts from, "first contact", "received" or "complete"
    pledge_percent: how many the office says it will keep
    if_late: "escalate" to the superior; "grant": then the law grants what the office left undecided; "refuse": then the
        law takes the silence for a refusal, to which one may object
    legal: the longest time that the law leaves; extension: more time that it lets the office take, once
    """

    amount: int
    unit: str
    text: Words
    starts: str
    pledge_percent: int
    if_late: str
    law: str | None
    legal: LawfulTermOut | None
    extension: LawfulTermOut | None


class FeeRowOut(BaseModel):
    """One line of the fee table: whole minor units of the currency, or the formula that gives them; law, and when due.

    ``at_least`` and ``at_most`` are bounds of what a formula gives, in minor units, before anything is waived.
    """

    minor: int | None
    currency: str
    formula: str | None
    at_least: int | None
    at_most: int | None
    law: str | None
    when: str | None


class FeeOut(BaseModel):
    """What it costs; no rows mean free of charge. The first row whose condition holds is due."""

    text: Words
    rows: list[FeeRowOut]


class ClosingOut(BaseModel):
    """How a service ends: nothing is taken after ``last_day`` (local date of the office).

    instead: what people use instead; service: the slug of the office's service that they mean, if they mean one
    letters: what becomes of the letters that it gave
    """

    last_day: str
    law: str
    says: Words
    instead: Words
    service: str | None
    letters: Words | None


class LawOut(BaseModel):
    """One legal basis; ``status`` "recalled" still has to be compared with the gazette."""

    id: str
    cite: str
    says: Words | None
    source: str
    status: str


class OptionOut(BaseModel):
    """One choice."""

    value: str
    label: Words


class QuestionOut(BaseModel):
    """One question of the form.

    when:           the condition under which it is asked, as an expression over the other answers; None always
    from_applicant: it is not asked: the ``applicant`` of the filing gives it
    accept:         endings of the kinds of file that it takes; max_bytes their size
    each:           of a list, what is asked in every row
    """

    name: str
    kind: str
    label: Words
    hint: Words | None
    required: bool
    when: str | None
    options: list[OptionOut]
    accept: list[str]
    max_bytes: int | None
    law: str | None
    from_applicant: bool
    each: list["QuestionOut"]


class FormPageOut(BaseModel):
    """One page of the form."""

    id: str
    title: Words
    questions: list[QuestionOut]


class RuleOut(BaseModel):
    """One condition on the answers; while a mandatory one fails nobody can grant."""

    id: str
    says: Words
    must: str
    when: str | None
    mandatory: bool
    law: str
    fix: Words


class StepOut(BaseModel):
    """One piece of work at the office; ``after``: the steps that it waits for, null for all that stand above it."""

    id: str
    kind: str
    role: str
    within: Words
    when: str | None
    not_same_as: list[str]
    after: list[str] | None


class GroundOut(BaseModel):
    """One ground on which an application may be refused, and the way out."""

    id: str
    says: Words
    remedy: Words
    law: str


class ServiceLine(BaseModel):
    """One service in the list: its ``address`` here, its ``page`` for people, and its ``figures`` as open data.

    closes: how it ends; null for one that goes on
    """

    slug: str
    version: str
    name: Words
    need: Words
    summary: Words
    applicants: list[str]
    channels: list[str]
    minutes: int
    promise: PromiseOut
    fee: FeeOut
    closes: ClosingOut | None
    address: str
    page: str
    figures: str


class ServiceOut(ServiceLine):
    """One service with its form, rules, steps, grounds, law and the components of its standard.

    digest:         SHA-256 of the definition; every case names the one under which it was filed
    answers_schema: JSON Schema (2020-12) of ``answers`` in a filing; which of them must be there depends on ``when``
    """

    digest: str
    gives: Words
    valid: Words | None
    form: list[FormPageOut]
    answers_schema: dict[str, Any]
    rules: list[RuleOut]
    steps: list[StepOut]
    grounds: list[GroundOut]
    law: list[LawOut]
    standard: dict[str, Words]
