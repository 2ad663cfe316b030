"""service.yaml: everything about one service."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, StringConstraints
from pydantic import Field as Key

from layani.rules.catalogue.grammar.amounts import (
    CriterionEntry,
    ExpediteEntry,
    FeeEntry,
    Numbers,
    Parameters,
    PaysEntry,
    PriorityEntry,
    QuotaEntry,
    Tables,
    WindowEntry,
    fee_rows,
)
from layani.rules.catalogue.grammar.closing import ClosingEntry
from layani.rules.catalogue.grammar.duties import DutyEntry
from layani.rules.catalogue.grammar.form import PageEntry
from layani.rules.catalogue.grammar.parts import (
    Condition,
    LawEntry,
    Name,
    Part,
    Slug,
    Words,
)
from layani.rules.catalogue.grammar.promise import PromiseEntry
from layani.rules.catalogue.grammar.retention import RetentionEntry
from layani.rules.catalogue.grammar.steps import StepEntry
from layani.rules.catalogue.grammar.validity import ChangeEntry, LastingText, ObjectionEntry, RenewalEntry, RevokeEntry

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class SearchWords(Part):
    """The words by which people look for the service."""

    id: list[Word] = Key(min_length=1, description="in Indonesian", examples=["id: [domisili, alamat]"])
    en: list[Word] = Key(min_length=1, description="in English", examples=["en: [address]"])


class ProductEntry(Part):
    """What the citizen holds in the end."""

    kind: Literal["certificate", "permission", "letter"] = Key(description="certificate, permission or letter")
    name: Words | None = Key(None, description="its name; otherwise the service's name")
    valid: Words | None = Key(None, description="how long it is valid, in words, where no term can say it")
    lasts: LastingText | None = Key(
        None, description="how long it is valid from its letter's date, instead of 'valid'", examples=["lasts: 5 years"]
    )
    remind: LastingText | None = Key(
        None,
        description="how long before the end the holder is reminded, once",
        examples=["remind: 60 calendar days"],
    )
    letter: Literal["granted"] = Key("granted", description="the letter that is the product")
    blank: Slug | None = Key(
        None,
        description="the kind of numbered blank of office.yaml on which it is printed; it is then handed over on one "
        "of those, and on nothing else",
        examples=["blank: child-card"],
    )
    initials: list[Slug] | None = Key(
        None,
        max_length=9,
        description="roles that initial (paraf) its letters before they are signed, in order; otherwise those of "
        "'signers' in office.yaml; [] for none",
        examples=["initials: [section-head, secretary]"],
    )


class RuleEntry(Part):
    """One condition, in words that the citizen reads, with its law."""

    id: Slug = Key(description="its name", examples=["id: lives-here"])
    says: Words = Key(description="the rule in words", examples=["says: {id: …, en: …}"])
    law: Slug = Key(description="the id of the law it follows", examples=["law: uu-25-2009-21"])
    must: Condition = Key(description="the expression that must hold", examples=["must: address.ward in office.wards"])
    fix: Words = Key(description="what the citizen can do when it fails", examples=["fix: {id: …, en: …}"])
    mandatory: bool = Key(True, description="false: an officer may weigh it; true: no grant while it fails")
    when: Condition | None = Key(None, description="the rule applies only when this holds")


class GroundEntry(Part):
    """One ground on which the service may be refused; there are no others."""

    id: Slug = Key(description="its name", examples=["id: not-resident"])
    law: Slug = Key(description="the id of the law it follows", examples=["law: uu-25-2009-21"])
    says: Words = Key(description="the ground in words", examples=["says: {id: …, en: …}"])
    remedy: Words = Key(description="the citizen's way out", examples=["remedy: {id: …, en: …}"])
    rule: Slug | None = Key(
        None,
        description="the rule that fails when this ground holds; while it is met, a refusal needs evidence",
        examples=["rule: lives-here"],
    )


class TellEntry(Part):
    """Other people than the applicant are told of the case: each person of a list, once."""

    id: Slug = Key(description="its name, by which a finding asks who was told", examples=["id: heirs"])
    who: Name = Key(description="the list of the form; its rows hold a phone or an e-mail", examples=["who: heirs"])
    at: Literal["filed", "decided", "issued"] = Key(description="at which moment", examples=["at: filed"])
    law: Slug = Key(description="the id of the law by which they are told", examples=["law: perwali-9-2026"])


class OpenCasesEntry(Part):
    """A law that makes this version count for the applications that are open when it begins."""

    follow: list[Literal["rules", "parameters", "tables", "grounds"]] = Key(
        min_length=1,
        description="what changes for them; all else that they read must be as in their own version",
        examples=["follow: [rules, grounds]"],
    )
    law: Slug = Key(description="the id of the law that says so", examples=["law: perda-3-2027-41"])
    says: Words = Key(description="why, as the applicants read it", examples=["says: {id: …, en: …}"])


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
    assurance: Literal["declared", "seen", "high"] = Key(
        "declared",
        description="how sure the office must be of who files it online, or reads its letter there",
        examples=["assurance: seen"],
    )
    minutes: int = Key(ge=1, le=240, description="minutes it takes to fill in", examples=["minutes: 5"])
    cases_a_year: int | None = Key(
        None,
        ge=1,
        le=100_000_000,
        description="how many apply in a year; layani check --burden counts with it",
        examples=["cases_a_year: 1200"],
    )
    law: list[LawEntry] = Key(min_length=1, description="the legal bases", examples=["law: [{id: …, cite: …, …}]"])
    standard: StandardEntry = Key(description="the service standard", examples=["standard: {complaints: …, …}"])
    promise: PromiseEntry = Key(description="when the answer comes", examples=["promise: {total: 3 working days, …}"])
    fee: Annotated[list[FeeEntry], BeforeValidator(fee_rows)] = Key(
        description="free, one fee, or a table of rows", examples=["fee: free"]
    )
    parameters: Parameters = Key({}, description="numbers of the law that change over the years, by name")
    tables: Tables = Key({}, description="decision tables, by name")
    numbers: Numbers = Key({}, description="formulas with a name, which rules, amounts and letters read")
    pays: PaysEntry | None = Key(None, description="what a benefit pays", examples=["pays: {amount: …, budget: …}"])
    score: list[CriterionEntry] = Key([], description="the points by which cases are ranked, one by one")
    quota: QuotaEntry | None = Key(None, description="how many can be granted", examples=["quota: {places: 200, …}"])
    intake: list[WindowEntry] = Key(
        [],
        description="the days on which it can be applied for; always, when left out",
        examples=["intake: [{opens: …}]"],
    )
    priority: list[PriorityEntry] = Key([], description="who is served first, never capped")
    expedite: list[ExpediteEntry] = Key(
        [],
        description="matters that may go ahead when they are asked for and granted, so many a day",
        examples=["expedite: [{id: travels-tomorrow, says: …, law: …, by: head, a_day: 3}]"],
    )
    gives: ProductEntry = Key(description="what the citizen holds", examples=["gives: {kind: certificate}"])
    renews: RenewalEntry | None = Key(
        None,
        description="the product it renews",
        examples=["renews: {service: practice-permit, opens: 90 calendar days}"],
    )
    changes: ChangeEntry | None = Key(
        None,
        description="the product it changes while that holds",
        examples=["changes: {service: practice-permit, takes: [place]}"],
    )
    revoke: RevokeEntry | None = Key(
        None,
        description="how its product may be revoked; never, when left out",
        examples=["revoke: {law: …, warns: verifier, decides: head, answer: 14 calendar days, grounds: […]}"],
    )
    objection: ObjectionEntry | None = Key(
        None,
        description="how one objects to a decision, where its own law says otherwise than the general one",
        examples=["objection: {law: …, within: 30 working days, answered: 30 working days, then: …}"],
    )
    owes: list[DutyEntry] = Key(
        [],
        max_length=20,
        description="what its holder still has to do after the grant, and by when",
        examples=["owes: [{id: report, says: …, law: …, by: research-officer, within: 1 month}]"],
    )
    ask: list[PageEntry] = Key(min_length=1, description="the form", examples=["ask: [{page: …, title: …, fields: …}]"])
    rules: list[RuleEntry] = Key([], description="the conditions, each with its law")
    tells: list[TellEntry] = Key(
        [],
        max_length=5,
        description="who else is told, and when",
        examples=["tells: [{id: heirs, who: heirs, at: filed, law: …}]"],
    )
    steps: list[StepEntry] = Key(min_length=1, description="the work", examples=["steps: [{check: …}, {decide: …}]"])
    grounds: list[GroundEntry] = Key([], description="the only grounds for a refusal")
    open_cases: OpenCasesEntry | None = Key(
        None,
        description="what the law makes count for open applications too; they keep their version, when left out",
        examples=["open_cases: {follow: [rules], law: …, says: {id: …, en: …}}"],
    )
    closes: ClosingEntry | None = Key(
        None,
        description="when and why it ends, and what there is instead; it goes on, when left out",
        examples=["closes: {last_day: 2027-06-30, law: …, says: {id: …, en: …}, instead: {…}}"],
    )
    once_per: list[Name] = Key(
        [],
        max_length=4,
        description="answers that say whom or what it is about: the officer is told of an earlier case about the same",
        examples=["once_per: [deceased_nik]"],
    )
    section: Name | None = Key(
        None,
        description="the question whose answer says to which section of the office a case belongs; to none if left out",
        examples=["section: domicile"],
    )
    retention: RetentionEntry | None = Key(
        None,
        description="how long its applications are kept; by the office's schedule, when left out",
        examples=["retention: {granted: 10 years, law: jra-2026}"],
    )
    next: list[Slug] = Key([], description="services offered when granted", examples=["next: [family-card]"])
    survey: bool = Key(True, description="false: no survey after the case")
