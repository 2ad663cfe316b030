"""Who is next, asked in plain SQL: every officer asks it all day, and the ORM would write each question anew."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from layani.office.tables.models.cases import Case
from layani.office.tables.prepared import for_update, found, rows_of, stored

QUEUES_LOCK = 0x6C617961  # "laya": names these advisory locks among all that share the database server

# Letter by letter as the indexes of Case have it, or SQLite would not use them.
_WAITS = "holder_id is null and ball = 'office' and not (step_role = '')"
_NOT_BARRED = "not (barred like %s)"
_NOT_OWN = "not exists (select 1 from tables_party p where p.id = party_id and p.nik_mac = %s)"


@dataclass(frozen=True, slots=True)
class Server:
    """An officer who asks for the next case: four eyes, a declared conflict and their own name keep some from them."""

    office: str
    roles: Collection[str]
    user: int
    nik_mac: bytes | None

    def may(self) -> tuple[str, list[Any]]:
        """Return the condition on a case that this officer may serve, and its values."""
        condition, values = _NOT_BARRED, [f"%,{self.user},%"]
        if self.nik_mac is None:
            return condition, values
        return f"{condition} and {_NOT_OWN}", [*values, self.nik_mac]

    def can(self) -> tuple[str, list[Any]]:
        """Return the condition on a case that waits for this officer, and its values."""
        condition, values = self.may()
        marks = ", ".join(["%s"] * len(self.roles))
        mine = f"{_WAITS} and office = %s and step_role in ({marks}) and {condition}"
        return mine, [self.office, *sorted(self.roles), *values]


def urgent_lanes(server: Server, at_most: int) -> list[str]:
    """Return the queues of the officer's most urgent cases, looking at so many, the most urgent first."""
    condition, values = server.can()
    query = f"select lane from tables_case where {condition} order by step_due_at, received_at, id limit {at_most:d}"  # noqa: S608
    return list(dict.fromkeys(lane for (lane,) in rows_of(query, values)))


def locked_head(server: Server, lane: str) -> Case | None:
    """Return the first case of a queue that the officer may serve, locked until the transaction ends.

    Waits for an officer who is just being given it, and then looks again.
    """
    _wait_for_turn(lane)
    condition, values = server.can()
    order = f"order by received_at, id limit 1{for_update()}"
    return next(iter(found(Case, f"lane = %s and {condition} {order}", [lane, *values])), None)


def _wait_for_turn(lane: str) -> None:
    """Let officers at one queue be served one after the other; SQLite's one writer does so by itself.

    Without a turn each of them waits for the first case, then for the second, and so on: with sixteen officers at once
    that took 8.5 CPU-ms each instead of 4.
    """
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        rows_of("select 1 from pg_advisory_xact_lock(%s, hashtext(%s))", [QUEUES_LOCK, lane])


def ahead_of(case: Case, server: Server | None) -> int:
    """Count the earlier cases that still wait in the queue; those that the officer may not serve do not count."""
    condition, values = server.may() if server else ("true", [])
    received = stored(case.received_at)
    query = (
        f"select count(*) from tables_case where lane = %s and {_WAITS} "  # noqa: S608  built from constants alone
        f"and (received_at < %s or (received_at = %s and id < %s)) and {condition}"
    )
    return int(rows_of(query, [case.lane, received, received, case.pk, *values])[0][0])
