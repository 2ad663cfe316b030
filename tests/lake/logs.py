"""Small event logs that tests write down in many shapes, and shorthand for reading one."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from layani.lake.raw import first_row, workspace
from layani.lake.reading import ReadOptions, read_log

REAL = Path(__file__).parents[3] / "shared" / "data" / "eventlogs"
MONDAY = datetime(2024, 1, 29, 8, 0)  # noqa: DTZ001 - what a clock on a wall shows


def rows(cases=40, steps=4):
    """Yield (case, activity, time, officer): ``steps`` steps, nine hours apart; some cases do something else."""
    officers = ("ana", "ben", "eka")
    for c in range(cases):
        for k in range(steps):
            activity = "ABCD"[k] if (c + k) % 5 else "other"
            yield f"K-{c:03}", activity, MONDAY + timedelta(hours=7 * c + 9 * k + c % 3), officers[(c + k) % 3]


def csv_text(header, cells=None, *, separator=",", end="\n", data=None):
    """Return a CSV text of ``rows()``; ``cells`` makes one row's cells."""
    cells = cells or (lambda case, activity, time, officer: (case, activity, str(time), officer))
    lines = [separator.join(header)] if header else []
    lines += [separator.join(cells(*row)) for row in (data or rows())]
    return end.join(lines) + end


XES_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n'


def xes_text(events, head=XES_HEAD):
    """Return an XES text from (case, activity, time, officer) in which cases are traces."""
    traces: dict[str, list[str]] = {}
    for case, activity, time, officer in events:
        traces.setdefault(case, []).append(
            f'<event><string key="concept:name" value="{activity}"/><string key="org:resource" value="{officer}"/>'
            f'<date key="time:timestamp" value="{time.isoformat()}+07:00"/></event>'
        )
    body = "".join(
        f'<trace><string key="concept:name" value="{case}"/>{"".join(told)}</trace>\n' for case, told in traces.items()
    )
    return head + body + "</log>\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    raw = content.encode("utf-8") if isinstance(content, str) else content
    file.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    return file


@contextmanager
def reading(file: Path, **options) -> Iterator[tuple]:
    """Yield (what was read, a function that asks SQL and returns the first row)."""
    with workspace() as connection:
        log = read_log(file, connection, ReadOptions(**options))
        yield log, lambda sql: first_row(connection, sql)


def read(folder: Path, content: str | bytes, name="log.csv", **options):
    """Return (what was read, (events, cases, officers, first UTC time as text))."""
    with reading(write(folder, name, content), **options) as (log, ask):
        return log, ask(
            "SELECT COUNT(*), COUNT(DISTINCT case_id), COUNT(DISTINCT resource), CAST(MIN(occurred_at) AS VARCHAR) "
            "FROM events"
        )


def columns_of(log) -> dict[str, str]:
    return {role: chosen.column.name for role, chosen in log.columns.chosen.items()}


def notes_of(log) -> dict[str, int]:
    return {note.code: note.count for note in log.notes}
