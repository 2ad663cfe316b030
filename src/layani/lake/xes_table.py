"""Fills ``raw`` from XES (IEEE 1849-2016) as a stream: no tree is built, no DTD and no entity is accepted."""

from xml.parsers import expat

import duckdb
import pyarrow as pa

from layani.lake.figures import both, number
from layani.lake.raw import Note, RawColumn, RawLog, RawWriter, first_row
from layani.lake.unpack import MEBIBYTE, PIECE, Limits, Opened, cannot_read
from layani.rules.text import Text

EVENTS_AT_ONCE = 20_000
DEEPEST = 64
"""Levels of nesting; XES itself needs four and a few for lists."""
LONGEST = 4 * MEBIBYTE
"""Bytes from one tag to the next. The parser holds an unfinished tag whole and looks through it again at each piece."""
VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})
CONTAINERS = frozenset({"list", "container"})


class XesReader:
    """Follows the elements of a log and hands rows of events and of traces to two writers.

    A trace's attributes may come after its events, so traces are a table of their own, joined at the end.
    """

    def __init__(self, events: RawWriter, traces: RawWriter, limits: Limits) -> None:
        self._events = _Rows(events, limits)
        self._traces = _Rows(traces, limits)
        self._open: list[str] = []
        self._row: dict[str, str] | None = None
        self._trace: dict[str, str] | None = None
        self.nested = 0
        self.lonely = 0  # events outside a trace
        self.tags = 0  # that began or ended
        self.parser = expat.ParserCreate(encoding="utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.EntityDeclHandler = _refuse_doctype

    @property
    def event_keys(self) -> dict[str, str]:
        """Return {attribute of events: its column}."""
        return self._events.keys

    @property
    def trace_keys(self) -> dict[str, str]:
        """Return {attribute of traces: its column}."""
        return self._traces.keys

    def finish(self) -> None:
        """Write what is still held."""
        self._events.flush()
        self._traces.flush()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.tags += 1
        name = tag.rsplit(":", 1)[-1]
        if not self._open and name != "log":
            raise _not_xes(name)
        if len(self._open) >= DEEPEST:
            raise _too_deep()
        self._open.append(name)
        if name in VALUES:
            self._value(attributes)
        elif name == "event":
            self._row = {}
            self.lonely += self._trace is None
        elif name == "trace":
            self._trace = {}

    def _value(self, attributes: dict[str, str]) -> None:
        key, value = attributes.get("key"), attributes.get("value")
        if key is None or value is None:
            return
        parent = self._open[-2]
        if parent == "event" and self._row is not None:
            self._row[key] = value
        elif parent == "trace" and self._trace is not None:
            self._trace[key] = value
        elif self._row is not None or self._trace is not None:
            self.nested += 1

    def _end(self, tag: str) -> None:
        self.tags += 1
        name = self._open.pop()
        if name == "event" and self._row is not None:
            if self._trace is not None:
                self._events.add(self._row, self._traces.count + 1)
            self._row = None
        elif name == "trace" and self._trace is not None:
            self._traces.add(self._trace, self._traces.count + 1)
            self._trace = None


class _Rows:
    """Collects rows of attributes and writes them in batches."""

    def __init__(self, writer: RawWriter, limits: Limits) -> None:
        self._writer = writer
        self._limits = limits
        self._held: list[dict[str, str]] = []
        self._traces: list[int] = []
        self._prefix = writer.table[0]
        self.keys: dict[str, str] = {}
        self.count = 0

    def add(self, row: dict[str, str], trace: int) -> None:
        for key in row:
            if key not in self.keys:
                self._new_key(key)
        self._held.append(row)
        self._traces.append(trace)
        self.count += 1
        if len(self._held) == EVENTS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        if not self._held:
            return
        columns = {
            "row_no": pa.array(range(self._writer.rows + 1, self._writer.rows + 1 + len(self._held)), pa.int64()),
            "trace_no": pa.array([str(trace) for trace in self._traces], pa.string()),
        }
        for key, column in self.keys.items():
            columns[column] = pa.array([row.get(key) for row in self._held], pa.string())
        self._writer.write(pa.table(columns))
        self._held, self._traces = [], []

    def _new_key(self, key: str) -> None:
        if len(self.keys) >= self._limits.columns:
            raise cannot_read(
                "too-many-columns",
                both(
                    Text(
                        id="Log ini memuat lebih dari {limit} jenis atribut.",
                        en="The log has more than {limit} kinds of attributes.",
                    ),
                    limit=self._limits.columns,
                ),
                Text(id="Ekspor hanya atribut yang perlu.", en="Export only the attributes that are needed."),
            )
        self.keys[key] = f"{self._prefix}{len(self.keys)}"


def read_xes(opened: Opened, connection: duckdb.DuckDBPyConnection, limits: Limits) -> RawLog:
    """Fill ``raw`` from the stream and say what was read; raises CannotRead."""
    events, traces = RawWriter(connection, "events_read"), RawWriter(connection, "traces_read")
    reader = XesReader(events, traces, limits)
    _parse(opened, reader)
    reader.finish()
    if not events.rows:
        raise _no_events(reader.lonely)
    columns = _join(connection, reader)
    form = Text(
        id=f"XES, {number(traces.rows, 'id')} jejak (trace), {number(events.rows, 'id')} peristiwa",
        en=f"XES, {number(traces.rows, 'en')} traces, {number(events.rows, 'en')} events",
    )
    return RawLog("XES", columns, events.rows, form, _notes(connection, reader))


def _parse(opened: Opened, reader: XesReader) -> None:
    since_a_tag = 0  # bytes; a piece in which one stood counts as nothing
    try:
        while piece := opened.stream.read(PIECE):
            before = reader.tags
            reader.parser.Parse(piece, False)
            since_a_tag = since_a_tag + len(piece) if reader.tags == before else 0
            if since_a_tag > LONGEST:
                raise _too_long()
        reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise cannot_read(
            "broken-xml",
            Text(
                id=f"XML rusak atau terpotong pada baris {error.lineno}, kolom {error.offset + 1} "
                f"({expat.ErrorString(error.code)}).",
                en=f"The XML is broken or cut off at line {error.lineno}, column {error.offset + 1} "
                f"({expat.ErrorString(error.code)}).",
            ),
            Text(
                id="Ekspor atau unduh log itu sekali lagi; log yang terpotong akan menyesatkan.",
                en="Export or download the log once more; figures from a part of it would mislead.",
            ),
        ) from error


def _join(connection: duckdb.DuckDBPyConnection, reader: XesReader) -> tuple[RawColumn, ...]:
    """Make ``raw`` from both tables; the columns of traces are named case:…, as other tools write them."""
    columns = [RawColumn("case:" + key, column, "case") for key, column in reader.trace_keys.items()]
    columns += [RawColumn(key, column, "event") for key, column in reader.event_keys.items()]
    columns.append(RawColumn("case:(trace number)", "trace_no", "case"))
    picked = ", ".join(["events_read.row_no", "events_read.trace_no"] + [c.key for c in columns if c.key != "trace_no"])
    connection.execute(
        f"CREATE TABLE raw AS SELECT {picked} FROM events_read "  # noqa: S608 - own column names
        "LEFT JOIN traces_read ON traces_read.trace_no = events_read.trace_no ORDER BY events_read.row_no"
    )
    return tuple(columns)


def _notes(connection: duckdb.DuckDBPyConnection, reader: XesReader) -> list[Note]:
    notes = []
    if reader.nested:
        what = Text(
            id="atribut di dalam atribut (bersarang atau dalam daftar) tidak dipakai",
            en="attributes inside other attributes (nested or in lists) were not used",
        )
        notes.append(Note("nested-attributes", reader.nested, what))
    if reader.lonely:
        what = Text(id="peristiwa di luar jejak (trace) dilewati", en="events outside any trace were left out")
        notes.append(Note("lonely-events", reader.lonely, what))
    empty = first_row(
        connection, "SELECT COUNT(*) FROM traces_read WHERE trace_no NOT IN (SELECT trace_no FROM events_read)"
    )
    if empty[0]:
        what = Text(id="jejak tanpa satu peristiwa pun", en="traces without any event")
        notes.append(Note("empty-traces", empty[0], what))
    return notes


def _refuse_doctype(*_: object) -> None:
    raise cannot_read(
        "doctype",
        Text(
            id="XML ini memuat DOCTYPE atau entitas. Log XES tidak memerlukannya, dan dengan itu berkas kecil dapat "
            "menghabiskan memori.",
            en="The XML has a DOCTYPE or entities. XES needs neither, and with them a small file can exhaust memory.",
        ),
        Text(
            id="Hapus bagian <!DOCTYPE …> bila Anda mempercayai berkas ini.",
            en="Remove the <!DOCTYPE …> part if you trust the file.",
        ),
    )


def _not_xes(root: str) -> Exception:
    return cannot_read(
        "not-xes",
        both(
            Text(
                id="Ini XML dengan akar <{root}>, bukan log XES (<log>).",
                en="This is XML with the root <{root}>, not an XES log (<log>).",
            ),
            root=root[:60],
        ),
        Text(id="Ekspor log sebagai XES atau CSV.", en="Export the log as XES or CSV."),
    )


def _too_deep() -> Exception:
    return cannot_read(
        "too-deep",
        both(
            Text(id="XML ini bersarang lebih dari {n} tingkat.", en="The XML is nested more than {n} levels deep."),
            n=DEEPEST,
        ),
        Text(id="Ekspor log tanpa atribut bersarang.", en="Export the log without nested attributes."),
    )


def _too_long() -> Exception:
    return cannot_read(
        "too-long",
        both(
            Text(
                id="Ada lebih dari {n} MiB di antara dua tag XML: satu atribut atau teks terlalu panjang.",
                en="There are more than {n} MiB between two XML tags: one attribute or text is too long.",
            ),
            n=LONGEST // MEBIBYTE,
        ),
        Text(id="Ekspor log tanpa lampiran dan teks panjang.", en="Export the log without attachments and long texts."),
    )


def _no_events(lonely: int) -> Exception:
    outside_id = f" ({lonely} peristiwa berada di luar <trace>)" if lonely else ""
    outside_en = f" ({lonely} events lie outside any <trace>)" if lonely else ""
    return cannot_read(
        "no-events",
        Text(
            id=f"Log XES ini tidak memuat peristiwa di dalam kasus{outside_id}.",
            en=f"This XES log has no events within cases{outside_en}.",
        ),
        Text(id="Ekspor ulang log beserta peristiwanya.", en="Export the log again with its events."),
    )
