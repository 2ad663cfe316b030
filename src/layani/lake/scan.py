"""One pass of all questions over a log that was read: the figures of a report, without a word about how they look."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from layani.lake import questions
from layani.lake.indicators import findings
from layani.lake.raw import MEMORY, workspace
from layani.lake.reading import LogRead, ReadOptions, read_log
from layani.rules.indicators.indicator import Finding
from layani.rules.text import Text

Row = TypeVar("Row")
MOST_BARS = 24
LONGEST_IN_MONTHS = 48
"""A log over more months is drawn by quarter, over four times as many by year."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts over the usable events, and the first and last of their wall clocks."""

    events: int
    cases: int
    activities: int
    officers: int
    office_groups: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Durations:
    """How long closed cases took, in calendar days and in working hours."""

    n: int
    median_days: float | None
    p90_days: float | None
    median_hours: float | None
    p90_hours: float | None
    most_days: float | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the histogram: from ``low`` days up to ``high`` (None: and more)."""

    low: float
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Period:
    """One month, quarter or year: cases opened and closed in it."""

    start: datetime
    opened: int
    closed: int


@dataclass(frozen=True, slots=True)
class Promise:
    """Cases with a deadline of their own, by fate.

    same_day: closed within a day, and within a tenth of the time allowed, of the deadline, before or after it.
    """

    with_deadline: int
    in_time: int
    late: int
    open_late: int
    not_yet: int
    same_day: int
    median_days_late: float | None

    @property
    def due(self) -> int:
        """Return the cases whose promise was kept or broken by the end of the log."""
        return self.in_time + self.late + self.open_late


@dataclass(frozen=True, slots=True)
class Kept:
    """On-time cases of one service or channel."""

    label: str
    in_time: int
    due: int
    median_days: float | None
    p90_days: float | None


@dataclass(frozen=True, slots=True)
class Took:
    """Durations of one service or channel."""

    label: str
    n: int
    median_days: float
    p90_days: float


@dataclass(frozen=True, slots=True)
class Wait:
    """Waiting by the steps before and after; None before: since receipt, None after: until the case was closed."""

    previous: str | None
    activity: str | None
    n: int
    cases: int
    median_days: float
    p90_days: float
    median_hours: float
    p90_hours: float
    share: float | None


@dataclass(frozen=True, slots=True)
class WaitAt:
    """Waiting put to the unit or officer whose step ended it; label None where the log does not say."""

    label: str | None
    n: int
    median_days: float
    p90_days: float
    median_hours: float
    p90_hours: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Rework:
    """Cases with repeated activities, and the steps beyond the first of each activity."""

    cases: int
    with_repeats: int
    steps: int
    extra: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """One activity that is done more than once."""

    activity: str
    cases: int
    repeated_in: int
    extra: int


@dataclass(frozen=True, slots=True)
class Hands:
    """Through whose hands cases go; means are None without officers."""

    cases: int
    same_first_and_last: int
    one_person: int
    mean_officers: float | None
    mean_handovers: float | None


@dataclass(frozen=True, slots=True)
class Share:
    """One officer's steps."""

    label: str
    steps: int
    cases: int
    share: float


@dataclass(frozen=True, slots=True)
class Scan:
    """All that a report says about one log."""

    log: LogRead
    overview: Overview
    durations: Durations
    bars: tuple[Bar, ...]
    period_unit: str  # "month", "quarter" or "year"
    periods: tuple[Period, ...]
    open_cases: int
    promise: Promise
    promise_by: dict[str, tuple[Kept, ...]]  # by "service" and "channel"
    took_by: dict[str, tuple[Took, ...]]
    steps_due: tuple[int, int]  # (steps with an own deadline, of them in time)
    waits: tuple[Wait, ...]
    at_once: tuple[int, int]  # (pairs of steps, of them within a minute)
    waits_by: str  # "office_group" or "resource"
    waits_at: tuple[WaitAt, ...]
    rework: Rework
    repeated: tuple[Repeated, ...]
    hands: Hands
    officers: tuple[Share, ...]
    labels: dict[str, str]
    lanes: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]


@contextmanager
def scanned(path: Path, options: ReadOptions | None = None, memory: str = MEMORY) -> Iterator[Scan]:
    """Yield the scan of the log at ``path`` and delete what was spilled on disk afterwards; raises CannotRead."""
    with workspace(memory) as connection:
        log = read_log(path, connection, options)
        log.options.tell(Text(id="mengajukan pertanyaan …", en="asking the questions …"))
        yield scan(connection, log)


def scan(connection: duckdb.DuckDBPyConnection, log: LogRead) -> Scan:
    """Ask every question of the tables that ``log`` filled."""
    overview = _one(connection, questions.OVERVIEW, Overview)
    durations = _one(connection, questions.DURATIONS, Durations)
    unit, periods = _periods(connection)
    waits_by = "office_group" if overview.office_groups > 1 else "resource"
    steps_due = _rows(connection, questions.STEP_PROMISE, tuple)[0]
    at_once = _rows(connection, questions.WAIT_TOTALS, tuple)[0]
    return Scan(
        log=log,
        overview=overview,
        durations=durations,
        bars=_bars(connection, durations),
        period_unit=unit,
        periods=periods,
        open_cases=_rows(connection, questions.OPEN_CASES, tuple)[0][0],
        promise=_one(connection, questions.PROMISE, Promise),
        promise_by={by: _rows(connection, questions.PROMISE_BY.format(by=by), Kept) for by in ("service", "channel")},
        took_by={by: _rows(connection, questions.DURATION_BY.format(by=by), Took) for by in ("service", "channel")},
        steps_due=(steps_due[0], steps_due[1]),
        waits=_rows(connection, questions.TRANSITIONS, Wait),
        at_once=(at_once[0], at_once[1]),
        waits_by=waits_by,
        waits_at=_rows(connection, questions.WAITS_BY_GROUP.format(by=waits_by), WaitAt),
        rework=_one(connection, questions.REWORK, Rework),
        repeated=_rows(connection, questions.REPEATED, Repeated),
        hands=_one(connection, questions.HANDS, Hands),
        officers=_rows(connection, questions.OFFICERS, Share),
        labels=dict(_rows(connection, questions.LABELS, tuple)),
        lanes=_rows(connection, questions.LANES, tuple),
        findings=findings(connection),
    )


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, kind: type[Row]) -> tuple[Row, ...]:
    found = connection.execute(sql).fetchall()
    make: Any = kind
    return tuple(make(row) if kind is tuple else make(*row) for row in found)


def _one(connection: duckdb.DuckDBPyConnection, sql: str, kind: type[Row]) -> Row:
    return _rows(connection, sql, kind)[0]


def _periods(connection: duckdb.DuckDBPyConnection) -> tuple[str, tuple[Period, ...]]:
    """Return periods without gaps, coarse enough to be drawn; the last ones if a stray date makes years too many."""
    for unit, months in (("month", 1), ("quarter", 3), ("year", 12)):
        periods = _rows(connection, questions.MONTHS.format(unit=unit), Period)
        if not periods:
            return unit, ()
        first, last = (p.start.year * 12 + p.start.month - 1 for p in (periods[0], periods[-1]))
        if (last - first) // months < LONGEST_IN_MONTHS:
            known = {period.start: period for period in periods}
            starts = (datetime(m // 12, m % 12 + 1, 1) for m in range(first, last + 1, months))  # noqa: DTZ001 - local
            return unit, tuple(known.get(start, Period(start, 0, 0)) for start in starts)
    return "year", periods[-LONGEST_IN_MONTHS:]


def _bars(connection: duckdb.DuckDBPyConnection, durations: Durations) -> tuple[Bar, ...]:
    """Return at most MOST_BARS equal bars up to about the 95th percentile, and one for all that took longer."""
    if not durations.n or durations.p90_days is None or durations.most_days is None:
        return ()
    width = round_width(max(durations.p90_days * 1.3, 1e-4) / (MOST_BARS - 4))
    last = min(MOST_BARS - 1, math.floor(durations.most_days / width))
    counted: dict[float, int] = dict(_rows(connection, questions.DURATION_BINS.format(width=width, last=last), tuple))
    return tuple(
        Bar(
            i * width,
            None if i == last and durations.most_days >= (last + 1) * width else (i + 1) * width,
            counted.get(i, 0),
        )
        for i in range(last + 1)
    )


def round_width(days: float) -> float:
    """Return a width for bars that people can read: minutes, hours, days, weeks, months.

    >>> round_width(0.9), round_width(5), round_width(0.01)
    (1.0, 7.0, 0.010416666666666666)
    """
    readable = (1 / 1440, 5 / 1440, 15 / 1440, 1 / 24, 3 / 24, 6 / 24, 0.5, 1.0, 2.0, 7.0, 14.0, 30.0, 90.0, 365.0)
    return next((width for width in readable if width >= days), math.ceil(days / 365) * 365.0)
