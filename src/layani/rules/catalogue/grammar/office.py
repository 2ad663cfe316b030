"""office.yaml: the office, its roles, hours, holidays and contacts."""

import re
from datetime import date, time
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema, model_validator
from pydantic import Field as Key

from layani.rules.cases.clock import Term
from layani.rules.catalogue.grammar.parts import Name, Part, Sentence, Slug, TermText, Words
from layani.rules.catalogue.grammar.second_officers import ExemptEntry, PoolEntry
from layani.rules.catalogue.grammar.sections import HeldIn, SectionEntry, fault_in_sections
from layani.rules.catalogue.grammar.systems import SystemEntry
from layani.rules.catalogue.model import StepKind

RegionCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$")]


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise ValueError(
            f"'{value}' is not a time zone. Write Asia/Jakarta, Asia/Makassar or Asia/Jayapura."
        ) from fault
    return value


_CLOCK = r"([01][0-9]|2[0-3]):([0-5][0-9])"


def _spans(value: Any) -> Any:
    """Turn "08:00-12:00, 13:00-16:00" into pairs of times."""
    spans: list[tuple[time, time]] = []
    for part in str(value).split(","):
        match = re.fullmatch(rf"\s*{_CLOCK}\s*-\s*{_CLOCK}\s*", part)
        if match is None:
            raise ValueError(f"'{value}' is not a list of opening times. Write them such as: 08:00-12:00, 13:00-16:00")
        start, end = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
        if start >= end or (spans and start < spans[-1][1]):
            raise ValueError(f"'{value}' runs backwards. Write the spans in order, such as: 08:00-12:00, 13:00-16:00")
        spans.append((start, end))
    return tuple(spans)


Spans = Annotated[
    tuple[tuple[time, time], ...],
    BeforeValidator(_spans),
    WithJsonSchema({"type": "string", "examples": ["08:00-12:00, 13:00-16:00"]}, mode="validation"),
]


class Hours(Part):
    """Opening hours by weekday, local time; a day that is left out is closed."""

    monday: Spans | None = None
    tuesday: Spans | None = None
    wednesday: Spans | None = None
    thursday: Spans | None = None
    friday: Spans | None = None
    saturday: Spans | None = None
    sunday: Spans | None = None


class ContactsEntry(Part):
    """How a citizen reaches the office."""

    address: Words = Key(description="the street address")
    phone: Sentence = Key(description="telephone", examples=['phone: "+62 21 555 0100"'])
    email: Sentence = Key(description="e-mail", examples=["email: office@example.org"])
    website: Sentence | None = Key(None, description="web address")


class RoleEntry(Part):
    """A role, and how many people hold it."""

    title: Words = Key(description="its name on the counter", examples=["title: {id: Lurah, en: Head}"])
    holders: int = Key(ge=0, description="the number of people who hold it", examples=["holders: 2"])
    may: list[StepKind] = Key(min_length=1, description="the kinds of steps", examples=["may: [check]"])
    sections: HeldIn = Key(
        {},
        description="how many of its holders hold it in one section alone; left out: all in the whole office",
        examples=["sections: {north: 1, south: 2}"],
    )


class HolidayEntry(Part):
    """Days on which this office differs from the national calendar, for as long as anybody remembers."""

    closed: dict[date, Words] = Key(default={}, description="further days off by local decree, with their names")
    open: list[date] = Key(default=[], description="collective leave days on which it works")


class DecreeEntry(Part):
    """A decree that changed the calendar: what was promised before it was issued is computed again, for all to see."""

    number: Sentence = Key(description="how it is cited", examples=['number: "Keputusan Bupati Contoh 188/45/2026"'])
    issued: date = Key(
        description="the day on which it was issued: before, nobody could know", examples=["issued: 2026-11-27"]
    )
    source: Sentence = Key(description="where it was read", examples=["source: https://jdih.example/188-45-2026"])
    status: Literal["verified", "recalled"] = Key(
        description="verified: read at its source; recalled: still to be checked", examples=["status: verified"]
    )
    closed: dict[date, Words] = Key(
        default={}, description="days off by it, with their names", examples=["closed: {2026-12-09: {id: …, en: …}}"]
    )
    open: list[date] = Key(
        default=[], description="days off on which the office works by it", examples=["open: [2026-12-24]"]
    )
    year: int | None = Key(
        None,
        ge=2002,
        le=2100,
        description="the year whose joint leave (cuti bersama) it sets, all days of it listed under closed",
        examples=["year: 2029"],
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.closed and not self.open and self.year is None:
            raise ValueError(
                f"the decree '{self.number}' changes no day. Add a line such as: "
                "closed: {2026-12-09: {id: Pemilihan kepala desa, en: Village election}}"
            )
        if both := sorted(self.closed.keys() & set(self.open)):
            raise ValueError(
                f"the decree '{self.number}' closes and opens the office on {both[0]}. Keep the day in one of the two."
            )
        return self


class UnitEntry(Part):
    """A unit of the office that is open at other times than the office."""

    name: Words = Key(description="its name", examples=["name: {id: Balai warga, en: Community hall}"])
    hours: Hours = Key(description="when it is open", examples=["hours: {saturday: 08:00-12:00, …}"])

    @model_validator(mode="after")
    def _opens(self) -> Self:
        if not any(getattr(self.hours, day) for day in Hours.model_fields):
            raise ValueError("the unit is never open. Add below 'hours:' a line such as: saturday: 08:00-12:00")
        return self


class SourceEntry(Part):
    """A register of another body from which answers are looked up, if the office has access to it."""

    name: Words = Key(description="its name", examples=["name: {id: Data kependudukan, en: Population register}"])
    basis: Sentence = Key(
        description="the law by which the office may look there", examples=["basis: UU 24/2013 pasal 58"]
    )
    status: Literal["verified", "recalled"] = Key(
        description="of the basis: verified: read at its source; recalled: still to be checked",
        examples=["status: recalled"],
    )
    access: Literal["granted", "none"] = Key(
        description="none: the office cannot look there yet, and what it holds stays a declaration",
        examples=["access: none"],
    )
    gives: list[Name] = Key(
        min_length=1, description="what is taken from it, and nothing else", examples=["gives: [family_size]"]
    )
    fills: list[Name] = Key(
        default=[],
        description="of these, what the agreement lets the office show the person themselves before they apply: their "
        "form is filled in with it",
        examples=["fills: [family_size]"],
    )
    system: Slug | None = Key(
        None,
        description="the entry of 'systems' with the agreement by which the office may look; without one it may not",
        examples=["system: siak"],
    )
    valid: TermText = Key(
        description="how long what was looked up may be relied on", examples=["valid: 30 calendar days"]
    )

    @model_validator(mode="after")
    def _fills_from_what_it_gives(self) -> "SourceEntry":
        if strange := sorted(set(self.fills) - set(self.gives)):
            raise ValueError(
                f"'fills' names what 'gives' does not: {', '.join(strange)}. Add it there, or remove it here."
            )
        if self.fills and self.access == "none":
            raise ValueError(
                "'fills' needs access. Write access: granted once the agreement is made, or remove 'fills'."
            )
        return self


class DoorEntry(Part):
    """The front door: who comes is called to a counter, and is told until when they may come back."""

    counters: dict[Slug, Words] = Key(
        default={},
        description="the counters, as the board names them",
        examples=["counters: {loket-1: {id: Loket 1, en: Counter 1}}"],
    )
    come_back: int = Key(
        default=30,
        ge=1,
        le=240,
        description="minutes for which one who was not there keeps a place",
        examples=["come_back: 30"],
    )
    lists_bind: int = Key(
        default=60,
        ge=1,
        le=365,
        description="days for which a list of what is missing binds",
        examples=["lists_bind: 60"],
    )
    answer: TermText = Key(
        default=Term(1, "working days"),
        description="time to answer a question from elsewhere",
        examples=["answer: 1 working day"],
    )


class SignerEntry(Part):
    """The power of a post to decide and sign, whoever holds the post: the beginning of the authority register."""

    post: Slug = Key(description="the role whose power it is", examples=["post: head"])
    kind: Literal["own", "delegation"] = Key(
        description="own: the law or the decree gives it to the post; delegation: another post handed it over",
        examples=["kind: own"],
    )
    from_: Words | None = Key(
        None, alias="from", description="who delegated it", examples=["from: {id: Wali Kota, en: Mayor}"]
    )
    decree: Sentence = Key(
        description="the number of what gave it", examples=['decree: "Keputusan Wali Kota 821/12/2025"']
    )
    dated: date = Key(description="its date", examples=["dated: 2025-12-30"])
    since: date = Key(description="the first day on which it holds", examples=["since: 2026-01-01"])
    until: date | None = Key(None, description="the last one, if there is one", examples=["until: 2026-12-31"])
    services: list[Slug] = Key([], description="the services it reaches; left out: all", examples=["services: [a, b]"])
    acts: list[Literal["grant", "refuse", "revoke"]] = Key(
        [], description="the acts it reaches; left out: all", examples=["acts: [grant, refuse]"]
    )

    initials: list[Slug] = Key(
        [],
        max_length=9,
        description="roles that initial (paraf) a letter before this post signs it, in order; none, when left out",
        examples=["initials: [section-head, secretary]"],
    )

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise ValueError(f"the power of '{self.post}' ends before it begins. Put 'until' after {self.since}.")
        if (self.kind == "delegation") != (self.from_ is not None):
            raise ValueError("a delegation says who gave it, and a power of one's own has no giver. Correct 'from'.")
        return self


class BlankEntry(Part):
    """A kind of numbered blank, such as security paper, whose every number is accounted for."""

    name: Words = Key(description="its name", examples=["name: {id: Blangko KIA, en: Child card blank}"])


class OfficeEntry(Part):
    """office.yaml: the office whose catalogue this is."""

    office: Slug = Key(description="its name in addresses", examples=["office: sukamaju"])
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,5}$")] = Key(
        description="the beginning of its case numbers", examples=["prefix: SKM"]
    )
    name: Words = Key(description="its name", examples=["name: {id: Kecamatan Sukamaju, en: Sukamaju District}"])
    kind: Slug = Key(description="what kind of office it is", examples=["kind: district"])
    region: RegionCode = Key(description="the code of the area it serves", examples=['region: "99.01.01"'])
    timezone: Annotated[str, AfterValidator(_zone)] = Key(
        description="its time zone", examples=["timezone: Asia/Jakarta"]
    )
    currency: Literal["IDR"] = Key("IDR", description="the currency of its fees")
    hours: Hours = Key(description="when it is open", examples=["hours: {monday: 08:00-16:00, …}"])
    contacts: ContactsEntry = Key(
        description="how to reach it", examples=["contacts: {address: …, phone: …, email: …}"]
    )
    log_origin: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+(/[a-z0-9._-]+)+$")] = Key(
        description="the name of its public record, for ever", examples=["log_origin: sukamaju.example/cases"]
    )
    roles: dict[Slug, RoleEntry] = Key(min_length=1, description="the roles", examples=["roles: {head: {…}}"])
    holidays: HolidayEntry = Key(HolidayEntry(), description="where it differs from the national calendar")
    decrees: list[DecreeEntry] = Key(
        [], description="what changed the calendar later", examples=["decrees: [{number: …, issued: …, …}]"]
    )
    units: dict[Slug, UnitEntry] = Key(
        {}, description="units with opening hours of their own", examples=["units: {hall: {name: …, hours: …}}"]
    )
    sections: dict[Slug, SectionEntry] = Key(
        {},
        description="parts of the office that each work on their own cases; a service says by which answer",
        examples=["sections: {north: {name: …, takes: […]}}"],
    )
    sources: dict[Slug, SourceEntry] = Key(
        {}, description="registers of other bodies", examples=["sources: {population: {name: …, …}}"]
    )
    systems: dict[Slug, SystemEntry] = Key(
        {}, description="the register of other bodies' systems", examples=["systems: {oss: {name: …, body: …, …}}"]
    )
    signers: list[SignerEntry] = Key(
        [],
        description="which posts may decide and sign, by which decree; who acts for them is entered on the pages",
        examples=["signers: [{post: head, kind: own, decree: …, dated: …, since: …}]"],
    )
    blanks: dict[Slug, BlankEntry] = Key(
        {},
        description="kinds of numbered blanks on which letters are printed",
        examples=["blanks: {child-card: {name: {id: Blangko KIA, en: Child card blank}}}"],
    )
    pool: list[PoolEntry] = Key(
        [],
        description="officers of other units who are asked where separation of duties leaves nobody of a unit",
        examples=["pool: [{for: verifier, asks: district-verifier, of: {id: …, en: …}}]"],
    )
    exemptions: list[ExemptEntry] = Key(
        [],
        description="steps for which two people may agree on an exemption from separation of duties, for a time",
        examples=["exemptions: [{service: poverty-letter, step: decide, checked_by: city-checker}]"],
    )
    facts: dict[Name, bool | int | str | list[str]] = Key({}, description="further facts that expressions may use")
    door: DoorEntry = Key(DoorEntry(), description="the front door", examples=["door: {counters: {…}}"])

    @model_validator(mode="after")
    def _signers_have_posts(self) -> Self:
        for one in self.signers:
            if one.post not in self.roles:
                raise ValueError(f"'{one.post}' signs and is none of the roles: {', '.join(self.roles)}.")
            if strange := next((role for role in one.initials if role not in self.roles), None):
                raise ValueError(f"'{strange}' initials letters and is none of the roles: {', '.join(self.roles)}.")
        return self

    @model_validator(mode="after")
    def _sections_fit_the_roles(self) -> Self:
        held = {name: (role.holders, role.sections) for name, role in self.roles.items()}
        if fault := fault_in_sections(self.sections, held, frozenset(one.asks for one in self.pool)):
            raise ValueError(fault)
        return self

    @model_validator(mode="after")
    def _second_officers_have_roles(self) -> Self:
        named = [role for one in self.pool for role in (one.for_, one.asks)]
        named += [one.checked_by for one in self.exemptions]
        if strange := next((role for role in named if role not in self.roles), None):
            known = ", ".join(self.roles)
            raise ValueError(f"'{strange}' is asked for help and is none of the roles: {known}.")
        for one in self.pool:
            if one.for_ == one.asks:
                raise ValueError(f"'{one.asks}' would be asked to help itself. Name a role of another unit's officers.")
            if lacking := sorted(set(one.steps) - set(self.roles[one.asks].may)):
                raise ValueError(
                    f"'{one.asks}' is asked for '{lacking[0]}' and may not do it. Add {lacking[0]} to its 'may'."
                )
        return self

    @model_validator(mode="after")
    def _sources_are_systems(self) -> Self:
        for name, one in self.sources.items():
            if one.system is not None and one.system not in self.systems:
                known = ", ".join(self.systems) or "none"
                raise ValueError(f"the source '{name}' names no system: '{one.system}'. Write one of: {known}")
        return self

    @model_validator(mode="after")
    def _systems_have_users(self) -> Self:
        for name, one in self.systems.items():
            if strange := next((role for role in one.roles if role not in self.roles), None):
                raise ValueError(f"'{strange}' uses '{name}' and is none of the roles: {', '.join(self.roles)}.")
        return self

    @model_validator(mode="after")
    def _decrees_differ(self) -> Self:
        numbers = [one.number for one in self.decrees]
        if twice := next((number for place, number in enumerate(numbers) if number in numbers[:place]), None):
            raise ValueError(f"the decree '{twice}' is listed twice. Keep one of the two, or give it its own number.")
        return self
