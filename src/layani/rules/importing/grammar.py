"""MAP.yaml: what the columns and activities of one kind of event log mean, key by key."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic import Field as Key

from layani.rules.catalogue.grammar.office import Hours
from layani.rules.catalogue.grammar.parts import Part, Slug, TermText, Words
from layani.rules.importing.acts import SHAPES
from layani.rules.money.amount import EXPONENTS

Pattern = Annotated[str, StringConstraints(min_length=1, max_length=300)]


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _as_text(value: Any) -> Any:
    """Take true, 42 and 1.5 for what the log writes: text."""
    if isinstance(value, bool):
        return str(value)
    return str(value) if isinstance(value, int | float) else value


Patterns = Annotated[
    list[Annotated[Pattern, BeforeValidator(_as_text)]], BeforeValidator(_listed), Key(min_length=1, max_length=500)
]
Where = Annotated[dict[str, Patterns], Key(min_length=1)]


def _both(value: Any) -> Any:
    return {"id": value, "en": value} if isinstance(value, str) else value


Said = Annotated[Words, BeforeValidator(_both)]


def _act(value: str) -> str:
    if value not in SHAPES:
        raise ValueError(f"'{value}' is not an act. Write one of: {', '.join(SHAPES)}.")
    return value


def _currency(value: str) -> str:
    if value not in EXPONENTS:
        raise ValueError(f"'{value}' is not a currency known here. Write one of: {', '.join(EXPONENTS)}.")
    return value


def _zone(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}", value):
        raise ValueError(f"'{value}' is not a time zone. Write it such as: Europe/Amsterdam")
    return value


class FromColumn(Part):
    """A value that a column of the log holds."""

    column: str = Key(description="the column's name in the log", examples=["column: question"])


class ResultFromColumn(FromColumn):
    """A result that a column holds, in the words that the map gives it: nothing else comes out of the log."""

    words: dict[str, Slug] = Key(
        min_length=1, description="the log's word -> ours", examples=['words: {"True": "yes", "False": "no"}']
    )


class AmountFromColumn(FromColumn):
    """An amount of money that a column holds."""

    currency: Annotated[str, AfterValidator(_currency)] = Key(description="ISO 4217", examples=["currency: EUR"])


class MatchEntry(Part):
    """Which rows are meant; everything that is given must fit. ``*`` stands for any text; capitals do not count."""

    activity: Patterns | None = Key(
        None, description="the activity as the log writes it", examples=['activity: "T02 *"']
    )
    label: Patterns | None = Key(None, description="the activity's name, where the log has a code beside it")
    where: Where | None = Key(None, description="column -> value", examples=['where: {question: "True"}'])


class AgainEntry(Part):
    """What a row is when the case has reached the entry's milestone already."""

    act: Annotated[str, AfterValidator(_act)] = Key(description="an act", examples=["act: perform"])
    step: Slug | None = None
    phase: Slug | None = None
    result: Slug | ResultFromColumn | None = None
    ball: Literal["office", "citizen", "outside"] | None = None
    about: Slug | None = None
    why: Said | None = None


class ActEntry(MatchEntry):
    """Rows, and the act that they are."""

    case_has: Annotated[list[MatchEntry], BeforeValidator(_listed)] | None = Key(
        None, description="another row of the same case that must exist", examples=["case_has: {activity: T11}"]
    )
    act: Annotated[str, AfterValidator(_act)] = Key(description="the act", examples=["act: check_complete"])
    step: Slug | None = Key(
        None, description="the step that is performed, from 'phases'", examples=["step: draft-letter"]
    )
    phase: Slug | None = Key(None, description="the phase that is reached, from 'phases'", examples=["phase: intake"])
    result: Slug | ResultFromColumn | None = Key(None, description="what came out of the step")
    ball: Literal["office", "citizen", "outside"] | None = Key(None, description="who has to act afterwards")
    party: Slug | None = Key(None, description="the body that is asked or answers", examples=["party: fire-brigade"])
    ground: Slug | None = Key(None, description="the ground, from 'service: grounds'", examples=["ground: incomplete"])
    items: list[Slug] | None = Key(None, description="what is asked for")
    days: int | FromColumn | None = Key(None, description="calendar days", examples=["days: {column: question}"])
    amount: AmountFromColumn | None = Key(None, description="the fee")
    about: Slug | None = Key(None, description="what is published or objected to", examples=["about: decision"])
    again: AgainEntry | None = Key(
        None, description="what it is the second time", examples=["again: {act: perform, step: …}"]
    )
    why: Said | None = Key(None, description="why it is only a note", examples=["why: {id: …, en: …}"])


class PhaseEntry(Part):
    """One phase of the procedure and the steps that belong to it."""

    name: Said = Key(description="its name", examples=["name: {id: Penerimaan, en: Intake}"])
    steps: list[Slug] = Key([], description="the steps that officers perform in it", examples=["steps: [register]"])


class WorkEntry(Part):
    """A planned step: it has a queue of its own."""

    id: Slug | None = Key(None, description="its name; otherwise its kind")
    by: Slug = Key(description="the role that does it", examples=["by: front-desk"])
    within: TermText = Key(description="its share of the promise", examples=["within: 5 working days"])
    not_same_as: list[Slug] = Key([], description="steps whose officer may not do this one")


class StepEntry(Part):
    """One planned step; exactly one of its keys is given."""

    check: WorkEntry | None = Key(None, description="completeness is checked: ended by check_complete")
    perform: WorkEntry | None = Key(None, description="a named step is performed: ended by perform with its id")
    decide: WorkEntry | None = Key(None, description="the case is decided: ended by a decision")


class ServiceEntry(Part):
    """The service that the log's cases become."""

    id: Slug = Key(description="its name in addresses", examples=["id: building-permit"])
    name: Said = Key(description="its name", examples=["name: {id: Izin bangunan, en: Building permit}"])
    steps: list[StepEntry] = Key(
        min_length=1, max_length=20, description="the planned steps", examples=["steps: [{check: {…}}, {decide: {…}}]"]
    )
    grounds: dict[Slug, Said] = Key({}, description="the grounds on which it is refused")


class DeadlineEntry(Part):
    """One answer to "until when?"; the first that applies to a case and has a value counts."""

    column: bool = Key(False, description="true: the log's own deadline column")
    term: TermText | None = Key(None, description="a term of ours", examples=["term: 56 calendar days"])
    starts: Literal["received", "complete"] = Key("received", description="from when the term counts")
    where: Where | None = Key(None, description="only for cases whose columns fit")
    case_has: Annotated[list[MatchEntry], BeforeValidator(_listed)] | None = Key(
        None, description="only for cases with such a row", examples=["case_has: {activity: T11}"]
    )
    says: Said | None = Key(None, description="where the term comes from", examples=["says: {id: …, en: …}"])


class PromiseEntry(Part):
    """Until when a case should end, and by which act it ends."""

    deadlines: list[DeadlineEntry] = Key(min_length=1, examples=["deadlines: [{column: true}]"])
    kept_by: Literal["decided", "delivered", "closed"] = Key("decided", description="the milestone that keeps it")
    silence_grants: bool = Key(False, description="true: past the limit the law grants it")


class ColumnsEntry(Part):
    """Columns by name; what is left out is found as ``layani scan`` finds it, ``none`` uses no column."""

    case: str | None = None
    activity: str | None = None
    label: str | None = None
    time: str | None = None
    clock: str | None = None
    lifecycle: str | None = None
    officer: str | None = None
    group: str | None = None
    channel: str | None = None
    service: str | None = None
    responsible: str | None = None
    due: str | None = None
    deadline: str | None = None
    case_start: str | None = None
    case_end: str | None = None


class LogOfficeEntry(Part):
    """The office that kept the log."""

    name: Said = Key(description="its name", examples=["name: {id: Kota Contoh, en: City of Contoh}"])
    timezone: Annotated[str, AfterValidator(_zone)] = Key(
        description="its time zone", examples=["timezone: Europe/Amsterdam"]
    )
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = Key(
        None, description="the country whose public holidays it keeps", examples=["country: NL"]
    )
    hours: Hours | None = Key(None, description="when it is open; otherwise 08:00-16:00 from Monday to Friday")


class MapFile(Part):
    """MAP.yaml: how one kind of event log becomes cases of one service."""

    log: Slug = Key(description="a name for this kind of log", examples=["log: permits-2014"])
    source: Said | None = Key(None, description="where the log comes from")
    office: LogOfficeEntry = Key(description="who kept it", examples=["office: {name: …, timezone: Asia/Jakarta}"])
    columns: ColumnsEntry = Key(ColumnsEntry(), description="columns that are not found by themselves")
    optional: list[str] = Key([], description="columns that this map names and some such logs do not have")
    service: ServiceEntry = Key(description="what the cases become", examples=["service: {id: …, name: …, steps: …}"])
    promise: PromiseEntry = Key(description="until when", examples=["promise: {deadlines: [{term: 56 calendar days}]}"])
    channels: dict[str, Literal["online", "counter", "phone", "post", "email", "office"]] = Key(
        {}, description="the log's word -> ours", examples=["channels: {Internet: online}"]
    )
    programs: Patterns | None = Key(
        None, description="accounts that are no people", examples=["programs: [admin, batch*]"]
    )
    beginnings: Literal["take", "note"] = Key("note", description="what rows are that only begin a step")
    close_at_case_end: bool = Key(False, description="true: the column of the case's end closes the case")
    results: dict[Slug, ResultFromColumn] = Key(
        {},
        description="results that many entries share, by name",
        examples=["results: {yes-no: {column: …, words: …}}"],
    )
    phases: dict[Slug, PhaseEntry] = Key({}, description="the procedure", examples=["phases: {intake: {name: …}}"])
    acts: list[ActEntry] = Key(
        min_length=1, description="rows and their acts", examples=["acts: [{activity: …, act: …}]"]
    )
