"""The steps of a service: what the office does, one kind of work after the other."""

from typing import Annotated, Final, Literal, Self, get_args

from pydantic import AfterValidator, StringConstraints, WithJsonSchema, model_validator
from pydantic import Field as Key

from layani.rules.catalogue.grammar.partly import PartlyEntry
from layani.rules.catalogue.grammar.parts import Condition, Name, Part, SizeText, Slug, TermText, Words
from layani.rules.catalogue.model import StepKind
from layani.rules.catalogue.official_number import NumberFormat, NumberFormatError

DAYS: Final = ("working days", "calendar days")
STEP_KINDS: Final[tuple[StepKind, ...]] = get_args(StepKind)
DRAWN_KINDS: Final = ("check", "perform", "visit", "decide")
"""What one officer does from the office's own queue, so that it can be drawn who."""

BudgetLine = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)+$", max_length=40)]
Address = Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$", max_length=500)]


def _number_format(value: str) -> str:
    try:
        NumberFormat.parse(value)
    except NumberFormatError as fault:
        raise ValueError(str(fault)) from fault
    return value


NumberFormatText = Annotated[
    str,
    AfterValidator(_number_format),
    WithJsonSchema({"type": "string", "examples": ["<13 digits>"]}, mode="validation"),
]


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
    after: list[Slug] | None = Key(
        None,
        min_length=1,
        max_length=20,
        description="steps that must have ended before it begins; otherwise all that stand above it. Steps that come "
        "after the same one run side by side",
        examples=["after: [check]"],
    )
    not_same_as: list[Slug] = Key(
        [], description="steps whose officer may not do this one", examples=["not_same_as: [check]"]
    )
    draw: bool = Key(
        False,
        description="true: one officer of the role is drawn by lot, who then does it; check, perform, visit and "
        "decide, of a role that four or more hold",
        examples=["draw: true"],
    )


class FindingEntry(Part):
    """One thing that the officer looks at and writes down; rules read it as findings.STEP.NAME."""

    is_: Literal["yes no", "number", "money", "text", "long text", "choice", "several", "date", "photo"] = Key(
        alias="is", description="the kind of finding", examples=["is: number"]
    )
    label: Words = Key(description="what is looked at", examples=["label: {id: …, en: Distance to the road in metres}"])
    hint: Words | None = Key(None, description="help below it: how it is measured")
    required: bool = Key(True, description="false: it may be left empty")
    from_: Slug | None = Key(
        None,
        alias="from",
        description="an entry of tells: yes no says whether all were told, number says how many; nobody types it",
        examples=["from: heirs"],
    )
    of: dict[Name, Words] | None = Key(None, description="choice, several: the answers to choose from")
    longest: int | None = Key(None, ge=1, le=5000, description="text: most characters")
    least: int | None = Key(None, description="number, money: smallest value, in whole units")
    most: int | None = Key(None, description="number, money: largest value, in whole units")
    max_: SizeText = Key(
        5_000_000, alias="max", description="photo: largest size; otherwise 5 MB", examples=["max: 5 MB"]
    )


class PerformEntry(WorkEntry):
    """Any other work of an officer, such as a technical assessment, with what it finds."""

    says: Words = Key(description="what is done", examples=["says: {id: Penilaian teknis, en: Technical assessment}"])
    find: dict[Name, FindingEntry] = Key({}, description="what is found, by name")


class TeamEntry(Part):
    """Who goes."""

    people: int = Key(ge=1, le=20, description="how many go at least, whoever reports included", examples=["people: 2"])
    roles: list[Slug] = Key([], description="roles of which somebody must be there", examples=["roles: [verifier]"])


class VisitEntry(WorkEntry):
    """Officers go and look at the place."""

    team: TeamEntry = Key(description="who goes", examples=["team: {people: 2}"])
    budget: BudgetLine = Key(description="the budget line that pays for the journey", examples=["budget: 1.06.02.2.01"])
    find: dict[Name, FindingEntry] = Key(min_length=1, description="what is looked at, by name", examples=["find: {…}"])
    report: Words = Key(
        description="the title of the report that the findings make", examples=["report: {id: Berita acara, en: …}"]
    )


class NumberEntry(Part):
    """The official number that the other system gives, typed back by the officer."""

    label: Words = Key(description="what it is called there", examples=["label: {id: Nomor Induk Berusaha, en: …}"])
    format: NumberFormatText = Key(
        description="how it is written; < > stands for digits, letters or both", examples=['format: "<13 digits>"']
    )
    again: bool = Key(
        False, description="the same number may come in another case of the service", examples=["again: true"]
    )


class TypesAgainEntry(Part):
    """What an officer has to type into the other system by hand although it stands here: counted, shown as waste."""

    fields: int = Key(ge=1, le=500, description="fields typed again in one case", examples=["fields: 24"])
    minutes: int = Key(ge=1, le=480, description="minutes that it takes in one case", examples=["minutes: 15"])


class ExternalEntry(WorkEntry):
    """The act happens in another system, whose body has the ball until it has answered."""

    system: Words = Key(description="the system, as officers call it", examples=["system: {id: OSS, en: OSS}"])
    link: Address | None = Key(None, description="its address", examples=["link: https://oss.example"])
    number: NumberEntry = Key(
        description="the number that it gives", examples=['number: {label: …, format: "<13 digits>"}']
    )
    of: Slug | None = Key(None, description="its entry in the office's register of systems", examples=["of: oss"])
    types_again: TypesAgainEntry | None = Key(
        None,
        description="what is typed there by hand although it stands here; needs of",
        examples=["types_again: {fields: 24, minutes: 15}"],
    )

    @model_validator(mode="after")
    def _typed_into_a_system(self) -> Self:
        if self.types_again is not None and self.of is None:
            raise ValueError("what is typed again is counted by system. Add a line such as: of: oss")
        return self


class NoticeEntry(WorkEntry):
    """The application is made public for a time, and objections are taken."""

    length: TermText = Key(description="how long it hangs out", examples=["length: 14 calendar days"])
    where: Words = Key(description="where it can be read", examples=["where: {id: Papan pengumuman, en: Notice board}"])
    objections: TermText | None = Key(
        None, description="until when objections are taken, from its first day; otherwise as long as it hangs out"
    )


class ApplicantEntry(WorkEntry):
    """The applicant acts: pays, repairs, brings the original, comes. The office's clock stands until they say so.

    ``within`` is the applicant's time, in days; ``confirm`` is the share of the promise.
    """

    within: TermText = Key(description="the applicant's time, in days", examples=["within: 14 calendar days"])
    says: Words = Key(
        description="what the applicant is asked to do", examples=["says: {id: Bayar retribusi, en: Pay the fee}"]
    )
    law: Slug = Key(description="id of the law that asks for it", examples=["law: perda-3-2012"])
    confirm: TermText = Key(
        description="the role's time to look at it, once the applicant says that it is done: its share of the promise",
        examples=["confirm: 1 working day"],
    )
    remind_after: TermText | None = Key(
        None,
        description="when the applicant is reminded, in the unit of within; otherwise after half of the time",
        examples=["remind_after: 10 calendar days"],
    )
    if_late: Literal["wait", "close"] = Key(
        "wait",
        description="wait: the case stays and the role can record that it was not done; close: it is closed undecided",
    )
    pays: Literal["fee"] | None = Key(
        None, description="it is a payment: the fee as set is shown", examples=["pays: fee"]
    )
    offers: Literal["fee"] | None = Key(
        None,
        description="it is an offer: the fee as set is shown, to be accepted or declined",
        examples=["offers: fee"],
    )
    declines: Words | None = Key(
        None,
        description="the other answer that the applicant may give, at once; 'done' is then recorded as no",
        examples=["declines: {id: Saya tidak setuju, en: I do not agree}"],
    )
    number: NumberEntry | None = Key(
        None,
        description="the number of the receipt that the role sees; otherwise it writes what it saw",
        examples=['number: {label: …, format: "<6 digits>"}'],
    )

    @model_validator(mode="after")
    def _in_days(self) -> Self:
        if self.within.unit not in DAYS:
            raise ValueError("'within' of an applicant is given in days. Write such as: within: 14 calendar days")
        if self.remind_after and self.remind_after.unit != self.within.unit:
            raise ValueError(f"'remind_after' is given in {self.within.unit}, as 'within' is.")
        if self.remind_after and self.remind_after.amount >= self.within.amount:
            raise ValueError("'remind_after' leaves no time to act. Make it shorter than 'within'.")
        if self.offers and not self.declines:
            raise ValueError(
                "an offer can be declined. Add such as: declines: {id: Saya tidak setuju, en: I do not agree}"
            )
        if self.if_late == "close" and self.within.amount == 1:
            raise ValueError(
                "nobody's case is closed unreminded, and one day leaves no time for that. Give two or more."
            )
        return self


class RankEntry(WorkEntry):
    """The places of the quota are given out: one person makes the ranking, another signs it, everybody can read it.

    ``within`` counts from the close of the window, month or year.
    """

    signed_by: Slug = Key(
        description="the role of the second person, who looks at the list and signs it", examples=["signed_by: head"]
    )
    objections: TermText = Key(
        description="how long applicants may object to the published list, before it counts",
        examples=["objections: 3 working days"],
    )
    ground: Slug = Key(
        description="the ground on which those without a place are refused", examples=["ground: no-place-left"]
    )
    waits: TermText | None = Key(
        None,
        description="how long the waiting list stands, from when the list counts; then who still waits has no place",
        examples=["waits: 3 months"],
    )


class DecideEntry(WorkEntry):
    """The decision: granted, refused on a ground, or granted in part where the law allows that."""

    partly: PartlyEntry | None = Key(
        None,
        description="a part may be granted and the rest refused; all or nothing, when left out",
        examples=["partly: {law: …, says: {id: …, en: …}, sets: {…}}"],
    )


class StepEntry(Part):
    """One step; exactly one of its keys is given."""

    check: WorkEntry | None = Key(None, description="completeness is checked: once, dated, item by item")
    perform: PerformEntry | None = Key(None, description="any other work, with what it finds")
    visit: VisitEntry | None = Key(None, description="officers look at the place and report what they found")
    initial: WorkEntry | None = Key(
        None, description="an initial (paraf); several of these steps, one below the other, are the chain"
    )
    external: ExternalEntry | None = Key(None, description="done in another system, whose number is typed back")
    notice: NoticeEntry | None = Key(None, description="made public for a time; objections are recorded")
    applicant: ApplicantEntry | None = Key(None, description="the applicant acts, and the office's clock stands")
    rank: RankEntry | None = Key(None, description="the places of the quota are given out by a ranking of two people")
    decide: DecideEntry | None = Key(None, description="the case is granted or refused")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if len(self.model_fields_set) != 1 or not any(getattr(self, kind) for kind in STEP_KINDS):
            raise ValueError(
                "a step has exactly one kind. Write a list item such as: - check: {by: front-desk, within: …}"
            )
        if self.work.draw and self.kind not in DRAWN_KINDS:
            drawn = ", ".join(DRAWN_KINDS)
            raise ValueError(
                f"a step of the kind '{self.kind}' is not drawn. Leave out draw; it can stand at: {drawn}."
            )
        return self

    @property
    def kind(self) -> StepKind:
        """Return the kind of work."""
        return next(kind for kind in STEP_KINDS if getattr(self, kind))

    @property
    def work(self) -> WorkEntry:
        """Return the work itself."""
        work: WorkEntry = getattr(self, self.kind)
        return work

    @property
    def name(self) -> str:
        """Return the name by which other steps, rules and examples call it."""
        return self.work.id or self.kind
