"""The open step of a case as its holder works on it, and what earlier steps found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from layani.office.actions.performing import FINDING_ACTS, step_of_case
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.pages.parts.say import language
from layani.office.pages.public.service import step_name
from layani.office.tables.models import Event
from layani.office.tables.projection import event_of
from layani.rules.cases.act import moment
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.state import Case
from layani.rules.cases.steps import WORK_KINDS
from layani.rules.catalogue import Service, Step
from layani.rules.catalogue.fields import show
from layani.rules.text import Text

Opened = Sequence[tuple[Event, Mapping[str, Any]]]
Posted = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Work:
    """The form of the open step.

    act:     what is posted to end it with what was found
    step:    the step as the service has it; None where the service no longer does
    fields:  what is to be found
    counts:  the entries of tells whose people the step counts
    """

    kind: str
    act: str
    planned: PlannedStep
    step: Step | None
    title: Text
    fields: tuple[FieldPart, ...]
    sent_at: datetime | None
    ends_at: datetime | None
    objections_until: datetime | None
    over: bool
    counts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One finding as it is read; ``document`` is the reference of a photo."""

    label: Text
    value: str
    document: UUID | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What one step found: by whom, who was there, and when."""

    title: Text
    who: str
    team: tuple[str, ...]
    at: datetime
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Words that stand beside a case: an objection, what shows an outage, a note with an initial.

    who: whom the words name as theirs, or the officer who wrote them
    """

    words: str
    who: str
    at: datetime


def work_on(
    case: Case, service: Service | None, now: datetime, posted: Posted, problems: Mapping[str, Text]
) -> Work | None:
    """Return the form of the open step, or None where it is checked or decided."""
    planned = case.open_step
    if planned is None or planned.kind not in WORK_KINDS | {"perform"}:
        return None
    step = step_of_case(service, planned.id) if service else None
    again = {name: [value] for name, value in posted.items()} if posted else None
    asked = tuple(one for one in step.finds.fields if not one.tells) if step and step.finds else ()
    ends = moment(case.work.get("ends_at"))
    return Work(
        planned.kind,
        FINDING_ACTS.get(planned.kind, planned.kind),
        planned,
        step,
        step_name(case.service, planned.id, planned.kind),
        tuple(field_part(one, None, problems.get(one.name), posted=again) for one in asked),
        moment(case.work.get("sent_at")),
        ends,
        moment(case.work.get("objections_until")),
        bool(ends and now >= ends),
        frozenset(one.tells for one in step.finds.fields if one.tells) if step and step.finds else frozenset(),
    )


def reports(service: Service | None, case: Case, opened: Opened) -> list[Report]:
    """Return what the steps found, in their order."""
    return [
        _report(service, case, event, personal) for event, personal in opened if personal.get("findings") is not None
    ]


def _report(service: Service | None, case: Case, row: Event, personal: Mapping[str, Any]) -> Report:
    name = str(event_of(row).data.get("step", ""))
    step = step_of_case(service, name) if service else None
    planned = next((one.kind for one in case.steps if one.id == name), name)
    title = step.visit.report if step and step.visit else step_name(case.service, name, planned)
    rows = _rows(step, personal["findings"])
    return Report(title, str(row.officer or ""), tuple(personal.get("team", ())), row.occurred_at, rows)


def _rows(step: Step | None, found: Mapping[str, Any]) -> tuple[Row, ...]:
    if step is None or step.finds is None:
        return tuple(Row(Text(name, name), str(value)) for name, value in found.items())
    shown = (one for one in step.finds.fields if one.name in found)
    return tuple(
        Row(
            one.label,
            show(one, found[one.name], language()),
            UUID(found[one.name]["id"]) if one.kind == "file" else None,
        )
        for one in shown
    )


def said_in(opened: Opened, act: str) -> list[Said]:
    """Return the words of every act of a kind that keeps some, in their order."""
    return [
        Said(str(personal["words"]), str(personal.get("who", event.officer or "")), event.occurred_at)
        for event, personal in opened
        if event.act == act and personal.get("words")
    ]
