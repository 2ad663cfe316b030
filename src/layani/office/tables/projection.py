"""Between the rows of a case and what the rules call a case."""

import json
from datetime import datetime
from typing import Any

from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.cases import Event as EventRow
from layani.office.tables.models.tickets import TicketEvent
from layani.rules.cases.act import moment, written
from layani.rules.cases.changing import replace
from layani.rules.cases.state import By, Case, Event
from layani.rules.cases.state_json import rest_of, with_rest

# Fields that the case and its row call by the same name.
SAME = (
    "number", "office", "service", "version", "channel", "status", "step", "ball", "received_at", "complete_at",
    "due_at", "step_due_at", "silence_grants", "decided_at", "issued_at", "delivered_at", "closed_at", "imported",
    "seq", "remind_at", "revocation_due", "objection_due", "duty_at", "duty_role", "duty_due", "correction_due",
)  # fmt: skip
BESIDE = (
    "number", "office", "service", "lane", "step", "step_role", "barred", "ball", "holder_id", "urgency", "received_at",
    "step_due_at",
)  # fmt: skip
"""Columns of Beside that say of one step what the case's row says of its most urgent one."""
_EMPTY = Case()


def state_of(row: CaseRow) -> Case:
    """Return the case that a row holds."""
    case = replace(_EMPTY, holder=row.holder_id, **{name: getattr(row, name) for name in SAME})
    return with_rest(case, row.rest)


def section_of(row: CaseRow) -> str:
    """Return the section of the office to which a row's case belongs; "" for none."""
    return str(row.rest.get("section", ""))


def columns_of(case: Case) -> dict[str, Any]:
    """Return the row's columns for a case, without the party, the keys and the chain."""
    return {
        **{name: getattr(case, name) for name in SAME},
        "lane": case.queue,
        "urgency": case.urgency,
        "step_role": case.step_role,
        "barred": f",{','.join(str(officer) for officer in case.barred)},",
        "holder_id": case.holder,
        "rest": rest_of(case),
    }


def beside_columns(case: Case) -> list[dict[str, Any]]:
    """Return the columns of the rows that put a case into the queues of the steps beside its most urgent one."""
    found = []
    for one in case.beside:
        seen, columns = case.seen_at(one.id), columns_of(case.seen_at(one.id))
        ends = moment(seen.work.get("ends_at"))
        found.append({**{name: columns[name] for name in BESIDE}, "notice_ends_at": ends if ends else None})
    return found


def body_of(event: Event) -> dict[str, Any]:
    """Return the committed content of an event, as JSON values; nothing in it is personal."""
    return {
        "act": event.act,
        "seq": event.seq,
        "at": written(event.occurred_at),
        "by": {"kind": event.by.kind, "officer": event.by.officer, "role": event.by.role},
        "data": dict(event.data),
    }


def event_of(row: EventRow | TicketEvent) -> Event:
    """Return the event that a row holds, read from its committed body."""
    body = json.loads(row.body)
    return Event(
        act=body["act"],
        seq=body["seq"],
        by=By(**body["by"]),
        occurred_at=datetime.fromisoformat(body["at"]),
        data=body["data"],
    )
