"""The application arrives."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.acts.evidence import filled_in
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.parts import FILED_BY, OpenStep
from layani.rules.cases.reckoning import CLOSING, FIRST_CONTACT
from layani.rules.cases.state import Case, Event
from layani.rules.cases.state_json import outage_of, step_of
from layani.rules.cases.steps import opening, status_in
from layani.rules.cases.urgency import DECLARED

OF_A_BUNDLE = ("bundle", "waits_for", "otherwise", "awaits")
"""What the filing of a case says of the others with which it was filed."""


def record_filing(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add the due date of the first step, and of the whole where the promise counts from arrival."""
    values = dict(act.data)
    if not values.get("step_due_at"):
        planned = Case(steps=tuple(map(step_of, values["steps"])), closes_at=moment(values.get("closes_at")))
        values |= opening(planned, planned.next_steps(), act.at, calendar)
    if values.get("waits_for"):
        return values  # its clock begins when its turn comes (following.py)
    start = _starts(values, act).get(values.get("promise_starts", "complete"))
    if start and values.get("promise") and not values.get("due_at"):
        values["due_at"] = written(due(calendar, start, Term(*values["promise"])))
    legal = values.get("legal")
    if legal and legal[2] == "received":
        values["legal_due_at"] = written(due(calendar, act.at, Term(legal[0], legal[1])))
    return values


def _starts(values: Mapping[str, Any], act: Act) -> Mapping[str, datetime]:
    """Return the moments, known at arrival, from which a promise may count."""
    found = {"received": act.at, FIRST_CONTACT: moment(values.get("contact_at")) or act.at}
    closes = moment(values.get("closes_at"))
    return {**found, CLOSING: closes} if closes else found


def file(case: Case, event: Event) -> Case:
    """Open the case with its first planned step."""
    data = event.data
    steps = tuple(step_of(values) for values in data["steps"])
    opened = Case(steps=steps).next_steps()
    first, dues = opened[0] if opened else None, data.get("beside", {})
    # One replace for all: a filing is the busiest act, and each copy of a case of thirty fields is felt.
    return replace(
        case,
        number=data["number"],
        office=data["office"],
        service=data["service"],
        version=data["version"],
        section=data.get("section", ""),
        channel=data["channel"],
        status=status_in(first, "checking"),
        steps=steps,
        step=first.id if first else "",
        ball="office",
        ball_since=event.occurred_at,
        received_at=event.occurred_at,
        due_at=moment(data.get("due_at")),
        step_due_at=moment(data.get("step_due_at")),
        step_since=event.occurred_at,
        beside=tuple(OpenStep(one.id, event.occurred_at, moment(dues.get(one.id))) for one in opened[1:]),
        contact_at=moment(data.get("contact_at")),
        legal=tuple(data["legal"]) if data.get("legal") else None,
        legal_due_at=moment(data.get("legal_due_at")),
        closes_at=moment(data.get("closes_at")),
        conditions=dict(data.get("conditions", {})),
        put_first=(DECLARED,) if data.get("put_first") else (),
        fee_waits=tuple(data.get("fee_waits", ())),
        evidence_needed=dict(data.get("evidence", {})),
        outage=outage_of(data["outage"]) if data.get("outage") else None,
        answer=tuple(data["answer"]) if data.get("answer") else None,
        extension=tuple(data["extension"]) if data.get("extension") else None,
        promise=tuple(data["promise"]) if data.get("promise") else None,
        promise_starts=data.get("promise_starts", "complete"),
        silence_grants=bool(data.get("silence_grants")),
        silence_refuses=bool(data.get("silence_refuses")),
        rules=dict(data.get("rules", {})),
        must=tuple(data.get("must", ())),
        imported=bool(data.get("imported")),
        listed=dict(data.get("listed", {})),
        paper=dict(data.get("paper", {})),
        renews=str(data.get("renews", "")),
        ends_with=moment(data.get("ends_with")),
        lasts=tuple(data["lasts"]) if data.get("lasts") else None,
        remind=tuple(data["remind"]) if data.get("remind") else None,
        revocable=dict(data.get("revocable", {})),
        proxy=dict(data.get("proxy", {})),
        **_of_a_bundle(data),
        **filled_in(data),
        done_by={FILED_BY: event.by.officer} if event.by.kind == "officer" and event.by.officer is not None else {},
    )


def _of_a_bundle(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: dict(data[name]) for name in OF_A_BUNDLE if name in data}


ACTS = (
    ActRule(
        kind="file",
        statuses=frozenset(),
        by=frozenset({"citizen", "officer", "importer"}),
        record=record_filing,
        change=file,
    ),
)
