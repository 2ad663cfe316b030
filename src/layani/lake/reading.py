"""Reads an event log from a stranger into the normal form, and tells what was read and what was not understood."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import duckdb

from layani.lake.columns import NOT_USED, Columns, choose
from layani.lake.csv_table import LostQuote, read_csv, read_csv_patiently
from layani.lake.figures import both
from layani.lake.normal_form import OfficeHours, build
from layani.lake.raw import Note, RawLog, first_row, shown
from layani.lake.times import require_timezone
from layani.lake.unpack import Limits, Opened, cannot_read, open_text
from layani.lake.xes_table import read_xes
from layani.rules.text import Text

MIDNIGHTS_WORTH_TELLING = 0.2


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says about the file; all of it may be left out.

    columns:  {role: column name}, or {role: "none"}.
    timezone: where the office is, such as "Asia/Jakarta"; for times without a zone, and for the wall clock.
    optional: names in ``columns`` that the file may lack or leave empty; their roles then have no column.
    tell:     called with a sentence before each stage of a long reading.
    keep_raw: leave the table ``raw`` beside the others, for a reader who needs the columns that have no role.
    """

    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    timezone: str | None = None
    separator: str | None = None
    encoding: str | None = None
    hours: OfficeHours = OfficeHours()
    limits: Limits = Limits()
    optional: frozenset[str] = frozenset()
    keep_raw: bool = False
    tell: Callable[[Text], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class LogRead:
    """What was read; the rows themselves are in the tables ``events``, ``cases`` and ``steps``."""

    file: str
    bytes: int
    packing: str
    encoding: str
    raw: RawLog
    columns: Columns
    notes: tuple[Note, ...]
    options: ReadOptions


def read_log(path: Path, connection: duckdb.DuckDBPyConnection, options: ReadOptions | None = None) -> LogRead:
    """Fill ``events``, ``cases`` and ``steps`` of an empty workspace from ``path``; raises CannotRead.

    path: CSV or XES, plain, .gz, or in a .zip with nothing else.
    """
    options = options or ReadOptions()
    require_timezone(options.timezone)
    opened = open_text(path, options.limits, options.encoding)
    try:
        raw, opened = _read_raw(path, opened, connection, options)
    finally:
        opened.close()
    options.tell(
        both(Text(id="{n} baris dibaca; mencari kolom …", en="{n} rows read; finding the columns …"), n=raw.rows)
    )
    columns = choose(connection, raw, _asked(connection, raw, options))
    options.tell(Text(id="menyusun peristiwa dan perkara …", en="putting events and cases in order …"))
    notes = [*_encoding_notes(opened), *raw.notes, *build(connection, columns, options.hours, options.timezone)]
    if not _has_events(connection):
        raise _nothing_usable(notes)
    notes += _time_notes(columns, options)
    if not options.keep_raw:
        connection.execute("DROP TABLE raw")
    packing = f"zip: {shown(opened.member)}" if opened.member else opened.packing
    return LogRead(path.name, path.stat().st_size, packing, opened.encoding, raw, columns, tuple(notes), options)


def _asked(connection: duckdb.DuckDBPyConnection, raw: RawLog, options: ReadOptions) -> dict[str, str]:
    """Return the columns that the user named, without optional ones that hold nothing."""
    empty = {name for name in options.optional if not _holds_something(connection, raw, name)}
    return {role: NOT_USED if name in empty else name for role, name in options.columns.items()}


def _holds_something(connection: duckdb.DuckDBPyConnection, raw: RawLog, name: str) -> bool:
    column = raw.column(name)
    if column is None:
        return False
    filled = f"SELECT EXISTS (SELECT 1 FROM raw WHERE trim({column.key}) <> '')"  # noqa: S608 - own column names
    return bool(first_row(connection, filled)[0])


def _read_raw(
    path: Path, opened: Opened, connection: duckdb.DuckDBPyConnection, options: ReadOptions
) -> tuple[RawLog, Opened]:
    start = opened.head.lstrip()[:200].lower()
    if start.startswith(("<!doctype html", "<html")):
        raise _wrong_kind(path, "HTML")
    if start.startswith("<"):
        return read_xes(opened, connection, options.limits), opened
    if start.startswith(("{", "[{")):
        raise _wrong_kind(path, "JSON")
    try:
        return read_csv(opened, connection, options.limits, options.separator), opened
    except LostQuote:
        connection.execute("DROP TABLE IF EXISTS raw")
        opened.close()
        again = open_text(path, options.limits, options.encoding)
        return read_csv_patiently(again, connection, options.limits, options.separator), again


def _encoding_notes(opened: Opened) -> list[Note]:
    if not opened.stream.repaired:
        return []
    what = Text(
        id="bita yang bukan UTF-8; dibaca sebagai Windows-1252 (atau sebutkan --encoding)",
        en="bytes that are not UTF-8; read as Windows-1252 (or name one with --encoding)",
    )
    return [Note("not-utf-8", opened.stream.repaired, what)]


def _time_notes(columns: Columns, options: ReadOptions) -> list[Note]:
    notes = []
    reading = columns.chosen["time"].reading
    if reading is None:
        return []
    if reading.uncertain:
        what = Text(
            id="tanggal dapat dibaca hari/bulan maupun bulan/hari; dibaca hari/bulan",
            en="dates could be day/month as well as month/day; read as day/month",
        )
        notes.append(Note("day-or-month", 0, what))
    if reading.zoned < 1 and options.timezone is None:
        what = Text(
            id="waktu tanpa zona; dibaca sebagai jam dinding kantor (sebutkan --timezone bila perlu)",
            en="times without a zone; read as the office's wall clock (name --timezone if it matters)",
        )
        notes.append(Note("no-zone", 0, what))
    if reading.dates >= MIDNIGHTS_WORTH_TELLING and "clock" not in columns.chosen:
        what = Text(
            id=f"{reading.dates:.0%} waktu tepat tengah malam: hanya tanggal, jadi tunggu kurang dari sehari tidak "
            f"terlihat",
            en=f"{reading.dates:.0%} of the times are exactly midnight: dates only, so waits under a day cannot be "
            f"seen",
        )
        notes.append(Note("dates-only", 0, what))
    return notes


def _has_events(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(first_row(connection, "SELECT COUNT(*) FROM events")[0])


def _nothing_usable(notes: list[Note]) -> Exception:
    told_id = "; ".join(f"{note.count} {note.what.id} ({', '.join(note.examples[:2])})" for note in notes)
    told_en = "; ".join(f"{note.count} {note.what.en} ({', '.join(note.examples[:2])})" for note in notes)
    return cannot_read(
        "nothing-usable",
        Text(
            id=f"Tidak satu baris pun dapat dipakai: {told_id}.",
            en=f"Not one row can be used: {told_en}.",
        ),
        Text(
            id="Periksa kolom yang dipilih: --case-column, --activity-column, --time-column.",
            en="Check the chosen columns: --case-column, --activity-column, --time-column.",
        ),
    )


def _wrong_kind(path: Path, kind: str) -> Exception:
    return cannot_read(
        "wrong-kind",
        Text(
            id=f"{path.name} adalah berkas {kind}, bukan CSV atau XES.",
            en=f"{path.name} is a {kind} file, not CSV or XES.",
        ),
        Text(id="Ekspor catatan peristiwa sebagai CSV atau XES.", en="Export the event log as CSV or XES."),
    )
