"""Loads many finished cases and a queue of waiting ones, made by the office's own rules.

``layani rebuild --check`` accepts them. What makes it fast is only how the rows travel: COPY on PostgreSQL,
executemany on SQLite.
"""

import json
import multiprocessing
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from bench.sample import service_and_answers
from layani.office.actions.numbering import ALPHABET, RANDOM_LETTERS, check_letter
from layani.office.actions.parties import Person, party_row
from layani.office.actions.writing import entry_for
from layani.office.gateways.key_store import KEY_BYTES
from layani.office.house import calendar, catalogue, facts_on, key_store
from layani.office.tables.models import Case, Event, Outbox, Party, User
from layani.office.tables.projection import columns_of
from layani.rules.cases.act import Act
from layani.rules.cases.decider import decide, evolve
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.state import By
from layani.rules.cases.state import Case as CaseState
from layani.rules.cases.state_json import planned
from layani.rules.catalogue import Service, steps_for

CASES_A_PARTY = 3
WAITING = 500  # an office's backlog does not grow with its archive
CHUNK = 4998  # whole parties
OFFICERS = 20
FIRST = datetime(2023, 1, 2, 1, tzinfo=UTC)
SPAN = timedelta(days=1000)
EVENTS_A_CASE = 3

CASE_COLUMNS = [f.column for f in Case._meta.concrete_fields]
EVENT_COLUMNS = [f.column for f in Event._meta.concrete_fields]
PARTY_COLUMNS = [f.column for f in Party._meta.concrete_fields]


@dataclass
class Rows:
    """Rows of one chunk by table, in the order of the columns above, and the keys they are sealed under."""

    parties: list[tuple[Any, ...]] = field(default_factory=list)
    cases: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    leaves: list[tuple[int, str]] = field(default_factory=list)
    keys: dict[UUID, bytes] = field(default_factory=dict)


def load(cases: int) -> None:
    """Load ``cases`` finished cases and WAITING more that wait to be checked, into empty tables."""
    officers = [User.objects.get_or_create(username=f"bulk{n}")[0].pk for n in range(OFFICERS)]
    total = cases + WAITING
    chunks = [(start, min(start + CHUNK, total), cases, officers) for start in range(0, total, CHUNK)]
    connection.close()  # a forked worker must not share it
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for rows in pool.imap(_make, chunks):
            key_store().put(rows.keys, FIRST)
            with transaction.atomic():
                _insert("tables_party", PARTY_COLUMNS, rows.parties)
                _insert("tables_case", CASE_COLUMNS, rows.cases)
                _insert("tables_outbox", ["id", "leaf"], rows.leaves)
                _insert("tables_event", EVENT_COLUMNS, rows.events)
    _settle()


def _make(chunk: tuple[int, int, int, list[int]]) -> Rows:
    start, end, finished, officers = chunk
    service, answers = service_and_answers()
    rows, chance = Rows(), random.Random(start)
    for number in range(start, end):
        _one(rows, number, number < finished, service, answers, chance.choice(officers), chance)
    return rows


def _one(
    rows: Rows, n: int, finished: bool, service: Service, answers: dict[str, Any], officer: int, chance: random.Random
) -> None:
    received = FIRST + SPAN * (n % 1_000_003 / 1_000_003) if finished else datetime.now(UTC) - timedelta(minutes=n % 60)
    received = received.replace(microsecond=0)
    party_id = n // CASES_A_PARTY + 1
    if n % CASES_A_PARTY == 0:
        _party(rows, party_id, received)
    ref, key = uuid4(), os.urandom(KEY_BYTES)
    rows.keys[ref] = key
    row = Case(pk=n + 1, ref=ref, party_id=party_id)
    case, head = None, bytes(32)
    for act, personal in _story(n, finished, service, answers, officer, received, chance):
        event = decide(case, act, calendar(), observe=True)
        extra = {"prev": head} if case else {}
        entry = entry_for(event, key=key, personal=personal, recorded_at=act.at, **extra)
        case, head = evolve(case or CaseState(), event), entry.head
        row_id = n * EVENTS_A_CASE + event.seq + 1
        rows.leaves.append((row_id, entry.leaf))
        values = {
            "id": row_id, "case_id": n + 1, "seq": event.seq, "act": event.act, "officer_id": event.by.officer,
            "role": event.by.role, "occurred_at": act.at, "recorded_at": act.at, "body": entry.body,
            "sealed": entry.sealed, "outbox_id": row_id, "once": None, "request": None,
        }  # fmt: skip
        rows.events.append(tuple(values[column] for column in EVENT_COLUMNS))
    assert case is not None
    columns = columns_of(case)
    for name, value in columns.items():
        setattr(row, name, value)
    row.head = head
    rows.cases.append(tuple(_plain(getattr(row, f.attname), f.column) for f in Case._meta.concrete_fields))


def _party(rows: Rows, party_id: int, now: datetime) -> None:
    ref, key = uuid4(), os.urandom(KEY_BYTES)
    person = Person(f"31740155{party_id % 100:02d}{party_id:06d}"[:16], "Warga Contoh", "1990-01-15", "+6281234567890")
    # Seen, or they could not read what an importer brought in.
    party = party_row(person, ref=ref, key=key, now=now, assurance="seen")
    party.pk = party_id
    rows.keys[ref] = key
    rows.parties.append(tuple(getattr(party, f.attname) for f in Party._meta.concrete_fields))


def _story(
    n: int,
    finished: bool,
    service: Service,
    answers: dict[str, Any],
    officer: int,
    received: datetime,
    chance: random.Random,
) -> Iterator[tuple[Act, dict[str, Any] | None]]:
    """Yield the acts of a case: filed, and if it is finished, checked and granted."""
    steps = [
        planned(PlannedStep(s.id, s.kind, s.role, s.within.amount, s.within.unit, s.not_same_as))
        for s in steps_for(service, answers, facts_on(calendar().local(received).date()))
    ]
    filing = {
        "number": _number(n, received), "office": catalogue().office.slug,
        "service": service.slug, "version": str(service.version), "channel": "online", "steps": steps,
        "promise": [service.promise.total.amount, service.promise.total.unit],
        "promise_starts": service.promise.starts, "rules": {r.id: "passed" for r in service.rules},
        "must": [r.id for r in service.rules if r.mandatory], "imported": True,
    }  # fmt: skip
    by = By("importer", officer, "importer")
    yield Act("file", By("importer", None, "importer"), received, filing), {"answers": answers}
    if finished:
        checked = received + timedelta(minutes=chance.randint(20, 400))
        yield Act("check_complete", by, checked, {}), None
        yield Act("decide_grant", by, checked + timedelta(minutes=chance.randint(60, 4000)), {}), None


def _number(n: int, received: datetime) -> str:
    """Return a case number that no other case of the load has: a million random ones would meet a dozen times."""
    scattered = n * 0x2545F491 % 32**RANDOM_LETTERS  # odd, so no two are the same
    letters = "".join(ALPHABET[(scattered >> (5 * place)) & 31] for place in range(RANDOM_LETTERS))
    letters += check_letter(letters)
    return f"{catalogue().office.prefix}-{received.year}-{letters[:4]}-{letters[4:]}"


def _plain(value: Any, column: str) -> Any:
    return json.dumps(value) if column == "rest" else value


def _insert(table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"copy {table} ({names}) from stdin") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"insert into {table} ({names}) values ({marks})", [_for_sqlite(row) for row in rows])


def _for_sqlite(row: tuple[Any, ...]) -> tuple[Any, ...]:
    def plain(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
        return value.hex if isinstance(value, UUID) else value

    return tuple(plain(value) for value in row)


def _settle() -> None:
    """Let the database number on after the loaded rows and know their statistics."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in (Party, Case, Event, Outbox):
                table = model._meta.db_table
                cursor.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))")
            # Or the server would tidy the load up while requests are measured, and be charged to them.
            cursor.execute("vacuum (analyze)")
            cursor.execute("checkpoint")
        else:
            cursor.execute("analyze")
