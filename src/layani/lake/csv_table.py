"""Fills ``raw`` from CSV: Arrow's reader in pieces, and a patient reader, line by line, for files it cannot follow."""

import csv
from collections.abc import Iterable, Iterator

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from layani.lake.csv_shape import CsvShape, described, shape_of
from layani.lake.raw import EXAMPLES_KEPT, Note, RawColumn, RawLog, RawWriter, shown
from layani.lake.unpack import Limits, Opened, TextStream, cannot_read
from layani.rules.text import Text

BLOCK = 4 << 20
"""Bytes parsed at a time; also the longest row that is read."""
ROWS_AT_ONCE = 20_000
LINES_IN_A_ROW = 100
"""A row over more lines than this is a quotation mark that was never closed."""


class LostQuote(Exception):
    """The quotation marks of this file do not match up, so that rows run into one another."""


class BrokenRows:
    """Counts the rows that do not have the header's number of cells, with a few examples."""

    def __init__(self, lines_before: int, separator: str) -> None:
        self._before = lines_before
        self._separator = separator
        self.count = 0
        self.ran_together = False
        self.examples: list[str] = []

    def add(self, line: int | None, cells: int, text: str) -> None:
        """Count one row."""
        self.count += 1
        if len(self.examples) < EXAMPLES_KEPT:
            place = f"{line + self._before}: " if line is not None else ""
            self.examples.append(shown(f"{place}{text} [{cells}]"))

    def note(self, width: int) -> list[Note]:
        """Return what to tell the reader."""
        if not self.count:
            return []
        what = Text(
            id=f"baris yang jumlah selnya bukan {width} dilewati (nomor baris, isi, [jumlah sel])",
            en=f"rows that do not have {width} cells were left out (line number, text, [cells])",
        )
        return [Note("broken-rows", self.count, what, tuple(self.examples))]


def read_csv(
    opened: Opened, connection: duckdb.DuckDBPyConnection, limits: Limits, separator: str | None = None
) -> RawLog:
    """Fill ``raw``; raises LostQuote (then take read_csv_patiently on a fresh stream) or CannotRead."""
    shape = shape_of(opened.head, limits, separator)
    opened.stream.skip(shape.skip)
    broken = BrokenRows(shape.lines, shape.separator)
    return _filled(connection, shape, _arrow_batches(opened.stream, shape, broken), broken, opened)


def read_csv_patiently(
    opened: Opened, connection: duckdb.DuckDBPyConnection, limits: Limits, separator: str | None = None
) -> RawLog:
    """Fill ``raw`` taking every line by itself, so that a stray quotation mark spoils one row and not the rest."""
    shape = shape_of(opened.head, limits, separator)
    opened.stream.skip(shape.skip)
    broken = BrokenRows(shape.lines, shape.separator)
    log = _filled(connection, shape, _line_batches(opened.stream, shape, broken), broken, opened)
    what = Text(
        id="tanda kutip tidak berpasangan, jadi setiap baris dibaca sendiri-sendiri",
        en="the quotation marks do not match up, so every line was read by itself",
    )
    log.notes.append(Note("lost-quote", 0, what))
    return log


def _filled(
    connection: duckdb.DuckDBPyConnection,
    shape: CsvShape,
    batches: Iterable[pa.Table],
    broken: BrokenRows,
    opened: Opened,
) -> RawLog:
    writer = RawWriter(connection, "raw")
    for batch in batches:
        numbers = pa.array(range(writer.rows + 1, writer.rows + 1 + batch.num_rows), pa.int64())
        writer.write(batch.append_column("row_no", numbers))
    if not writer.rows:
        raise _no_rows(broken)
    columns = tuple(RawColumn(name, f"c{i}") for i, name in enumerate(shape.names))
    log = RawLog("CSV", columns, writer.rows, described(shape, writer.rows), broken.note(len(columns)))
    if shape.before:
        what = Text(id="baris di atas judul dilewati", en="lines above the header were left out")
        log.notes.append(Note("lines-before-header", len(shape.before), what, shape.before[:EXAMPLES_KEPT]))
    return log


def _arrow_batches(stream: TextStream, shape: CsvShape, broken: BrokenRows) -> Iterator[pa.Table]:
    names = [f"c{i}" for i in range(len(shape.names))]

    def refuse(row: pacsv.InvalidRow) -> str:
        if row.text.count("\n") > LINES_IN_A_ROW:
            broken.ran_together = True  # Arrow swallows what is raised here
        broken.add(row.number, row.actual_columns, row.text)
        return "skip"

    try:
        reader = pacsv.open_csv(
            pa.PythonFile(stream, mode="r"),
            read_options=pacsv.ReadOptions(column_names=names, block_size=BLOCK, use_threads=False),
            parse_options=pacsv.ParseOptions(
                delimiter=shape.separator, newlines_in_values=True, invalid_row_handler=refuse
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
        for batch in reader:
            table = pa.Table.from_batches([batch])
            if broken.ran_together or any(_swallowed(column) for column in table.columns):
                raise LostQuote
            yield table
        if broken.ran_together:
            raise LostQuote
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return
        raise LostQuote from error


def _swallowed(column: pa.ChunkedArray) -> bool:
    lines = pc.max(pc.count_substring(column, "\n")).as_py()
    return lines is not None and lines > LINES_IN_A_ROW


def _line_batches(stream: TextStream, shape: CsvShape, broken: BrokenRows) -> Iterator[pa.Table]:
    width = len(shape.names)
    rows: list[list[str]] = []
    for number, line in enumerate(_lines(stream), start=1):
        cells = _cells(line, shape.separator)
        if len(cells) == width:
            rows.append(cells)
        elif line.strip():
            broken.add(number, len(cells), line)
        if len(rows) == ROWS_AT_ONCE:
            yield _table(rows)
            rows = []
    if rows:
        yield _table(rows)


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []  # a cell beyond csv's limit: the row is counted as broken


def _lines(stream: TextStream) -> Iterator[str]:
    """Yield lines; one longer than BLOCK is cut, and so counted as broken rather than held."""
    rest = b""
    while piece := stream.read(BLOCK):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", errors="replace").rstrip("\r")
        if len(rest) > BLOCK:
            rest = rest[:BLOCK]
    if rest:
        yield rest.decode("utf-8", errors="replace")


def _table(rows: list[list[str]]) -> pa.Table:
    return pa.table({f"c{i}": pa.array(cells, pa.string()) for i, cells in enumerate(zip(*rows, strict=True))})


def _no_rows(broken: BrokenRows) -> Exception:
    if broken.count:
        return cannot_read(
            "no-usable-rows",
            Text(
                id=f"Tidak satu pun dari {broken.count} baris memiliki jumlah sel seperti judulnya; yang pertama: "
                f"{broken.examples[0]}",
                en=f"None of the {broken.count} rows has as many cells as the header; the first: {broken.examples[0]}",
            ),
            Text(
                id="Periksa pemisahnya (--separator) dan ekspor ulang.",
                en="Check the separator (--separator) and export again.",
            ),
        )
    return cannot_read(
        "no-rows",
        Text(
            id="Berkas ini hanya berisi judul kolom, tanpa baris data.",
            en="The file has column names but no data rows.",
        ),
        Text(id="Ekspor ulang catatan peristiwa.", en="Export the event log again."),
    )
