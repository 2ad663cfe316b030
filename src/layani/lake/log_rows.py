"""A log's rows as plain values for a replay, with the columns that its map asks for and no others."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from layani.lake.normal_form import newest_first
from layani.lake.raw import Note, RawLog, first_row, workspace
from layani.lake.reading import LogRead, ReadOptions, read_log
from layani.lake.unpack import PIECE, Limits, open_text
from layani.rules.catalogue.definition import meant
from layani.rules.catalogue.reading import Source
from layani.rules.importing.drafting import Activity, Seen
from layani.rules.importing.grammar import MapFile
from layani.rules.importing.log import Log, LogCase, LogNote, Row
from layani.rules.importing.reading_map import MapError, columns_asked

ROLES = {"officer": "resource"}
"""What a map calls a role that ``layani scan`` calls otherwise."""


def read_rows(path: Path, found: MapFile, source: Source, limits: Limits | None = None) -> Log:
    """Return the log at ``path`` as the map reads it; raises CannotRead, or MapError for a column that is not there."""
    options = ReadOptions(
        columns=_columns(found),
        timezone=found.office.timezone,
        limits=limits or Limits(),
        optional=frozenset(found.optional),
        keep_raw=True,
    )
    with workspace() as connection:
        read = read_log(path, connection, options)
        keys = _keys(read.raw, found, source)
        return Log(
            file=path.name,
            form=read.raw.form,
            digest=digest(path, options.limits),
            rows=tuple(_rows(connection, keys)),
            cases=dict(_cases(connection, read)),
            rows_read=read.raw.rows,
            newest_first=newest_first(connection),
            days_only=time.dates if (time := read.columns.chosen["time"].reading) else 0.0,
            columns={role: chosen.column.name for role, chosen in read.columns.chosen.items()},
            notes=tuple(_note(note) for note in read.notes),
        )


def seen(path: Path, timezone: str, limits: Limits | None = None) -> Seen:
    """Return what a first draft of a map is made from; raises CannotRead."""
    options = ReadOptions(timezone=timezone, limits=limits or Limits())
    with workspace() as connection:
        read = read_log(path, connection, options)
        first = "(PARTITION BY case_id ORDER BY occurred_at, event_no)"
        activities = connection.execute(
            "SELECT activity, activity_label, COUNT(*), COUNT(*) FILTER (WHERE place = 1) FROM "  # noqa: S608 - own words
            f"(SELECT *, ROW_NUMBER() OVER {first} AS place FROM events) GROUP BY ALL ORDER BY 3 DESC, 1, 2"
        ).fetchall()
        channels = connection.execute(
            "SELECT channel FROM cases WHERE channel IS NOT NULL GROUP BY channel ORDER BY COUNT(*) DESC, channel "
            "LIMIT 30"
        ).fetchall()
        return Seen(
            file=path.name,
            timezone=timezone,
            cases=first_row(connection, "SELECT COUNT(*) FROM cases")[0],
            columns={_map_role(role): chosen.column.name for role, chosen in read.columns.chosen.items()},
            channels=[row[0] for row in channels],
            activities=[Activity(*row) for row in activities],
        )


def _map_role(role: str) -> str:
    return next((ours for ours, theirs in ROLES.items() if theirs == role), role)


def digest(path: Path, limits: Limits) -> str:
    """Return the SHA-256 of the unpacked file as UTF-8, hex: the same log packed otherwise is the same log."""
    hashed = hashlib.sha256()
    opened = open_text(path, limits)
    try:
        while piece := opened.stream.read(PIECE):
            hashed.update(piece)
    finally:
        opened.close()
    return hashed.hexdigest()


def _columns(found: MapFile) -> dict[str, str]:
    named = found.columns.model_dump(exclude_none=True)
    return {ROLES.get(role, role): name for role, name in named.items()}


def _keys(raw: RawLog, found: MapFile, source: Source) -> Mapping[str, str]:
    """Return {column that the map asks for: its name in SQL}; one that is not there is refused with its line."""
    keys, problems = {}, []
    for name, path in columns_asked(found).items():
        column = raw.column(name)
        if column:
            keys[name] = column.key
        elif name not in found.optional:
            names = [one.name for one in raw.columns]
            write = f"{meant(name, names)} If only some such logs have it, list it under 'optional:'."
            problems.append(source.problem(path, f"the log has no column '{name}'.", write))
    if problems:
        raise MapError(tuple(problems))
    return keys


def _rows(connection: duckdb.DuckDBPyConnection, keys: Mapping[str, str]) -> Iterator[Row]:
    asked = "".join(f", raw.{key}" for key in keys.values())
    found = connection.execute(
        "SELECT event_no, case_id, activity, activity_label, occurred_at, local_at, resource, ends_step, due_at"  # noqa: S608 - own names
        f"{asked} FROM events JOIN raw ON row_no = event_no ORDER BY event_no"
    )
    while batch := found.fetchmany(10_000):
        for place, case, activity, label, at, local, officer, ends, due, *cells in batch:
            yield Row(
                place=place,
                case=case,
                activity=activity,
                label=label,
                at=at.replace(tzinfo=UTC),
                day=local.date().isoformat(),
                officer=officer,
                ends_step=bool(ends),
                due_at=_utc(due),
                columns=dict(zip(keys, cells, strict=True)),
            )


def _cases(connection: duckdb.DuckDBPyConnection, read: LogRead) -> Iterator[tuple[str, LogCase]]:
    """Yield what the columns say; the lake fills a missing start or end from the events, which is not a column's."""
    starts, ends = ("case_start" in read.columns.chosen, "case_end" in read.columns.chosen)
    found = connection.execute("SELECT case_id, channel, opened_at, closed_at, deadline FROM cases").fetchall()
    for case, channel, opened, closed, deadline in found:
        yield case, LogCase(channel, _utc(opened) if starts else None, _utc(closed) if ends else None, _utc(deadline))


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None


def _note(note: Note) -> LogNote:
    return LogNote(note.count, note.what, note.examples)
