"""The office's own events as Parquet, without personal data, and the indicators asked of them.

A folder holds ``manifest.json`` and the snapshot that it names: one zstd file per month, such as
``month=2026-11/events.parquet``, so that DuckDB, Spark and others read the same files. A new snapshot is written beside
the old one and takes its place by renaming the manifest: a reader sees the old or the new, never half of one.
"""

import hashlib
import hmac
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from layani.lake.indicators import findings
from layani.rules.indicators.indicator import CASES, EVENTS, Finding, Flag

ROWS_AT_ONCE = 10_000
PSEUDONYM = re.compile(r"[0-9a-f]{16,64}")
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of a case, without any personal data.

    case, actor:  pseudonyms (see ``pseudonym``); actor is None where the system acted.
    sequence:     place of the event in its case, from 1.
    lane:         the queue that the case stood in: cases that may be compared.
    due_at:       when the case had to be answered, as known at this event.
    outcome:      "granted", "refused" or "deemed_granted" on the event that closes the case, else None.
    imported:     not done here but read in from elsewhere.
    urgency:      0 first by law, 1 let ahead for a published reason, 2 in turn; after this event.
    on_paper:     on the filing: received on a numbered paper at occurred_at and typed in at recorded_at.
    Times are aware; they are stored as UTC.
    """

    office: str
    service: str
    lane: str
    case: str
    sequence: int
    act: str
    step: str | None
    actor: str | None
    role: str | None
    channel: str
    occurred_at: datetime
    recorded_at: datetime
    due_at: datetime | None = None
    outcome: str | None = None
    imported: bool = False
    urgency: int = 2
    on_paper: bool = False


@dataclass(frozen=True, slots=True)
class MonthFile:
    """One file of a snapshot."""

    month: str
    file: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder holds. ``rows`` over all months."""

    version: int
    snapshot: str
    rows: int
    columns: tuple[str, ...]
    months: tuple[MonthFile, ...]


class BadExport(ValueError):
    """The rows or the folder cannot be used; says which value, why, and what to do."""


_TIME = pa.timestamp("us", tz="UTC")
_KINDS: Mapping[str, pa.DataType] = {
    "sequence": pa.int64(),
    "occurred_at": _TIME,
    "recorded_at": _TIME,
    "due_at": _TIME,
    "imported": pa.bool_(),
    "on_paper": pa.bool_(),
    "urgency": pa.int64(),
}
SCHEMA = pa.schema([(field.name, _KINDS.get(field.name, pa.string())) for field in fields(EventRow)])


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One event of a ticket at the front door, without any personal data; beside the events, in a folder of its own.

    ticket, follows, case, actor: pseudonyms; follows is the earlier ticket of the same person, by its code; case that
    of a case that was filed from it.
    need:    the service, "" where there were only words. first: the class that puts it first, or "".
    end:     "receipt", "answer", "list" or "left" on the event that ends it, else None.
    """

    office: str
    ticket: str
    sequence: int
    act: str
    channel: str
    place: str
    need: str
    first: str
    counter: str | None
    actor: str | None
    role: str | None
    occurred_at: datetime
    recorded_at: datetime
    follows: str | None = None
    case: str | None = None
    end: str | None = None
    sent_away: bool = False


TICKETS = pa.schema(
    [
        (field.name, pa.bool_() if field.name == "sent_away" else _KINDS.get(field.name, pa.string()))
        for field in fields(TicketRow)
    ]
)
PSEUDONYMS = ("case", "actor", "ticket", "follows")
Row = EventRow | TicketRow


def pseudonym(key: bytes, value: str) -> str:
    """Return 32 hexadecimal digits that stand for ``value`` under the office's key (HMAC-SHA-256, first 16 bytes).

    The same value gives the same digits for as long as the key is kept; without the key nobody can go back.

    >>> pseudonym(b"k" * 32, "PLG-2026-000123") == pseudonym(b"k" * 32, "PLG-2026-000123")
    True
    """
    if len(key) < 32:
        raise BadExport(f"The key for pseudonyms has {len(key)} bytes; it must have 32 or more. Use os.urandom(32).")
    return hmac.new(key, value.encode("utf-8"), hashlib.sha256).digest()[:16].hex()


def write_parquet(rows: Iterable[Row], folder: Path, schema: pa.Schema = SCHEMA) -> Manifest:
    """Write all rows as the folder's new snapshot and return its manifest; raises BadExport and leaves the old one.

    schema: that of the rows, SCHEMA or TICKETS. Memory: ROWS_AT_ONCE rows for each month that occurs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    snapshot = folder / f"events-{uuid4().hex[:12]}"
    snapshot.mkdir()
    try:
        written = _write_months(rows, snapshot, schema)
        manifest = Manifest(1, snapshot.name, sum(m.rows for m in written), tuple(schema.names), written)
        _put(folder / MANIFEST, json.dumps(asdict(manifest), indent=1))
    except BaseException:
        shutil.rmtree(snapshot, ignore_errors=True)
        raise
    for old in folder.glob("events-*"):
        if old != snapshot:
            shutil.rmtree(old, ignore_errors=True)  # a reader may still hold it open; the next export tries again
    return manifest


def read_manifest(folder: Path, schema: pa.Schema = SCHEMA) -> Manifest:
    """Return what the folder holds; raises BadExport where it is missing, damaged, or of another version."""
    path = folder / MANIFEST
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        months = tuple(MonthFile(**month) for month in told.pop("months"))
        manifest = Manifest(**{**told, "columns": tuple(told["columns"]), "months": months})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BadExport(f"{path} cannot be read ({error}). Export the events again.") from error
    if manifest.version != 1 or manifest.columns != tuple(schema.names):
        raise BadExport(f"{path} was written by another version. Export the events again.")
    return manifest


def run_indicators(folder: Path) -> tuple[Flag, ...]:
    """Return all flags that the exported events raise; raises BadExport."""
    return tuple(flag for finding in findings_in(folder) for flag in finding.flags)


def findings_in(folder: Path) -> tuple[Finding, ...]:
    """Return what every indicator found in the exported events, flags or none; raises BadExport."""
    manifest = read_manifest(folder)
    files = [folder / manifest.snapshot / month.file for month in manifest.months]
    for file, month in zip(files, manifest.months, strict=True):
        if not file.is_file() or _digest(file) != month.sha256:
            raise BadExport(f"{file} is missing or differs from its manifest. Export the events again.")
    with duckdb.connect() as connection:
        connection.execute("LOAD icu; SET enable_progress_bar = false; SET TimeZone = 'UTC'")
        _tables(connection, files)
        return findings(connection)


def _write_months(rows: Iterable[Row], snapshot: Path, schema: pa.Schema) -> tuple[MonthFile, ...]:
    counts: dict[str, int] = {}
    with ExitStack() as open_files:
        writers: dict[str, pq.ParquetWriter] = {}
        held: dict[str, list[Row]] = {}
        for row in rows:
            month = _checked(row).occurred_at.astimezone(UTC).strftime("%Y-%m")
            if month not in writers:
                (snapshot / f"month={month}").mkdir()
                file = snapshot / f"month={month}" / "events.parquet"
                writers[month] = open_files.enter_context(pq.ParquetWriter(file, schema, compression="zstd"))
            held.setdefault(month, []).append(row)
            counts[month] = counts.get(month, 0) + 1
            if len(held[month]) == ROWS_AT_ONCE:
                writers[month].write_table(_arrow(held.pop(month), schema))
        for month, rest in held.items():
            writers[month].write_table(_arrow(rest, schema))
    found = []
    for month in sorted(counts):
        file = snapshot / f"month={month}" / "events.parquet"
        _sync(file)
        found.append(MonthFile(month, file.relative_to(snapshot).as_posix(), counts[month], _digest(file)))
    return tuple(found)


def _checked(row: Row) -> Row:
    for name in PSEUDONYMS:
        value = getattr(row, name, None)
        if value is not None and not PSEUDONYM.fullmatch(value):
            raise BadExport(f"{name} '{value}' is not a pseudonym. Pass it through pseudonym() first.")
    for name in ("occurred_at", "recorded_at", "due_at"):
        value = getattr(row, name, None)
        if value is not None and value.tzinfo is None:
            raise BadExport(f"{name} {value.isoformat()} has no time zone. Pass an aware datetime.")
    return row


def _arrow(rows: list[Row], schema: pa.Schema) -> pa.Table:
    return pa.table({name: [getattr(row, name) for row in rows] for name in schema.names}, schema=schema)


def _tables(connection: duckdb.DuckDBPyConnection, files: list[Path]) -> None:
    """Make ``events`` and ``cases`` of the normal form from the files."""
    for table, columns in (("events", EVENTS), ("cases", CASES)):
        connection.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
    if not files:
        return
    connection.execute(
        "CREATE TEMP TABLE read AS SELECT * REPLACE (occurred_at::TIMESTAMP AS occurred_at, recorded_at::TIMESTAMP "
        "AS recorded_at, due_at::TIMESTAMP AS due_at) FROM read_parquet(?, hive_partitioning = false)",
        [[str(file) for file in files]],
    )
    # a snapshot of an older version has no such column
    connection.execute("ALTER TABLE read ADD COLUMN IF NOT EXISTS urgency BIGINT")
    connection.execute("ALTER TABLE read ADD COLUMN IF NOT EXISTS on_paper BOOLEAN")
    connection.execute(EVENTS_FROM_ROWS)
    connection.execute(CASES_FROM_ROWS)


EVENTS_FROM_ROWS = """
INSERT INTO events BY NAME
SELECT "case" AS case_id, sequence AS event_no, CONCAT_WS(' ', act, step) AS activity,
  CONCAT_WS(' ', act, step) AS activity_label, actor AS resource, role AS office_group,
  occurred_at, occurred_at AS local_at, due_at, TRUE AS ends_step
FROM read
"""

CASES_FROM_ROWS = """
-- a case is closed by a decision; the officer is the one who decided; a withdrawn case has neither
INSERT INTO cases BY NAME
SELECT "case" AS case_id, ARG_MIN(service, sequence) AS service, ARG_MIN(channel, sequence) AS channel,
  ARG_MAX(office || ' / ' || lane, sequence) AS lane,
  ARG_MIN(actor, sequence) FILTER (WHERE act IN ('decide_grant', 'decide_refuse')) AS officer,
  MIN(occurred_at) FILTER (WHERE act = 'file') AS opened_at,
  MIN(occurred_at) FILTER (WHERE act IN ('decide_grant', 'decide_refuse', 'deem_granted')) AS closed_at,
  MIN(occurred_at) FILTER (WHERE act = 'file') AS opened_local,
  MIN(occurred_at) FILTER (WHERE act IN ('decide_grant', 'decide_refuse', 'deem_granted')) AS closed_local,
  ARG_MAX(due_at, sequence) AS deadline,
  -- nobody could serve before others what was still on paper
  MAX(recorded_at) FILTER (WHERE act = 'file' AND on_paper) AS queued_at,
  ARG_MAX(urgency, sequence) AS urgency,
  ARG_MIN(outcome, sequence) AS outcome,
  COUNT(*) AS events
FROM read GROUP BY "case"
"""


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(file: Path) -> None:
    with file.open("rb") as stream:
        os.fsync(stream.fileno())


def _put(path: Path, text: str) -> None:
    """Write the whole file or leave the old one."""
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
