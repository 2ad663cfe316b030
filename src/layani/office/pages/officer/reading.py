"""What an officer sees of one case, and whether they may see it at all."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from layani.office.actions.letters.content import DECIDING
from layani.office.actions.parties import Person
from layani.office.actions.viewing import ANSWERING
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue, facts_on
from layani.office.pages.officer.deeds import ACTS, said_by
from layani.office.pages.page import Readers
from layani.office.pages.parts.words import day, language
from layani.office.pages.public.service import step_name
from layani.office.tables import facts
from layani.office.tables.models import Case, DoneAlone, Event, User
from layani.office.tables.prepared import found
from layani.office.tables.projection import section_of, state_of
from layani.rules.cases.acts.drawing import REASONS as DRAW_REASONS
from layani.rules.cases.acts.extending import EXTENSION_REASONS
from layani.rules.cases.acts.releasing import RELEASE_REASONS
from layani.rules.cases.acts.serving import BACK_REASONS
from layani.rules.cases.acts.taking_over import TAKE_OVER_REASONS
from layani.rules.cases.state import Case as State
from layani.rules.cases.state import Event as CaseEvent
from layani.rules.catalogue import Field, Law, Rule, Service, evaluate_rules
from layani.rules.catalogue.answers import asked_fields
from layani.rules.catalogue.fields import show
from layani.rules.catalogue.rows import rows_at_fault
from layani.rules.catalogue.scope import FINDINGS
from layani.rules.text import Text

# Parts of an answer of several boxes, as a rule's trace names them.
PARTS = {
    "street": Text("jalan", "street"),
    "rt": Text("RT", "RT"),
    "rw": Text("RW", "RW"),
    "ward": Text("kelurahan", "ward"),
}
SET_HERE = Text("Ketentuan kantor ini", "Set by this office")
MOST_NAMED = 12  # wards; a longer list is only counted
Opened = Sequence[tuple[Event, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as the officer reads it.

    document: reference of the file that it names; corrected: it came with the citizen's answer to the notice
    """

    label: Text | str
    value: str
    document: UUID | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The answers of one page of the form."""

    title: Text
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule: how it came out, by which law, and what it read."""

    rule: Rule
    outcome: str
    law: Law
    used: tuple[tuple[str, str], ...]
    why: str
    rows: Text | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    words: Text
    who: str
    at: datetime
    more: Text | None = None


def may_read(row: Case, actor: Actor) -> bool:
    """Tell whether an officer may see a case: it is on their desk, they have acted on it, they supervise, or they check
    afterwards what was drawn of it.

    Their own case they see as every other citizen does. At most one query, and one more of a case that one officer did
    alone; the row's party must be loaded.
    """
    return row.pk in readable((row,), actor)


def readable(rows: Iterable[Case], actor: Actor) -> set[int]:
    """Return the keys of those cases that an officer may see, as ``may_read``; at most one query for all of them."""
    others = [row for row in rows if not is_own(row, actor) and actor.reaches(section_of(row))]
    here = {row.pk for row in others if supervises(row, actor) or _on_desk(row, actor)}
    rest = [row.pk for row in others if row.pk not in here]
    if not rest:
        return here
    acted = Event.objects.filter(case__in=rest, officer_id=actor.user, act__in=ACTS)
    here |= set(acted.values_list("case_id", flat=True))
    # What was done alone by an exemption is read by who checks it afterwards; asked of those cases only.
    alone = [row.pk for row in others if row.pk not in here and state_of(row).alone]
    return here | {pk for pk in alone if DoneAlone.objects.checks(pk, actor.roles)}


def supervises(row: Case, actor: Actor) -> bool:
    """Tell whether an officer is above those who serve a case: in the whole office, or in its section."""
    above = Readers.SUPERVISOR.value & actor.roles_in(section_of(row))
    return bool(above) and actor.is_officer and actor.two_factor


def _on_desk(row: Case, actor: Actor) -> bool:
    if actor.user is None:
        return False
    return row.holder_id == actor.user or any(one.holder == actor.user for one in state_of(row).beside)


def is_own(row: Case, actor: Actor) -> bool:
    """Tell whether the officer is the applicant, or filed it for them."""
    return facts.is_own(row, state_of(row), actor)


def answers_in(opened: Opened) -> tuple[dict[str, Any], frozenset[str]]:
    """Return the answers as they stand, and the names of those that were corrected later."""
    found: dict[str, Any] = {}
    corrected: set[str] = set()
    for event, personal in opened:
        given = personal.get("answers", {}) if event.act in ANSWERING else {}
        found.update(given)
        corrected.update(given if event.act == "answer" else ())
    return found, frozenset(corrected)


def answer_pages(
    service: Service | None, answers: Mapping[str, Any], corrected: frozenset[str], person: Person
) -> list[AnswerPage]:
    """Return the answers in the order of the form; of a service that is gone, as they were filed.

    What the register holds of the person stands above already and is not said twice, unless it was filed otherwise.
    """
    if service is None:
        plain = tuple(Answer(name, str(value)) for name, value in answers.items())
        return [AnswerPage(Text("Jawaban", "Answers"), plain)]
    asked, said_in = asked_fields(service, answers), language()
    pages = []
    for page in service.pages:
        shown = tuple(
            _answer(one, answers.get(one.name), one.name in corrected, said_in)
            for one in page.fields
            if one.name in asked and not _known(one, answers, person)
        )
        if shown:
            pages.append(AnswerPage(page.title, shown))
    return pages


def _known(one: Field, answers: Mapping[str, Any], person: Person) -> bool:
    return one.source == "identity" and answers.get(one.name) == getattr(person, one.name, None)


def _answer(one: Field, value: Any, corrected: bool, said_in: str) -> Answer:
    document = UUID(value["id"]) if one.kind == "file" and isinstance(value, Mapping) else None
    return Answer(one.label, show(one, value, said_in), document, corrected)


def verdicts(
    service: Service | None,
    case: State,
    answers: Mapping[str, Any],
    findings: Mapping[str, Mapping[str, Any]],
) -> list[Verdict]:
    """Return the rules with their outcome as recorded, the failed ones first, and the values that they read."""
    if service is None or case.received_at is None:
        return []
    facts = facts_on(calendar().local(case.received_at).date())
    results = {result.rule: result for result in evaluate_rules(service, answers, facts, findings)}
    found = [
        Verdict(
            rule,
            case.rules[rule.id],
            service.law[rule.law],
            _used(service, results[rule.id].used) if rule.id in results else (),
            _why(service, results[rule.id].why) if rule.id in results else "",
            rows_at_fault(service.fields, results[rule.id].rows) if rule.id in results else None,
        )
        for rule in service.rules
        if rule.id in case.rules
    ]
    order = {"failed": 0, "unknown": 1, "passed": 2}
    return sorted(found, key=lambda verdict: order.get(verdict.outcome, 1))


def _why(service: Service, why: str) -> str:
    """Return why a rule cannot be told, in the reader's language; the engine names what it lacked in English."""
    lacked = _LACKED.match(why)
    if lacked is None:
        return why
    name = lacked[1]
    field, step = service.fields.get(name), name.replace("_", "-")
    known = any(one.id == step for one in service.steps)
    said = field.label if field else step_name(service.slug, step, "perform") if known else Text(name, name)
    return Text(f"Belum ada: {said.id}.", f"Not there yet: {said.en}.").in_(language())


_LACKED = re.compile(r"'?(\w+)'? (?:is missing|has no answer)\.")


def _used(service: Service, used: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return what a rule read as (question, value in words); lists of the office are named, not spelled out."""
    said: dict[str, str] = {}
    said_in = language()  # asked once: a page says some twenty values
    for path, value in used.items():
        name, _, part = path.partition(".")
        field = service.fields.get(name)
        if field is not None and not part:
            said[field.label.in_(said_in)] = show(field, value, said_in)
        elif field is not None:
            options = dict(field.options)
            label = f"{field.label.in_(said_in)} ({PARTS.get(part, Text(part, part)).in_(said_in)})"
            said[label] = options[str(value)].in_(said_in) if str(value) in options else str(value)
        elif name == FINDINGS:
            said.update(_found(service, part, value))
        elif name == "today":
            today = Text("Tanggal permohonan", "Day of the application").in_(said_in)
            said[today] = day(datetime.fromisoformat(str(value)).date())
        elif path == "office.wards":
            wards = Text("Dibandingkan dengan kelurahan kantor ini", "Compared with the wards of this office")
            said[wards.in_(said_in)] = _names_of(value)
        elif not isinstance(value, list):
            # A fact of office.yaml has a name for programmers only.
            label = SET_HERE.in_(said_in)
            said[label] = f"{said[label]}, {value}" if label in said else str(value)
    return tuple(said.items())


def _found(service: Service, path: str, value: object) -> dict[str, str]:
    """Return a finding as {label: value}; a path that names none says nothing."""
    name, _, finding = path.partition(".")
    fields = {f.name: f for step in service.steps if step.finds and step.name == name for f in step.finds.fields}
    field = fields.get(finding)
    return {field.label.in_(language()): show(field, value, language())} if field else {}


def _names_of(wards: object) -> str:
    """Return how many wards there are, and which, as long as a reader takes them in at a glance."""
    codes = list(wards) if isinstance(wards, Sequence) else []
    regions = catalogue().office.regions
    names = [regions[code].in_(language()) if code in regions else str(code) for code in codes]
    return f"{len(names)} ({', '.join(names)})" if len(names) <= MOST_NAMED else str(len(names))


def asked_words(opened: Opened) -> dict[str, str]:
    """Return what was asked in the notice: field -> the officer's words."""
    return next((dict(personal.get("words", {})) for event, personal in opened if event.act == "ask_missing"), {})


def fact_of(opened: Opened) -> str:
    """Return the fact of the refusal, or of the part that is refused; or nothing."""
    return _said_deciding(opened, "fact")


def fact_language_of(opened: Opened) -> str:
    """Return in which language that fact is written, or nothing when nobody said."""
    return _said_deciding(opened, "language")


def _said_deciding(opened: Opened, name: str) -> str:
    said = (personal for event, personal in opened if event.act in DECIDING and "fact" in personal)
    return str(next(said, {}).get(name, ""))


def history(told: Iterable[tuple[CaseEvent, Event]]) -> list[Happened]:
    """Return what happened, the latest first, with the officers' names: they answer to each other.

    told: every event of the case in their order, with its row
    """
    return [_happened(event, row) for event, row in told][::-1]


def _happened(event: CaseEvent, row: Event) -> Happened:
    who = str(row.officer) if row.officer_id else ""
    return Happened(said_by(event.act, event.by.kind), who, row.occurred_at, _more(event))


def _more(event: CaseEvent) -> Text | None:
    """Return what a line of the history adds to the act: a reason, or the letter's number."""
    if event.act in REASONS:
        return REASONS[event.act].get(str(event.data.get("reason")))
    if event.act == "recalendar":
        return Text(**event.data["why"])
    if event.act == "version_changed":
        why = event.data["why"]
        return Text(f"{why['id']} ({event.data['cite']})", f"{why['en']} ({event.data['cite']})")
    if event.act == "pause":
        return Text(str(event.data["system"]), str(event.data["system"]))
    number = str(event.data.get("letter", ""))
    return Text(number, number) if event.act == "issue" else None


REASONS: Mapping[str, Mapping[str, Text]] = {
    "put_back": BACK_REASONS,
    "extend": EXTENSION_REASONS,
    "release": RELEASE_REASONS,
    "take_over": TAKE_OVER_REASONS,
    "drawn": DRAW_REASONS,
}


def fields_to_ask(service: Service | None, answers: Mapping[str, Any]) -> list[Field]:
    """Return the questions of which something can be missing: those that this application was asked."""
    if service is None:
        return []
    asked = asked_fields(service, answers)
    return [one for one in service.fields.values() if one.name in asked]


def case_with(number: str, reader: User | None = None) -> Case | None:
    """Return the case with its party and holder, or None; the holder costs a query unless they are the reader."""
    row = Case.objects.numbered_with_party(number)
    if row is not None and row.holder_id:
        mine = reader is not None and row.holder_id == reader.pk
        row.holder = reader if mine else next(iter(found(User, "id = %s", [row.holder_id])), None)
    return row
