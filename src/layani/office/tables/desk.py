"""What stands on an officer's desk, asked in plain SQL: they look at it between any two cases."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.office.tables.prepared import read_moment, rows_of, stored
from layani.office.tables.queues import Server
from layani.rules.sections import reach_of


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for an officer in one step of one service: how much, since when, and how much of it is in danger."""

    service: str
    step: str
    role: str
    count: int
    oldest: datetime
    late: int
    at_risk: int


def queues_for(server: Server, now: datetime, soon: datetime) -> list[Queue]:
    """Return the officer's queues, the most urgent first; cases that they may not handle do not count.

    soon: the moment until which a due time counts as at risk
    """
    if not server.roles:
        return []
    condition, values = server.can()
    late, risk = "sum(case when step_due_at < %s then 1 else 0 end)", stored(soon)
    columns = "service, step, step_role, received_at, step_due_at"
    query = (
        f"select service, step, step_role, count(*), min(received_at), {late}, {late} from ("  # noqa: S608
        f"select {columns} from tables_case where {condition} "
        f"union all select {columns} from tables_beside where {condition}) waiting "
        "group by service, step, step_role order by min(step_due_at) is null, min(step_due_at), service"
    )
    found = rows_of(query, [stored(now), risk, *values, *values])
    return [_queue(row) for row in found]


def _queue(row: tuple[Any, ...]) -> Queue:
    service, step, role, count, oldest, late, due_soon = row
    return Queue(service, step, role, count, read_moment(oldest), late, due_soon - late)


@dataclass(frozen=True, slots=True)
class Outside:
    """A case whose open step waits for somebody outside the office; ``due`` is the step's own time."""

    number: str
    service: str
    step: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What waits beside the queues: open objections and corrections of the office, requests to go ahead for a role."""

    objections: int
    corrections: int
    requests: int


def waiting_beside(office: str, roles: Collection[str]) -> Beside:
    """Count what stands in the lists to which the desk links, as they show it to these roles; one query."""
    marks = ", ".join(["%s"] * len(roles)) or "null"
    sections = sorted(reach_of(roles) or ())
    here = f"office = %s and rest ->> 'section' in ({', '.join(['%s'] * len(sections))})" if sections else "office = %s"
    query = (
        f"select (select count(*) from tables_case where {here} and objection_due is not null), "  # noqa: S608
        f"(select count(*) from tables_case where {here} and correction_due is not null), "
        "(select count(*) from tables_expedite e join tables_case c on c.id = e.case_id where e.office = %s "
        f"and e.role in ({marks}) and e.answered_at is null and c.decided_at is null and c.closed_at is null)"
    )
    return Beside(*rows_of(query, [office, *sections, office, *sections, office, *sorted(roles)])[0])


OUTSIDE_AT_ONCE = 50  # on the desk; the most urgent come first


def outside_for(server: Server, number: str = "") -> list[Outside]:
    """Return the cases of the officer's roles that wait for somebody outside, the most urgent first; one query.

    number: of the one case that is asked about, or "" for all
    """
    if not server.roles:
        return []
    condition, values = server.may()
    marks = ", ".join(["%s"] * len(server.roles))
    columns = "number, service, step, step_due_at"
    ours = f"holder_id is null and ball = 'outside' and office = %s and step_role in ({marks}) and {condition}"
    ours += " and number = %s" if number else ""
    query = (
        f"select {columns} from (select {columns} from tables_case where {ours} "  # noqa: S608
        f"union all select {columns} from tables_beside where {ours}) outside "
        f"order by step_due_at, number limit {OUTSIDE_AT_ONCE:d}"
    )
    asked = [server.office, *sorted(server.roles), *values, *([number] if number else [])]
    found = rows_of(query, [*asked, *asked])
    return [Outside(number, service, step, read_moment(at) if at else None) for number, service, step, at in found]


def done_since(user: int, acts: Collection[str], since: datetime) -> list[tuple[str, str, datetime]]:
    """Return (case number, act, when) of what an officer did from a moment on, the latest first.

    What an importer entered later counts by when it was done.
    """
    marks = ", ".join(["%s"] * len(acts))
    # Nothing is recorded before it is done, so the index over recorded_at finds all of it.
    query = (
        "select c.number, e.act, e.occurred_at from tables_event e join tables_case c on c.id = e.case_id "  # noqa: S608
        f"where e.officer_id = %s and e.recorded_at >= %s and e.occurred_at >= %s and e.act in ({marks}) "
        "order by e.occurred_at desc, e.id desc"
    )
    moment = stored(since)
    return [(number, act, read_moment(at)) for number, act, at in rows_of(query, [user, moment, moment, *sorted(acts)])]


def scores_of_those_served(user: int, since: datetime) -> list[dict[str, int]]:
    """Return the scores of every answered survey of a case on which the officer acted from ``since`` on."""
    query = (
        "select s.scores from tables_survey s where s.answered_at is not null and s.case_id in (select e.case_id "
        "from tables_event e where e.officer_id = %s and e.recorded_at >= %s and e.occurred_at >= %s)"
    )
    moment = stored(since)
    rows = rows_of(query, [user, moment, moment])
    return [json.loads(scores) if isinstance(scores, str) else scores for (scores,) in rows]
