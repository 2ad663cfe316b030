"""Who is next, asked in plain SQL: every officer asks it all day, and the ORM would write each question anew."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from layani.office.tables.models.cases import Case
from layani.office.tables.prepared import for_update, found, rows_of, stored
from layani.office.tables.projection import state_of
from layani.rules.cases.state import DRAWN_MARK
from layani.rules.cases.state import Case as State

LOOKS = 3
"""How often the head of a queue is looked for again when another office acted on it just now."""

QUEUES_LOCK = 0x6C617961  # "laya": names these advisory locks among all that share the database server

# Letter by letter as the indexes of Case have it, or SQLite would not use them.
_WAITS = "holder_id is null and ball = 'office' and not (step_role = '')"
_NOT_BARRED = "not (barred like %s)"
# What was drawn stands in the officer's own part of the queue, and what waits for its draw in that of nobody.
_NOT_ANOTHERS = "(not (lane like %s) or lane like %s)"
_NOT_OWN = (
    # Each is asked once and not for each case that waits: an officer is one person, and has few clients or none.
    "party_id not in (select p.id from tables_party p where p.nik_mac = %s) and number not in (select f.case_id from "
    "tables_proxyfiling f join tables_party a on a.id = f.holder_id where a.nik_mac = %s)"
)
PASSED_OVER = 3
"""Of how many cases that an officer put back on one day they are given others first: whoever puts back more must not
get through a queue to one that they are looking for."""

_NOT_PUT_BACK = (
    "number not in (select c.number from (select case_id from tables_event where officer_id = %s and recorded_at >= %s "  # noqa: S608  constants
    f"and act = 'put_back' group by case_id order by min(id) limit {PASSED_OVER:d}) back "
    "join tables_case c on c.id = back.case_id)"
)


@dataclass(frozen=True, slots=True)
class Server:
    """An officer who asks for the next case: four eyes, a declared conflict and their own name,
    also as somebody's agent, keep some from them.

    rests: (role, service, step) of the decisions for which their power rests on this day (``served_now``)
    closed: "number/step" of what can only be refused, where their power does not reach a refusal (``served_now``)
    passes: from this moment on they are passed over for what they put back themselves, at most PASSED_OVER cases; None:
        for nothing
    """

    office: str
    roles: Collection[str]
    user: int
    nik_mac: bytes | None
    rests: frozenset[tuple[str, str, str]] = frozenset()
    closed: frozenset[str] = frozenset()
    passes: datetime | None = None

    def may(self) -> tuple[str, list[Any]]:
        """Return the condition on a case that this officer may serve, and its values."""
        condition = f"{_NOT_BARRED} and {_NOT_ANOTHERS}"
        values: list[Any] = [f"%,{self.user},%", f"%{DRAWN_MARK}%", f"%{DRAWN_MARK}{self.user}"]
        if self.rests:
            marks = ", ".join(["%s"] * len(self.rests))
            condition = f"{condition} and not (step_role || '/' || service || '/' || step in ({marks}))"
            values += sorted("/".join(one) for one in self.rests)
        if self.closed:
            condition = f"{condition} and not (number || '/' || step in ({', '.join(['%s'] * len(self.closed))}))"
            values += sorted(self.closed)
        if self.passes is not None:
            condition = f"{condition} and {_NOT_PUT_BACK}"
            values += [self.user, stored(self.passes)]
        if self.nik_mac is None:
            return condition, values
        return f"{condition} and {_NOT_OWN}", [*values, self.nik_mac, self.nik_mac]

    def can(self) -> tuple[str, list[Any]]:
        """Return the condition on a case that waits for this officer, and its values."""
        condition, values = self.may()
        marks = ", ".join(["%s"] * len(self.roles))
        mine = f"{_WAITS} and office = %s and step_role in ({marks}) and {condition}"
        return mine, [self.office, *sorted(self.roles), *values]


@dataclass(frozen=True, slots=True)
class Lanes:
    """Queues, the most urgent first; ``side_by_side``: in some of the officer's, steps wait that stand in Beside."""

    names: list[str]
    side_by_side: bool


def urgent_lanes(server: Server, at_most: int) -> Lanes:
    """Return the queues of the officer's most urgent cases, looking at so many, the most urgent first; one query.

    Who is first by law comes before whose step is due sooner, in every queue of the officer's.
    """
    condition, values = server.can()
    columns = "lane, urgency, step_due_at, received_at"
    order = f"order by urgency, step_due_at, received_at, id limit {at_most:d}"
    query = (
        f"select lane, side from (select * from (select {columns}, 0 as side from tables_case where {condition} "  # noqa: S608
        f"{order}) one union all select * from (select {columns}, 1 as side from tables_beside where {condition} "
        f"{order}) two) both_of_them order by urgency, step_due_at, received_at"
    )
    found_now = rows_of(query, [*values, *values])
    return Lanes(list(dict.fromkeys(lane for lane, _ in found_now)), any(side for _, side in found_now))


@dataclass(frozen=True, slots=True)
class Head:
    """The first case of a queue, and the step in which it waits there."""

    row: Case
    step: str
    role: str


def locked_head(server: Server, lane: str, *, side_by_side: bool) -> Head | None:
    """Return the first case of a queue that the officer may serve, locked until the transaction ends.

    Waits for an officer who is just being given it, and then looks again. side_by_side: look in Beside, too
    """
    wait_for_turn(lane)
    if side_by_side:
        return _head_of_both(server, lane)
    condition, values = server.can()
    order = f"order by urgency, received_at, id limit 1{for_update()}"
    rows = found(Case, f"lane = %s and {condition} {order}", [lane, *values])
    return Head(rows[0], rows[0].step, rows[0].step_role) if rows else None


def _head_of_both(server: Server, lane: str) -> Head | None:
    """Return the locked head of a queue that stands in two tables.

    It is chosen before it is locked, and never more than one is: two offices that locked two cases of each other's
    queues would wait for each other. Another office's officer may act on it meanwhile, so it is looked at again; only
    the officer whose turn it is takes cases out of this queue, so the second look finds it nearly always.
    """
    condition, values = server.can()
    query = (
        "select id from (select id, urgency, received_at from tables_case "  # noqa: S608  built from constants alone
        f"where lane = %s and {condition} union all select case_id, urgency, received_at from tables_beside "
        f"where lane = %s and {condition}) waiting order by urgency, received_at, id limit 1"
    )
    for _ in range(LOOKS):
        first = rows_of(query, [lane, *values, lane, *values])
        if not first:
            return None
        rows = found(Case, f"id = %s{for_update()}", [first[0][0]])
        if head := next((one for row in rows if (one := _waiting_in(row, lane, server))), None):
            return head
    return None


def _waiting_in(row: Case, lane: str, server: Server) -> Head | None:
    """Return the step of a locked case that waits in this queue for this officer, if one still does."""
    case = state_of(row)
    views = (case.seen_at(one.id) for one in case.open_steps() if case.is_open)
    free = (one for one in views if one.queue == lane and one.holder is None and one.ball == "office")
    theirs = (one for one in free if server.user not in one.barred and _works(one, server))
    return next((Head(row, one.step, one.step_role) for one in theirs), None)


def _works(case: State, server: Server) -> bool:
    rests = (case.step_role, case.service, case.step) in server.rests
    return not rests and f"{case.number}/{case.step}" not in server.closed


def wait_for_turn(lane: str) -> None:
    """Let officers at one queue be served one after the other; SQLite's one writer does so by itself.

    Without a turn each of them waits for the first case, then for the second, and so on: with sixteen officers at once
    that took 8.5 CPU-ms each instead of 4.
    """
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        rows_of("select 1 from pg_advisory_xact_lock(%s, hashtext(%s))", [QUEUES_LOCK, lane])


def ahead_of(case: Case, lane: str, server: Server | None) -> int:
    """Count the cases that still wait in a queue and come before one; whom the officer may not serve does not count."""
    condition, values = server.may() if server else ("true", [])
    received = stored(case.received_at)
    before = "(urgency, received_at, {key}) < (%s, %s, %s)"
    earlier = f"lane = %s and {_WAITS} and {before} and {condition}"
    query = (
        f"select (select count(*) from tables_case where {earlier.format(key='id')}) "  # noqa: S608
        f"+ (select count(*) from tables_beside where {earlier.format(key='case_id')})"
    )
    asked = [lane, case.urgency, received, case.pk, *values]
    return int(rows_of(query, [*asked, *asked])[0][0])
