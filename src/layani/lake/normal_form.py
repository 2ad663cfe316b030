"""Puts any log into one form: ``events`` and ``cases`` (see rules/indicators/indicator.py), and from them ``steps``
(what was done, in order) and ``waits`` (the time in between, before the first step and after the last)."""

from dataclasses import dataclass

import duckdb

from layani.lake.columns import Columns
from layani.lake.raw import EXAMPLES_KEPT, Note, first_row, shown
from layani.lake.times import clean, moments
from layani.lake.values import FINISHED, outcome_sql, value_sql
from layani.rules.text import Text

PER_STRATUM = 8
BANDS = 3
LEAST_LANE = 30
"""A service or channel is a lane of its own only with this many cases, and with PER_STRATUM cases on average in each
of its bands of complexity in each quarter; the rest share the lane "(other)". Finer lanes would compare nobody."""
MONDAY = 4
"""Days from 1 January 1970, a Thursday, to the first Monday."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When an office works: opening and closing in minutes after midnight, and how many days from Monday on."""

    opens: int = 8 * 60
    closes: int = 16 * 60
    days: int = 5

    @property
    def hours_a_day(self) -> float:
        """Return the working hours of one day."""
        return (self.closes - self.opens) / 60


def work_clock(local: str, hours: OfficeHours) -> str:
    """Return SQL for the working hours from a fixed Monday to the wall clock ``local``; holidays are not known."""
    day = f"(floor(epoch({local}) / 86400) - {MONDAY})"
    week = f"floor({day} / 7)"
    weekday = f"({day} - 7 * {week})"
    minute = f"((epoch({local}) - floor(epoch({local}) / 86400) * 86400) / 60)"
    a_day = hours.closes - hours.opens
    today = (
        f"(CASE WHEN {weekday} < {hours.days} THEN least(greatest({minute} - {hours.opens}, 0), {a_day}) ELSE 0 END)"
    )
    return f"(({week} * {hours.days} + least({weekday}, {hours.days})) * {a_day} + {today}) / 60.0"


def build(
    connection: duckdb.DuckDBPyConnection, columns: Columns, hours: OfficeHours, timezone: str | None
) -> list[Note]:
    """Fill ``events``, ``cases``, ``steps`` and ``waits`` from ``raw``; return what is to be told of left-out rows."""
    connection.execute(f"CREATE TABLE readings AS {_readings(columns, timezone)}")
    notes = _unusable(connection)
    connection.execute(_events(columns, hours))
    if not first_row(connection, "SELECT COUNT(*) FROM events")[0]:
        return notes
    connection.execute(_cases(columns, hours))
    build_steps(connection, newest_first=newest_first(connection))
    notes += _oddities(connection)
    connection.execute("DROP TABLE readings")
    return notes


def build_steps(connection: duckdb.DuckDBPyConnection, *, newest_first: bool = False) -> None:
    """Fill ``steps``, the events that end a step in order with the step before, and ``waits`` from ``cases`` too."""
    order = "occurred_at, event_no DESC" if newest_first else "occurred_at, event_no"
    connection.execute(STEPS.replace("{order}", order))
    connection.execute(WAITS)


STEPS = """
CREATE TABLE steps AS
SELECT case_id, event_no, activity, activity_label, resource, office_group, occurred_at, due_at,
  ROW_NUMBER() OVER by_time AS step_no,
  LAG(activity) OVER by_time AS previous,
  LAG(resource) OVER by_time AS previous_resource,
  LEAD(event_no) OVER by_time IS NULL AS is_last,
  DATE_DIFF('second', LAG(local_at) OVER by_time, COALESCE(started_at, local_at)) / 86400.0 AS wait_days,
  COALESCE(started_work_clock, work_clock) - LAG(work_clock) OVER by_time AS wait_hours,
  local_at, work_clock, COALESCE(started_at, local_at) AS began_at,
  COALESCE(started_work_clock, work_clock) AS began_work_clock
FROM events WHERE ends_step
WINDOW by_time AS (PARTITION BY case_id ORDER BY {order})
"""


WAITS = """
CREATE TABLE waits AS
SELECT case_id, previous, activity, resource, office_group, wait_days, wait_hours
FROM steps WHERE previous IS NOT NULL AND wait_days >= 0
UNION ALL
-- before the first step, and after the last one, where the log knows when the case came in and when it was closed
SELECT case_id, NULL AS previous, activity, resource, office_group,
  DATE_DIFF('second', opened_local, began_at) / 86400.0 AS wait_days, began_work_clock - opened_work_clock AS wait_hours
FROM steps JOIN cases USING (case_id) WHERE step_no = 1 AND began_at > opened_local
UNION ALL
SELECT case_id, activity AS previous, NULL AS activity, NULL AS resource, NULL AS office_group,
  DATE_DIFF('second', local_at, closed_local) / 86400.0 AS wait_days, closed_work_clock - work_clock AS wait_hours
FROM steps JOIN cases USING (case_id)
WHERE is_last AND closed_local > local_at
"""


def _readings(columns: Columns, timezone: str | None) -> str:
    """Return SQL: one row per row of ``raw``, the chosen columns read, unreadable values null."""
    texts = ["row_no AS event_no", f"nullif(trim({columns.key('case')}), '') AS case_id"]
    for role, name in (("activity", "activity"), ("label", "activity_label"), ("lifecycle", "lifecycle")):
        key = columns.key(role)
        texts.append(f"{f'nullif(trim({key}), {chr(39) * 2})' if key else 'CAST(NULL AS VARCHAR)'} AS {name}")
    for role in ("resource", "group", "service", "channel", "responsible"):
        key = columns.key(role)
        texts.append(f"{value_sql(key) if key else 'CAST(NULL AS VARCHAR)'} AS {role}_text")
    outcome = columns.key("outcome")
    texts.append(f"{outcome_sql(outcome) if outcome else 'CAST(NULL AS VARCHAR)'} AS outcome")
    times = []
    for role in ("time", "started", "due", "deadline", "case_start", "case_end"):
        chosen = columns.chosen.get(role)
        if chosen is None or chosen.reading is None:
            times.append(f"CAST(NULL AS TIMESTAMP) AS {role}_utc, CAST(NULL AS TIMESTAMP) AS {role}_local")
            continue
        texts.append(f"{clean(chosen.column.key, columns.key('clock') if role == 'time' else None)} AS {role}_x")
        utc, local = moments(f"{role}_x", chosen.reading, timezone)
        times.append(f"{utc} AS {role}_utc, {local} AS {role}_local")
    return f"SELECT *, {', '.join(times)} FROM (SELECT {', '.join(texts)} FROM raw)"  # noqa: S608 - own column names


def _events(columns: Columns, hours: OfficeHours) -> str:
    finished = ", ".join(f"'{word}'" for word in sorted(FINISHED))
    label = "activity_label" if "label" in columns.chosen else "activity"
    return f"""
CREATE TABLE events AS
WITH ends AS (SELECT COUNT(*) AS n FROM readings WHERE lower(lifecycle) IN ({finished}))
SELECT case_id, event_no, activity, COALESCE({label}, activity) AS activity_label, resource_text AS resource,
  group_text AS office_group, lifecycle, time_utc AS occurred_at, time_local AS local_at,
  CASE WHEN started_local <= time_local THEN started_local END AS started_at,
  {_end_of_day("due")} AS due_at,
  {work_clock("time_local", hours)} AS work_clock,
  CASE WHEN started_local <= time_local THEN {work_clock("started_local", hours)} END AS started_work_clock,
  (lifecycle IS NULL OR lower(lifecycle) IN ({finished}) OR (SELECT n FROM ends) = 0) AS ends_step
FROM readings
WHERE case_id IS NOT NULL AND activity IS NOT NULL AND time_utc IS NOT NULL
"""  # noqa: S608 - own column names


def _end_of_day(role: str) -> str:
    """Return SQL for the last moment in time: a deadline written without a clock ends with its day."""
    return (
        f"(CASE WHEN {role}_local = date_trunc('day', {role}_local) THEN {role}_utc + INTERVAL 86399 SECOND ELSE "
        f"{role}_utc END)"
    )


def _cases(columns: Columns, hours: OfficeHours) -> str:
    closed = ("case_end_utc", "case_end_local") if "case_end" in columns.chosen else ("last_utc", "last_local")
    opened = "COALESCE(case_start_utc, first_utc)", "COALESCE(case_start_local, first_local)"
    return f"""
CREATE TABLE cases AS
WITH usable AS (
  SELECT * FROM readings WHERE case_id IS NOT NULL AND activity IS NOT NULL AND time_utc IS NOT NULL
),
busiest AS (
  -- the officer with the most events of the case; of equals the one who came last
  SELECT case_id, resource_text AS resource FROM usable WHERE resource_text IS NOT NULL
  GROUP BY case_id, resource_text
  QUALIFY ROW_NUMBER() OVER (PARTITION BY case_id ORDER BY COUNT(*) DESC, MAX(time_utc) DESC, resource_text) = 1
),
whole AS (
  SELECT case_id, COUNT(*) AS events, COUNT(DISTINCT activity) AS kinds,
    MIN(time_utc) AS first_utc, MAX(time_utc) AS last_utc,
    MIN(time_local) AS first_local, MAX(time_local) AS last_local,
    ARG_MIN(service_text, event_no) AS service, ARG_MIN(channel_text, event_no) AS channel,
    ARG_MIN(responsible_text, event_no) AS responsible, ARG_MAX(outcome, event_no) AS outcome,
    ARG_MIN(case_start_utc, event_no) AS case_start_utc, ARG_MIN(case_start_local, event_no) AS case_start_local,
    ARG_MAX(case_end_utc, event_no) AS case_end_utc, ARG_MAX(case_end_local, event_no) AS case_end_local,
    ARG_MAX(deadline_utc, event_no) AS deadline_utc, ARG_MAX(deadline_local, event_no) AS deadline_local
  FROM usable GROUP BY case_id
),
least AS (
  SELECT GREATEST({LEAST_LANE}, {PER_STRATUM * BANDS} * COUNT(DISTINCT DATE_TRUNC('quarter', {opened[0]}))) AS n
  FROM whole
),
sorted AS (
  SELECT whole.*,
    CASE WHEN COUNT(*) OVER (PARTITION BY service) < n THEN '(other)' ELSE service END AS service_group,
    CASE WHEN COUNT(*) OVER (PARTITION BY channel) < n THEN '(other)' ELSE channel END AS channel_group
  FROM whole CROSS JOIN least
),
bands AS (
  SELECT PERCENTILE_DISC({1 / BANDS:.4f}) WITHIN GROUP (ORDER BY kinds) AS low,
    PERCENTILE_DISC({2 / BANDS:.4f}) WITHIN GROUP (ORDER BY kinds) AS high
  FROM whole
),
banded AS (
  SELECT sorted.*, CASE WHEN kinds < low OR (kinds = low AND low < high) THEN 'few' WHEN kinds <= high THEN 'usual'
    ELSE 'many' END AS complexity
  FROM sorted CROSS JOIN bands
)
SELECT case_id, service, channel, complexity,
  CONCAT_WS(' / ', service_group, channel_group, complexity) AS lane,
  COALESCE(responsible, busiest.resource) AS officer,
  {opened[0]} AS opened_at, {closed[0]} AS closed_at,
  {opened[1]} AS opened_local, {closed[1]} AS closed_local, {_end_of_day("deadline")} AS deadline,
  CAST(NULL AS TIMESTAMP) AS queued_at, CAST(NULL AS BIGINT) AS urgency, outcome, events,
  {work_clock(opened[1], hours)} AS opened_work_clock, {work_clock(closed[1], hours)} AS closed_work_clock
FROM banded LEFT JOIN busiest USING (case_id)
"""  # noqa: S608 - own column names


def newest_first(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether the file lists the newest event first, so that equal times must be read from below."""
    forward, backward = first_row(
        connection,
        "SELECT COUNT(*) FILTER (WHERE occurred_at > before), COUNT(*) FILTER (WHERE occurred_at < before) FROM "
        "(SELECT occurred_at, LAG(occurred_at) OVER (PARTITION BY case_id ORDER BY event_no) AS before FROM events)",
    )
    return bool(backward > forward)


def _unusable(connection: duckdb.DuckDBPyConnection) -> list[Note]:
    """Return the rows that cannot be used, each counted once, by the first thing that is missing."""
    reasons = (
        ("no-case", "case_id IS NULL", Text(id="baris tanpa nomor perkara", en="rows without a case")),
        (
            "no-activity",
            "case_id IS NOT NULL AND activity IS NULL",
            Text(id="baris tanpa kegiatan", en="rows without an activity"),
        ),
        (
            "no-time",
            "case_id IS NOT NULL AND activity IS NOT NULL AND time_utc IS NULL AND COALESCE(time_x, '') = ''",
            Text(id="baris tanpa waktu", en="rows without a time"),
        ),
        (
            "bad-time",
            "case_id IS NOT NULL AND activity IS NOT NULL AND time_utc IS NULL AND time_x <> ''",
            Text(id="baris dengan waktu yang tidak dapat dibaca", en="rows with a time that cannot be read"),
        ),
    )
    notes = []
    for code, condition, what in reasons:
        count = first_row(connection, f"SELECT COUNT(*) FROM readings WHERE {condition}")[0]  # noqa: S608
        if count:
            rows = connection.execute(
                f"SELECT event_no, COALESCE(time_x, '') FROM readings WHERE {condition} ORDER BY event_no "  # noqa: S608
                f"LIMIT {EXAMPLES_KEPT}"
            ).fetchall()
            notes.append(Note(code, count, what, tuple(shown(f"#{number}: {value}") for number, value in rows)))
    return notes


def _oddities(connection: duckdb.DuckDBPyConnection) -> list[Note]:
    """Return what is strange though usable."""
    asked = (
        (
            "backwards",
            "SELECT COUNT(*) FROM cases WHERE closed_at < opened_at",
            Text(
                id="perkara selesai sebelum diterima; tidak dihitung dalam lama proses",
                en="cases closed before they were received; left out of all durations",
            ),
        ),
        (
            "repeated-rows",
            "SELECT COALESCE(SUM(n - 1), 0) FROM (SELECT COUNT(*) AS n FROM events GROUP BY case_id, activity, "
            "occurred_at, resource, lifecycle HAVING COUNT(*) > 1)",
            Text(
                id="baris sama persis dengan baris lain (perkara, kegiatan, waktu, petugas); tetap dihitung",
                en="rows equal to another one (case, activity, time, officer); still counted",
            ),
        ),
        (
            "not-ends",
            "SELECT COUNT(*) FROM events WHERE NOT ends_step",
            Text(
                id="peristiwa yang bukan akhir langkah (mulai, dijadwalkan, …); tidak dihitung sebagai langkah",
                en="events that do not end a step (started, scheduled, …); not counted as steps",
            ),
        ),
    )
    notes = [Note(code, first_row(connection, sql)[0], what) for code, sql, what in asked]
    return [note for note in notes if note.count]
