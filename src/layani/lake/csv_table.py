"""Fills ``raw`` from CSV: Arrow's reader in pieces, and a patient reader, line by line, for files it cannot follow."""

from collections.abc import Iterable, Iterator
from functools import reduce

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from layani.lake.csv_lines import LINES_IN_A_ROW, Record, holds_a_row, patient_records, ran_together
from layani.lake.csv_shape import CsvShape, described, shape_of
from layani.lake.raw import EXAMPLES_KEPT, Note, RawColumn, RawLog, RawWriter, shown
from layani.lake.unpack import Limits, Opened, TextStream, cannot_read
from layani.rules.text import Text

BLOCK = 4 << 20
"""Bytes parsed at a time; also the longest row that is read."""
LONGEST_LETTER = 4
"""Bytes, in UTF-8."""
ROWS_AT_ONCE = 20_000


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


class StrayQuotes:
    """Counts the quotation marks that are opened and not closed: in which lines, and how many rows they cost."""

    def __init__(self, lines_before: int) -> None:
        self._before = lines_before
        self.lines: list[int] = []
        self.examples: list[str] = []
        self.count = 0
        self.lost = 0

    def add(self, record: Record, *, lost: bool) -> None:
        """Count one mark, and whether the row in which it stands is lost."""
        self.count += 1
        self.lost += lost
        if len(self.lines) < EXAMPLES_KEPT:
            self.lines.append(record.line + self._before)
            self.examples.append(shown(f"{self.lines[-1]}: {record.text}"))

    def note(self) -> list[Note]:
        """Return what to tell the reader."""
        if not self.count:
            return []
        places = ", ".join(map(str, self.lines)) + (", …" if self.count > len(self.lines) else "")
        what = Text(
            id=f"tanda kutip dibuka dan tidak ditutup (nomor baris: {places}), {self.lost} baris hilang karenanya; "
            f"baris sesudahnya tetap dibaca",
            en=f"quotation marks opened and never closed (line number: {places}), {self.lost} rows lost by them; the "
            f"rows after them were read all the same",
        )
        return [Note("lost-quote", self.count, what, tuple(self.examples))]


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
    """Fill ``raw`` line by line, so that a stray quotation mark spoils one row and not the rest."""
    shape = shape_of(opened.head, limits, separator)
    opened.stream.skip(shape.skip)
    broken = BrokenRows(shape.lines, shape.separator)
    strays = StrayQuotes(shape.lines)
    log = _filled(connection, shape, _patient_batches(opened.stream, shape, broken, strays), broken, opened)
    log.notes.extend(strays.note())
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
        if "\n" in row.text and _swallows(row.text.split("\n"), shape):
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
            if broken.ran_together or _swallowed(table, shape):
                raise LostQuote
            yield table
        if broken.ran_together:
            raise LostQuote
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return
        raise LostQuote from error


def _swallowed(table: pa.Table, shape: CsvShape) -> bool:
    """Return whether a row over several lines is rather several rows; hardly any log has such a row to look at."""
    breaks = [pc.match_substring(column, "\n") for column in table.columns]
    suspects = table.filter(reduce(pc.or_, breaks))
    return any(
        _swallows(shape.separator.join(cell or "" for cell in row.values()).split("\n"), shape)
        for batch in suspects.to_batches(max_chunksize=1000)
        for row in batch.to_pylist()
    )


def _swallows(lines: list[str], shape: CsvShape) -> bool:
    width = len(shape.names)
    return (
        len(lines) > LINES_IN_A_ROW
        or ran_together(lines, shape.separator, width)
        or holds_a_row(lines[1:], shape.separator, width)
    )


def _patient_batches(
    stream: TextStream, shape: CsvShape, broken: BrokenRows, strays: StrayQuotes
) -> Iterator[pa.Table]:
    width = len(shape.names)
    rows: list[list[str]] = []
    for record in patient_records(_lines(stream), shape.separator, width):
        whole = len(record.cells) == width and not _was_cut(record.text)
        if whole:
            rows.append(record.cells)
        elif record.text.strip():
            broken.add(record.line, len(record.cells), record.text)
        if record.stray:
            strays.add(record, lost=not whole)
        if len(rows) == ROWS_AT_ONCE:
            yield _table(rows)
            rows = []
    if rows:
        yield _table(rows)


def _lines(stream: TextStream) -> Iterator[str]:
    """Yield lines with their line feeds; one longer than BLOCK is cut, and so counted as broken rather than held."""
    rest = b""
    while piece := stream.read(BLOCK):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", errors="replace").rstrip("\r") + "\n"
        if len(rest) > BLOCK:
            rest = rest[:BLOCK]
    if rest:
        yield rest.decode("utf-8", errors="replace")


def _was_cut(text: str) -> bool:
    return len(text) * LONGEST_LETTER > BLOCK and len(text.encode()) > BLOCK


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
