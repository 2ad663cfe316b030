"""A service and an office as the rest of the house reads them: frozen, compiled, in both languages.

The grammar of the files is in ``grammar``; ``compiling.py`` turns one into the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from layani.rules.authority.model import Entry as AuthorityEntry
from layani.rules.cases.calendar import Decree, Openings
from layani.rules.cases.clock import Term
from layani.rules.catalogue.afterwards import OwnObjection, Renewal, Revocation
from layani.rules.catalogue.closing import Closing
from layani.rules.catalogue.duties import Duty
from layani.rules.catalogue.numbers import Number
from layani.rules.catalogue.open_cases import OpenCases
from layani.rules.catalogue.promise import Promise
from layani.rules.catalogue.second_officers import ExemptStep, Pool
from layani.rules.catalogue.step_kinds import ApplicantTurn, External, Notice, Rank, Visit
from layani.rules.door.terms import Door
from layani.rules.money.fee import Fee
from layani.rules.retention.model import Kept
from layani.rules.sections import Sections
from layani.rules.systems.registered import Agreement, OtherSystem, holds
from layani.rules.text import Text

if TYPE_CHECKING:  # the compiled form imports this module; here only its name is needed
    from layani.rules.catalogue.amounts.model import Amounts
    from layani.rules.catalogue.answers import CompiledAnswers
    from layani.rules.catalogue.bundles.model import Bundle
    from layani.rules.catalogue.expressions import Expression, Reads
    from layani.rules.catalogue.partly import Partly

StepKind = Literal["check", "perform", "visit", "initial", "external", "notice", "applicant", "rank", "decide"]

STANDARD_COMPONENTS: Final = (
    "requirements",
    "procedure",
    "time_limit",
    "fee",
    "product",
    "complaints",
    "legal_basis",
    "facilities",
    "competence",
    "internal_control",
    "staffing",
    "service_guarantee",
    "safety_guarantee",
    "evaluation",
)
"""The 14 components of a service standard, in the order of the law; the first six are shown to citizens.
Source: UU 25/2009 article 21 and Permenpan RB 15/2014."""

PUBLISHED_COMPONENTS: Final = STANDARD_COMPONENTS[:6]


IDENTITY_FIELDS: Final[Mapping[str, str]] = {
    "name": "text",
    "nik": "nik",
    "birth_date": "date",
    "phone": "phone",
    "email": "email",
}
"""What the office holds of a person, by the name and kind that a field must have to be filled ``from: identity``."""


@dataclass(frozen=True, slots=True)
class Law:
    """One legal basis. ``status`` "recalled" is shown to readers as an example that is still to be checked."""

    id: str
    cite: str
    source: str
    status: Literal["verified", "recalled"]
    checked_on: date
    says: Text | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """What the citizen holds in the end. ``letter`` is the outcome whose letter is the product ("granted").

    validity: how long it holds, in words; lasts: the same as a term from the letter's date, where there is one
    remind:   how long before its end the holder is reminded; None: not
    blank:    kind of numbered blank on which it is printed; "" for plain paper
    initials: roles that initial its letters before they are signed, in order; None: as the office says
    """

    kind: str
    letter: str
    name: Text
    validity: Text | None = None
    lasts: Term | None = None
    remind: Term | None = None
    initials: tuple[str, ...] | None = None
    blank: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """A register of another body.

    basis, status: the law by which the office may look there, "verified" or "recalled"
    gives:         what may be taken; valid: how long what was looked up may be relied on
    fills:         of what it gives, what may be shown to the person themselves before they apply
    system, agreement: the system of the office's register by whose agreement it may look
    granted:       the body lets it look; without an agreement that is worth nothing
    """

    id: str
    name: Text
    basis: str
    status: str
    gives: tuple[str, ...]
    valid: Term
    fills: tuple[str, ...] = ()
    system: str = ""
    agreement: Agreement | None = None
    granted: bool = False

    @property
    def access(self) -> bool:
        """Whether the office may look there at all: that body says so, and an agreement stands behind it."""
        return self.granted and self.agreement is not None

    def open_on(self, day: date) -> bool:
        """Tell whether the office may look there on a day: it has access, and the agreement holds."""
        return self.access and holds(self.agreement, day)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an officer does with the paper behind an answer: "seen", "kept", "stamped" or "witnessed"; by which law."""

    kind: str
    law: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the form.

    kind:       name of a kind in ``catalogue/kinds`` ("text", "date", "address" …)
    options:    (value, label) for choice and several
    accept:     file endings for file ("pdf", "jpg", "png"); ``max_bytes`` is its size limit in bytes
    source:     "identity" when the office already holds it: shown, not asked
    law:        id of the law that makes the question necessary
    limits:     further bounds of the kind: min, max, longest (characters), rows
    register:   where the answer is looked up, and the element there; None for what is only declared
    confirmed:  it must be looked up before a grant; False where the register only fills the form in
    evidence:   what an officer must have done with its paper before a grant; None where a declaration is enough
    parts:      the boxes of an address that are asked; () for all of them, as every service file asks
    tells:      of a finding: the entry of ``tells`` that it follows from; the office counts, and nobody types it
    columns:    of a list: what is asked in every row; ``one`` is what a single row is called ("heir")
    """

    name: str
    kind: str
    label: Text
    hint: Text | None = None
    required: bool = True
    when: "Expression | None" = None
    options: tuple[tuple[str, Text], ...] = ()
    accept: tuple[str, ...] = ()
    max_bytes: int = 0
    source: Literal["identity"] | None = None
    law: str | None = None
    limits: Mapping[str, int] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    evidence: Evidence | None = None
    register: tuple[Register, str] | None = None
    confirmed: bool = True
    columns: "tuple[Field, ...]" = ()
    one: Text | None = None
    tells: str = ""


@dataclass(frozen=True, slots=True)
class FormPage:
    """One page of the form: one thing to answer on a phone."""

    id: str
    title: Text
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition on the answers, with its law; ``mandatory`` rules stop a grant when they fail."""

    id: str
    says: Text
    law: str
    must: "Expression"
    fix: Text
    mandatory: bool = True
    when: "Expression | None" = None


@dataclass(frozen=True)
class Findings:
    """What one step asks its officer to find, as a form of one page."""

    answers: "CompiledAnswers" = field(repr=False, compare=False)
    pages: tuple[FormPage, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The findings in their order."""
        return self.pages[0].fields

    def page(self, page_id: str) -> FormPage:
        """Return the only page."""
        return self.pages[0]


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of work by one role. ``not_same_as`` names steps whose officer may not do this one.

    mode:   next: whoever is free takes the head of the queue; draw: one officer is drawn, who then does it
    office_unit: the unit by whose opening hours it is due; "" for the office's own
    after:  the steps that must have ended before it begins; None: all that stand above it
    says:   what is done, of a step of the kind perform, or asked of the applicant
    turn:   of a step in which the applicant acts; ``within`` is then the role's time to look at what was done
    finds:  what the officer writes down, which the rules read as findings.STEP.NAME
    partly: of a decision, how less than was asked may be granted; None where it may not
    waits:  in one case, the steps whose findings decide whether it is needed; () for a step that is
    """

    id: str
    kind: StepKind
    role: str
    within: Term
    when: "Expression | None" = None
    not_same_as: tuple[str, ...] = ()
    mode: Literal["next", "draw"] = "next"
    office_unit: str = ""
    says: Text | None = None
    finds: Findings | None = None
    visit: Visit | None = None
    external: External | None = None
    notice: Notice | None = None
    turn: ApplicantTurn | None = None
    rank: Rank | None = None
    after: tuple[str, ...] | None = None
    waits: tuple[str, ...] = ()
    partly: "Partly | None" = None

    @property
    def name(self) -> str:
        """The step's name in expressions, where a hyphen would be a minus."""
        return in_expressions(self.id)


def in_expressions(step: str) -> str:
    """Return a step's name as expressions write it: findings.site_visit for the step site-visit."""
    return step.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground on which the service may be refused, with the citizen's way out.

    rule: id of the rule that fails when the ground holds; empty where no rule computes it
    """

    id: str
    law: str
    says: Text
    remedy: Text
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Tell:
    """Who else is told of a case: every person of the list ``who``, ``at`` the moment it is filed, decided, issued."""

    id: str
    who: str
    at: Literal["filed", "decided", "issued"]
    law: str


@dataclass(frozen=True, eq=False)
class Service:
    """One version of one service, compiled; ``digest`` tells equal content. A cases_a_year of 0 is not known.

    section: the question whose answer says to which section of the office a case belongs; "" for none
    """

    slug: str
    version: date
    digest: str
    name: Text
    need: Text
    summary: Text
    words: Mapping[str, tuple[str, ...]]
    life_events: tuple[str, ...]
    applicants: tuple[str, ...]
    channels: tuple[str, ...]
    minutes: int
    cases_a_year: int
    law: Mapping[str, Law]
    standard: Mapping[str, Text]
    promise: Promise
    fee: "Fee[Expression]"
    gives: Product
    pages: tuple[FormPage, ...]
    rules: tuple[Rule, ...]
    steps: tuple[Step, ...]
    grounds: tuple[Ground, ...]
    letters: Mapping[tuple[str, str], str]
    next: tuple[str, ...]
    survey: bool
    amounts: "Amounts"
    answers: "CompiledAnswers" = field(repr=False)
    reads: Mapping[Literal["rules", "steps", "fee"], "Reads"] = field(repr=False)
    renews: Renewal | None = None
    revocation: Revocation | None = None
    objection: OwnObjection | None = None
    numbers: Mapping[str, Number] = field(default_factory=dict)
    owes: tuple[Duty, ...] = ()
    tells: tuple[Tell, ...] = ()
    open_cases: OpenCases | None = None
    closing: Closing | None = None
    once_per: tuple[str, ...] = ()
    retention: Kept | None = None
    assurance: str = "declared"
    section: str = ""

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field of the form by name, in the order of the pages."""
        return {one.name: one for page in self.pages for one in page.fields}

    def on(self, facts: Mapping[str, Any]) -> "Service":
        """Return the service with its form as it is asked by the day and the office of these facts.

        Itself where no condition of a question reads them, which is nearly always.
        """
        return replace(self, answers=self.answers.on(facts)) if self.answers.dated else self

    def page(self, page_id: str) -> FormPage:
        """Return the page, or raise KeyError."""
        for page in self.pages:
            if page.id == page_id:
                return page
        raise KeyError(page_id)


@dataclass(frozen=True, slots=True)
class Contacts:
    """How a citizen reaches the office; every channel is also one for complaints."""

    address: Text
    phone: str
    email: str
    website: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A role at the office. ``holders`` is the number of people who hold it; 0 means that nobody can do its steps."""

    id: str
    title: Text
    holders: int
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """The office as its office.yaml describes it.

    prefix:      the first part of a case number ("SKM" in SKM-2026-000123)
    ward:        region code of the area it serves ("99.01.01": a district; all codes below it belong to it)
    hours:       weekday 0 (Monday) to 6 -> opening spans in local time; a missing weekday is closed
    closed_on:   further days off by local decree; ``open_on``: days on which it works although others do not
    regions:     region code -> name, of every ward that an address field offers; those of other districts carry
                 their district's name; ``wards`` are the office's own
    decrees:     what changed the calendar later, the oldest first
    units:       unit -> opening hours of its own, as ``hours``
    sources:     registers of other bodies, by name; systems: the register of other bodies' systems
    signers:     the powers of posts with which the authority register begins; empty where the office keeps none
    blanks:      kinds of numbered blanks on which letters are printed, with their names
    pools:       who is asked where separation of duties leaves nobody; exempt_steps: where an exemption may be held
    sections:    parts of the office that each work on their own cases, and the roles that are held in them
    facts:       further facts that expressions may use as ``office.NAME`` (the hall's seats)
    door:        its counters, and the times that it keeps to at the front door
    """

    slug: str
    prefix: str
    name: Text
    kind: str
    ward: str
    timezone: str
    currency: str
    hours: Mapping[int, tuple[tuple[time, time], ...]]
    contacts: Contacts
    log_origin: str
    roles: Mapping[str, Role]
    closed_on: Mapping[date, Text]
    open_on: tuple[date, ...]
    regions: Mapping[str, Text]
    decrees: tuple[Decree, ...] = ()
    units: Mapping[str, Mapping[int, Openings]] = field(default_factory=dict)
    sources: Mapping[str, Register] = field(default_factory=dict)
    systems: Mapping[str, OtherSystem] = field(default_factory=dict)
    signers: tuple[AuthorityEntry, ...] = ()
    blanks: Mapping[str, Text] = field(default_factory=dict)
    pools: tuple[Pool, ...] = ()
    exempt_steps: tuple[ExemptStep, ...] = ()
    sections: Sections = Sections()
    facts: Mapping[str, Any] = field(default_factory=dict)
    door: Door = Door()

    @property
    def wards(self) -> tuple[str, ...]:
        """Return the codes of the wards that belong to the office's own area."""
        return tuple(code for code in self.regions if f"{code}.".startswith(f"{self.ward}."))


@dataclass(frozen=True)
class Catalogue:
    """An office and the services and bundles it offers, by slug, with what the check had to say short of an error."""

    office: OfficeFile
    services: Mapping[str, Service]
    warnings: "tuple[Any, ...]" = ()
    bundles: "Mapping[str, Bundle]" = field(default_factory=dict)
