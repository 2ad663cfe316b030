"""service.yaml: everything about one service."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, StringConstraints, model_validator
from pydantic import Field as Key

from layani.rules.catalogue.grammar.form import PageEntry
from layani.rules.catalogue.grammar.parts import (
    AmountText,
    Condition,
    LawEntry,
    Part,
    Slug,
    TermText,
    Words,
)
from layani.rules.catalogue.grammar.promise import PromiseEntry

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class SearchWords(Part):
    """The words by which people look for the service."""

    id: list[Word] = Key(min_length=1, description="in Indonesian", examples=["id: [domisili, alamat]"])
    en: list[Word] = Key(min_length=1, description="in English", examples=["en: [address]"])


class FeeEntry(Part):
    """One fee, or one row of a fee table."""

    amount: AmountText = Key(description="in whole units and its currency", examples=["amount: 50_000 IDR"])
    law: Slug = Key(description="the law or decree that sets it", examples=["law: perda-1-2024"])
    when: Condition | None = Key(None, description="the row counts only when this holds; the first such row counts")
    says: Words | None = Key(None, description="the row in words")


def _fee_rows(value: Any) -> Any:
    if value == "free":
        return []
    return [value] if isinstance(value, dict) else value


class ProductEntry(Part):
    """What the citizen holds in the end."""

    kind: Literal["certificate", "permission", "letter"] = Key(description="certificate, permission or letter")
    name: Words | None = Key(None, description="its name; otherwise the service's name")
    valid: Words | None = Key(None, description="how long it is valid")
    letter: Literal["granted"] = Key("granted", description="the letter that is the product")


class RuleEntry(Part):
    """One condition, in words that the citizen reads, with its law."""

    id: Slug = Key(description="its name", examples=["id: lives-here"])
    says: Words = Key(description="the rule in words", examples=["says: {id: …, en: …}"])
    law: Slug = Key(description="the id of the law it follows", examples=["law: uu-25-2009-21"])
    must: Condition = Key(description="the expression that must hold", examples=["must: address.ward in office.wards"])
    fix: Words = Key(description="what the citizen can do when it fails", examples=["fix: {id: …, en: …}"])
    mandatory: bool = Key(True, description="false: an officer may weigh it; true: no grant while it fails")
    when: Condition | None = Key(None, description="the rule applies only when this holds")


class WorkEntry(Part):
    """A piece of work: by whom, and within what time."""

    id: Slug | None = Key(None, description="its name; otherwise its kind")
    by: Slug = Key(description="the role that does it", examples=["by: front-desk"])
    within: TermText = Key(description="its share of the promise", examples=["within: 4 working hours"])
    unit: Slug | None = Key(
        None,
        description="the unit of office.yaml that does it, by whose opening hours it is due",
        examples=["unit: hall"],
    )
    when: Condition | None = Key(None, description="the step is needed only when this holds")
    not_same_as: list[Slug] = Key(
        [], description="steps whose officer may not do this one", examples=["not_same_as: [check]"]
    )


class StepEntry(Part):
    """One step; exactly one of its keys is given."""

    check: WorkEntry | None = Key(None, description="completeness is checked: once, dated, item by item")
    decide: WorkEntry | None = Key(None, description="the case is granted or refused")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if len(self.model_fields_set) != 1 or self.check is self.decide:
            raise ValueError(
                "a step has exactly one kind. Write a list item such as: - check: {by: front-desk, within: …}"
            )
        return self

    @property
    def kind(self) -> Literal["check", "decide"]:
        """Return the kind of work."""
        return "check" if self.check else "decide"

    @property
    def work(self) -> WorkEntry:
        """Return the work itself."""
        work = self.check or self.decide
        if work is None:
            raise AssertionError("the validator lets no step without work pass")
        return work


class GroundEntry(Part):
    """One ground on which the service may be refused; there are no others."""

    id: Slug = Key(description="its name", examples=["id: not-resident"])
    law: Slug = Key(description="the id of the law it follows", examples=["law: uu-25-2009-21"])
    says: Words = Key(description="the ground in words", examples=["says: {id: …, en: …}"])
    remedy: Words = Key(description="the citizen's way out", examples=["remedy: {id: …, en: …}"])


class StandardEntry(Part):
    """The 14 components of the service standard; those left out here are derived where they follow from the rest."""

    requirements: Words | None = None
    procedure: Words | None = None
    time_limit: Words | None = None
    fee: Words | None = None
    product: Words | None = None
    complaints: Words | None = None
    legal_basis: Words | None = None
    facilities: Words | None = None
    competence: Words | None = None
    internal_control: Words | None = None
    staffing: Words | None = None
    service_guarantee: Words | None = None
    safety_guarantee: Words | None = None
    evaluation: Words | None = None


class ServiceFile(Part):
    """service.yaml: one service of the office."""

    service: Slug = Key(description="its name in addresses: the folder's name", examples=["service: residence-letter"])
    version: date = Key(description="the day from which this version holds", examples=["version: 2026-12-01"])
    name: Words = Key(description="its name", examples=["name: {id: …, en: …}"])
    need: Words = Key(description="the need it answers, as a citizen says it", examples=["need: {id: …, en: …}"])
    summary: Words = Key(description="one or two sentences on what it does", examples=["summary: {id: …, en: …}"])
    words: SearchWords = Key(
        description="the words people search with", examples=["words: {id: [domisili], en: [address]}"]
    )
    life_events: list[Slug] = Key(
        [], description="the life events in which it helps", examples=["life_events: [moving-home]"]
    )
    for_: list[Literal["person", "organisation"]] = Key(
        ["person"], alias="for", min_length=1, description="who may apply", examples=["for: [person]"]
    )
    channels: list[Literal["online", "counter", "phone"]] = Key(
        min_length=1, description="the ways in", examples=["channels: [online, counter]"]
    )
    minutes: int = Key(ge=1, le=240, description="minutes it takes to fill in", examples=["minutes: 5"])
    law: list[LawEntry] = Key(min_length=1, description="the legal bases", examples=["law: [{id: …, cite: …, …}]"])
    standard: StandardEntry = Key(description="the service standard", examples=["standard: {complaints: …, …}"])
    promise: PromiseEntry = Key(description="when the answer comes", examples=["promise: {total: 3 working days, …}"])
    fee: Annotated[list[FeeEntry], BeforeValidator(_fee_rows)] = Key(
        description="free, one fee, or a table of rows", examples=["fee: free"]
    )
    gives: ProductEntry = Key(description="what the citizen holds", examples=["gives: {kind: certificate}"])
    ask: list[PageEntry] = Key(min_length=1, description="the form", examples=["ask: [{page: …, title: …, fields: …}]"])
    rules: list[RuleEntry] = Key([], description="the conditions, each with its law")
    steps: list[StepEntry] = Key(min_length=1, description="the work", examples=["steps: [{check: …}, {decide: …}]"])
    grounds: list[GroundEntry] = Key([], description="the only grounds for a refusal")
    next: list[Slug] = Key([], description="services offered when granted", examples=["next: [family-card]"])
    survey: bool = Key(True, description="false: no survey after the case")
