"""A log as it was written, every value still text: the table ``raw`` and what was noticed while filling it."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import duckdb
import pyarrow as pa

from layani.lake.unpack import CannotRead, cannot_read
from layani.rules.text import Text

MEMORY = "512MB"
"""What DuckDB may hold at once unless told otherwise: a gigabyte of CSV is then scanned in about 0.7 GB of memory."""
EXAMPLES_KEPT = 5
VALUE_SHOWN = 120
"""Characters of a value from the file that are ever shown."""


@dataclass(frozen=True, slots=True)
class RawColumn:
    """One column: the name in the file, its name in SQL, and whether the format itself says what it belongs to."""

    name: str
    key: str
    level: Literal["case", "event"] | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the file that the reader must know: what, how often (0: a fact without number), and examples."""

    code: str
    count: int
    what: Text
    examples: tuple[str, ...] = ()


@dataclass(slots=True)
class RawLog:
    """The filled table ``raw``: row_no (1, 2, … in the order of the file) and one text column per ``columns``."""

    kind: Literal["CSV", "XES"]
    columns: tuple[RawColumn, ...]
    rows: int
    form: Text
    notes: list[Note] = field(default_factory=list)

    def column(self, name: str) -> RawColumn | None:
        """Return the column with this name as the file writes it, ignoring case."""
        for column in self.columns:
            if column.name.casefold() == name.strip().casefold():
                return column
        return None


class RawWriter:
    """Fills a table of text columns batch by batch; columns may appear on the way (XES)."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: str) -> None:
        self._connection = connection
        self.table = table
        self._columns: list[str] = []
        self.rows = 0
        connection.execute(f"CREATE TABLE {table} (row_no BIGINT)")

    def write(self, batch: pa.Table) -> None:
        """Append the batch; its columns beyond ``row_no`` are text."""
        for name in batch.column_names:
            if name != "row_no" and name not in self._columns:
                self._connection.execute(f"ALTER TABLE {self.table} ADD COLUMN {name} VARCHAR")
                self._columns.append(name)
        self._connection.register("batch", batch)
        self._connection.execute(f"INSERT INTO {self.table} BY NAME SELECT * FROM batch")  # noqa: S608 - own names
        self._connection.unregister("batch")
        self.rows += batch.num_rows


@contextmanager
def workspace(memory: str = MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a database in a temporary folder that is deleted afterwards.

    memory: what DuckDB may hold at once, such as "512MB"; more is spilled to the folder.
    Raises CannotRead where memory or disk do not suffice.
    """
    if not re.fullmatch(r"\d+ ?[MG]i?B", memory):
        raise cannot_read(
            "bad-memory",
            Text(id=f"Memori '{memory}' tidak dapat dibaca.", en=f"The memory '{memory}' cannot be read."),
            Text(id="Tulis misalnya --memory 2GB.", en="Write for example --memory 2GB."),
        )
    with TemporaryDirectory(prefix="layani-scan-") as folder:
        connection = duckdb.connect(
            str(Path(folder) / "scan.duckdb"),
            config={
                "memory_limit": memory,
                "temp_directory": str(Path(folder) / "spill"),
                "autoinstall_known_extensions": False,
            },
        )
        try:
            # a name from the file must never become a file of this machine or an address
            connection.execute(
                "LOAD icu; SET enable_progress_bar = false; SET TimeZone = 'UTC'; SET enable_external_access = false"
            )
            yield connection
        except duckdb.OutOfMemoryException as error:
            raise _too_little("out-of-memory", memory) from error
        except duckdb.IOException as error:
            raise _too_little("out-of-disk", memory) from error
        finally:
            connection.close()


def _too_little(code: str, memory: str) -> CannotRead:
    return cannot_read(
        code,
        Text(
            id=f"Memori ({memory}) atau ruang untuk berkas sementara tidak cukup bagi log sebesar ini.",
            en=f"The memory ({memory}) or the room for temporary files does not suffice for a log of this size.",
        ),
        Text(
            id="Naikkan --memory, atau arahkan TMPDIR ke disk yang lebih lapang.",
            en="Raise --memory, or point TMPDIR to a disk with more room.",
        ),
    )


def first_row(connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...]:
    """Return the first row and leave the connection free for the next question (fetchone would hold it)."""
    return tuple(connection.execute(sql, list(values)).fetchall()[0])


def shown(value: object) -> str:
    """Return a value from the file short enough to show.

    >>> shown("a" * 200)[-3:]
    'aa…'
    """
    text = " ".join(str(value).split())
    return text if len(text) <= VALUE_SHOWN else text[: VALUE_SHOWN - 1] + "…"
