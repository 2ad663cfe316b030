"""Writes a filing on PostgreSQL in one statement: the cost of a write is the number of its round trips.

The twin is ``writing.write``, which every other act and SQLite use; a test holds the two to the same rows.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import psycopg
from django.db import connection

from layani.office.actions.filing_documents import Named
from layani.office.actions.telling import told_of_filing
from layani.office.actions.writing import Entry
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.cases import Event as EventRow
from layani.office.tables.models.people import Party
from layani.office.tables.projection import columns_of
from layani.rules.cases.state import Case

# Codes of the idempotency key and of what was sent under it.
Sending = tuple[bytes | None, bytes | None]


@dataclass(frozen=True, slots=True)
class Made:
    """A filing, ready to be written. through: the program that files it, if one does."""

    party: Party
    row: CaseRow
    case: Case
    entry: Entry
    sending: Sending
    named: Sequence[Named]
    through: int | None = None


_NEW_PARTY = """
party as (
  insert into tables_party (ref, kind, nik_mac, phone_mac, email_mac, sealed, assurance, vouched, language,
    created_at)
  values (%(p_ref)s, %(p_kind)s, %(p_nik)s, %(p_phone)s, %(p_email)s, %(p_sealed)s, %(p_assurance)s, %(p_vouched)s,
    %(p_language)s, %(now)s)
  returning id
)"""
_KNOWN_PARTY = "party as (select %(party)s::bigint as id)"
_COLUMNS = (
    "number", "ref", "office", "service", "version", "channel", "status", "lane", "step", "step_role", "barred", "ball",
    "holder_id", "urgency", "received_at", "complete_at", "due_at", "step_due_at", "silence_grants", "decided_at",
    "issued_at", "delivered_at", "closed_at", "imported", "seq", "head", "rest",
    "remind_at", "revocation_due", "objection_due", "duty_at", "duty_role", "duty_due", "correction_due",
)  # fmt: skip
_MESSAGE = """, message as (
  insert into tables_message (party_id, case_id, kind, params, due_at, tries)
  select party.id, filed.id, %(told)s, '{}', %(now)s, 0 from party, filed
)"""


# Nothing is filed unless every document is the party's own upload and no case's yet, and is what the answer says of it.
# The rows are locked before they are counted: who names the same document at the same instant waits, and then finds it
# taken. Exactly the rows that were counted are bound. In the order of their ids, so that no two wait for each other.
_MINE = """,
mine as (
  select d.id from tables_document d, party
  where d.ref = any(%(documents)s) and d.answer_mac = any(%(described)s) and d.party_id = party.id and d.case_id is null
  order by d.id for update of d
)"""
_ALL_MINE = " where (select count(*) from mine) = cardinality(%(described)s)"
_BIND = """, bound as (
  update tables_document d set case_id = filed.id from filed, mine where d.id = mine.id
)"""


_THROUGH = """, through as (
  insert into tables_programcase (program_id, case_id) select %(through)s, filed.id from filed
)"""


def _statement(*, new_party: bool, told: bool, documents: bool, through: bool) -> str:
    """Return the statement; every value in it is a parameter."""
    names = ", ".join(_COLUMNS)
    values = ", ".join(f"%({name})s" for name in _COLUMNS)
    return f"""
with {_NEW_PARTY if new_party else _KNOWN_PARTY}{_MINE if documents else ""},
filed as (
  insert into tables_case (party_id, {names}) select party.id, {values} from party{_ALL_MINE if documents else ""}
  returning id
),
leaf as (
  insert into tables_outbox (leaf) select %(leaf)s from filed returning id
),
event as (
  insert into tables_event (case_id, seq, act, officer_id, role, occurred_at, recorded_at, body, sealed, outbox_id,
    once, request)
  select filed.id, 0, 'file', %(officer)s, %(role)s, %(at)s, %(now)s, %(body)s, %(sealed)s, leaf.id, %(once)s,
    %(request)s
  from filed, leaf returning id, outbox_id
){_MESSAGE if told else ""}{_BIND if documents else ""}{_THROUGH if through else ""}
select party.id, filed.id, event.id, event.outbox_id from party, filed, event
"""  # noqa: S608  built from constants alone


_STATEMENTS = {
    choice: _statement(new_party=choice[0], told=choice[1], documents=choice[2], through=choice[3])
    for choice in product((False, True), repeat=4)
}


def insert_filing(made: Made) -> EventRow | None:
    """Insert party (if new), case, event, leaf and message, and bind the documents; None if those cannot be bound.

    Fills in the ids of the party and the row. When it returns None, nothing was written.
    """
    party, row, case, entry = made.party, made.row, made.case, made.entry
    uploads = {one.code: one.ref for one in made.named}
    if uploads and party.pk is None:
        return None  # whom the register does not know has uploaded nothing
    once, request = made.sending
    columns = columns_of(case)
    for name, value in columns.items():
        setattr(row, name, value)
    row.head = entry.head
    values: dict[str, Any] = {
        **columns,
        **_party_values(party),
        "ref": row.ref,
        "head": entry.head,
        "rest": json.dumps(columns["rest"]),
        "now": entry.recorded_at,
        "at": entry.event.occurred_at,
        "leaf": entry.leaf,
        "body": entry.body,
        "sealed": entry.sealed,
        "officer": entry.event.by.officer,
        "role": entry.event.by.role,
        "once": once,
        "request": request,
        "told": told_of_filing(bool(case.proxy)),
        "documents": list(uploads.values()),
        "described": list(uploads),
        "through": made.through,
    }
    written = _execute(_STATEMENTS[party.pk is None, not case.imported, bool(uploads), bool(made.through)], values)
    if written is None:
        return None
    party.pk, row.pk, event_id, outbox_id = written
    row.party = party
    row._state.adding = party._state.adding = False
    return EventRow(
        pk=event_id, case=row, seq=0, act="file", officer_id=entry.event.by.officer, role=entry.event.by.role,
        occurred_at=entry.event.occurred_at, recorded_at=entry.recorded_at, body=entry.body, sealed=entry.sealed,
        outbox_id=outbox_id, once=once, request=request,
    )  # fmt: skip


def _execute(statement: str, values: dict[str, Any]) -> tuple[int, int, int, int] | None:
    """Run a statement that the server has parsed and planned once: Django's own cursor sends it anew each time."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, values, prepare=True)
        found: tuple[int, int, int, int] | None = cursor.fetchone()
        return found


def _party_values(party: Party) -> dict[str, Any]:
    return {
        "party": party.pk,
        "p_ref": party.ref,
        "p_kind": party.kind,
        "p_nik": party.nik_mac,
        "p_phone": party.phone_mac,
        "p_email": party.email_mac,
        "p_sealed": party.sealed,
        "p_assurance": party.assurance,
        "p_vouched": party.vouched,
        "p_language": party.language,
    }
