"""Between the rows of a case and what the rules call a case."""

import json
from datetime import datetime
from typing import Any

from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.cases import Event as EventRow
from layani.rules.cases.act import written
from layani.rules.cases.state import By, Case, Event, rest_of, with_rest

# Fields that the case and its row call by the same name.
SAME = (
    "number", "office", "service", "version", "channel", "status", "step", "ball", "received_at", "complete_at",
    "due_at", "step_due_at", "silence_grants", "decided_at", "issued_at", "delivered_at", "closed_at", "imported",
    "seq", "remind_at", "revocation_due",
)  # fmt: skip


def state_of(row: CaseRow) -> Case:
    """Return the case that a row holds."""
    case = Case(holder=row.holder_id, **{name: getattr(row, name) for name in SAME})
    return with_rest(case, row.rest)


def columns_of(case: Case) -> dict[str, Any]:
    """Return the row's columns for a case, without the party, the keys and the chain."""
    return {
        **{name: getattr(case, name) for name in SAME},
        "lane": case.lane,
        "step_role": case.step_role,
        "barred": f",{','.join(str(officer) for officer in case.barred)},",
        "holder_id": case.holder,
        "rest": rest_of(case),
    }


def body_of(event: Event) -> dict[str, Any]:
    """Return the committed content of an event, as JSON values; nothing in it is personal."""
    return {
        "act": event.act,
        "seq": event.seq,
        "at": written(event.occurred_at),
        "by": {"kind": event.by.kind, "officer": event.by.officer, "role": event.by.role},
        "data": dict(event.data),
    }


def event_of(row: EventRow) -> Event:
    """Return the event that a row holds, read from its committed body."""
    body = json.loads(row.body)
    return Event(
        act=body["act"],
        seq=body["seq"],
        by=By(**body["by"]),
        occurred_at=datetime.fromisoformat(body["at"]),
        data=body["data"],
    )
