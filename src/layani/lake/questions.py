"""What is asked of the normal form, as named SQL in the DuckDB dialect that also runs on Spark (see spark.py).

Every question reads only ``events``, ``cases``, ``steps`` and ``waits``. A log's "now" is its last event.
"""

OVERVIEW = """
SELECT COUNT(*) AS events, COUNT(DISTINCT case_id) AS cases, COUNT(DISTINCT activity) AS activities,
  COUNT(DISTINCT resource) AS officers, COUNT(DISTINCT office_group) AS office_groups,
  MIN(local_at) AS first_at, MAX(local_at) AS last_at
FROM events
"""

DURATIONS = """
-- closed cases that did not end before they began
SELECT COUNT(*) AS n,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY days) AS median_days,
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY days) AS p90_days,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY work_hours) AS median_hours,
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY work_hours) AS p90_hours,
  MAX(days) AS most_days
FROM (
  SELECT DATE_DIFF('second', opened_at, closed_at) / 86400.0 AS days,
    closed_work_clock - opened_work_clock AS work_hours
  FROM cases WHERE closed_at >= opened_at
)
"""

DURATION_BINS = """
-- {width}: days in one bar; {last}: the number of the last bar, which holds all that took longer
SELECT CASE WHEN bin > {last} THEN {last} ELSE bin END AS bar, COUNT(*) AS n
FROM (
  SELECT FLOOR(DATE_DIFF('second', opened_at, closed_at) / 86400.0 / {width}) AS bin
  FROM cases WHERE closed_at >= opened_at
)
GROUP BY CASE WHEN bin > {last} THEN {last} ELSE bin END ORDER BY bar
"""

MONTHS = """
SELECT month, SUM(opened) AS opened, SUM(closed) AS closed
FROM (
  SELECT DATE_TRUNC('{unit}', opened_local) AS month, COUNT(*) AS opened, 0 AS closed FROM cases
  WHERE opened_local IS NOT NULL GROUP BY DATE_TRUNC('{unit}', opened_local)
  UNION ALL
  SELECT DATE_TRUNC('{unit}', closed_local) AS month, 0 AS opened, COUNT(*) AS closed FROM cases
  WHERE closed_local IS NOT NULL GROUP BY DATE_TRUNC('{unit}', closed_local)
)
GROUP BY month ORDER BY month
"""

OPEN_CASES = """
SELECT COUNT(*) AS n FROM cases WHERE closed_at IS NULL
"""

_KEPT = """
  SELECT service, channel, opened_at, closed_at, deadline,
    CASE WHEN closed_at <= deadline THEN 'in_time'
      WHEN closed_at > deadline THEN 'late'
      WHEN deadline < (SELECT MAX(occurred_at) FROM events) THEN 'open_late'
      ELSE 'not_yet' END AS fate
  FROM cases WHERE deadline IS NOT NULL
"""

PROMISE = f"""
-- open cases count as late once their deadline has passed at the end of the log; otherwise they are not counted yet
SELECT COUNT(*) AS with_deadline,
  COUNT(*) FILTER (WHERE fate = 'in_time') AS in_time,
  COUNT(*) FILTER (WHERE fate = 'late') AS late,
  COUNT(*) FILTER (WHERE fate = 'open_late') AS open_late,
  COUNT(*) FILTER (WHERE fate = 'not_yet') AS not_yet,
  COUNT(*) FILTER (WHERE ABS(DATE_DIFF('second', closed_at, deadline)) < 86400
    AND ABS(DATE_DIFF('second', closed_at, deadline)) < 0.1 * DATE_DIFF('second', opened_at, deadline)) AS same_day,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CASE WHEN fate = 'late'
    THEN DATE_DIFF('second', deadline, closed_at) / 86400.0 END) AS median_days_late
FROM ({_KEPT})
"""  # noqa: S608 - own text

PROMISE_BY = f"""
-- {{by}}: service or channel
SELECT {{by}} AS label, COUNT(*) FILTER (WHERE fate = 'in_time') AS in_time,
  COUNT(*) FILTER (WHERE fate <> 'not_yet') AS due,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CASE WHEN closed_at >= opened_at
    THEN DATE_DIFF('second', opened_at, closed_at) / 86400.0 END) AS median_days,
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY CASE WHEN closed_at >= opened_at
    THEN DATE_DIFF('second', opened_at, closed_at) / 86400.0 END) AS p90_days
FROM ({_KEPT}) WHERE {{by}} IS NOT NULL GROUP BY {{by}} ORDER BY due DESC, label LIMIT 12
"""  # noqa: S608 - own text

DURATION_BY = """
-- {by}: service or channel
SELECT {by} AS label, COUNT(*) AS n,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY DATE_DIFF('second', opened_at, closed_at) / 86400.0) AS median_days,
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY DATE_DIFF('second', opened_at, closed_at) / 86400.0) AS p90_days
FROM cases WHERE closed_at >= opened_at AND {by} IS NOT NULL
GROUP BY {by} ORDER BY n DESC, label LIMIT 12
"""

STEP_PROMISE = """
SELECT COUNT(*) AS n, COUNT(*) FILTER (WHERE occurred_at <= due_at) AS in_time
FROM steps WHERE due_at IS NOT NULL
"""

TRANSITIONS = """
-- waiting by the steps before and after it; null before: since receipt; null after: until the case was closed
SELECT previous, activity, COUNT(*) AS n, COUNT(DISTINCT case_id) AS cases,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY wait_days) AS median_days,
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY wait_days) AS p90_days,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY wait_hours) AS median_hours,
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY wait_hours) AS p90_hours,
  SUM(wait_days) / NULLIF((SELECT SUM(wait_days) FROM waits), 0) AS share
FROM waits GROUP BY previous, activity ORDER BY SUM(wait_days) DESC, previous, activity LIMIT 15
"""

WAITS_BY_GROUP = """
-- waiting is put to the unit (or officer) whose step ended it; {by}: office_group or resource
SELECT {by} AS label, COUNT(*) AS n,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY wait_days) AS median_days,
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY wait_days) AS p90_days,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY wait_hours) AS median_hours,
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY wait_hours) AS p90_hours,
  SUM(wait_days) / NULLIF((SELECT SUM(wait_days) FROM waits), 0) AS share
FROM waits WHERE activity IS NOT NULL GROUP BY {by} ORDER BY SUM(wait_days) DESC, label LIMIT 12
"""

WAIT_TOTALS = """
-- share of the steps that follow the one before within a minute: written down in one go
SELECT COUNT(*) AS n, COUNT(*) FILTER (WHERE wait_days < 60 / 86400.0) AS at_once
FROM waits WHERE previous IS NOT NULL AND activity IS NOT NULL
"""

REWORK = """
SELECT COUNT(*) AS cases, COUNT(*) FILTER (WHERE steps > kinds) AS with_repeats,
  SUM(steps) AS steps, SUM(steps - kinds) AS extra
FROM (SELECT case_id, COUNT(*) AS steps, COUNT(DISTINCT activity) AS kinds FROM steps GROUP BY case_id)
"""

REPEATED = """
SELECT activity, COUNT(*) AS cases, COUNT(*) FILTER (WHERE n > 1) AS repeated_in, SUM(n - 1) AS extra
FROM (SELECT case_id, activity, COUNT(*) AS n FROM steps GROUP BY case_id, activity)
GROUP BY activity HAVING SUM(n - 1) > 0 ORDER BY extra DESC, activity LIMIT 12
"""

HANDS = """
-- cases of at least two steps with a known officer
SELECT COUNT(*) AS cases,
  COUNT(*) FILTER (WHERE first_officer = last_officer) AS same_first_and_last,
  COUNT(*) FILTER (WHERE officers = 1) AS one_person,
  AVG(officers) AS mean_officers, AVG(handovers) AS mean_handovers
FROM (
  SELECT case_id, COUNT(DISTINCT resource) AS officers,
    MIN_BY(resource, step_no) AS first_officer, MAX_BY(resource, step_no) AS last_officer,
    COUNT(*) FILTER (WHERE previous_resource IS NOT NULL AND previous_resource <> resource) AS handovers
  FROM steps WHERE resource IS NOT NULL GROUP BY case_id HAVING COUNT(*) >= 2
)
"""

OFFICERS = """
SELECT resource AS label, COUNT(*) AS steps, COUNT(DISTINCT case_id) AS cases,
  COUNT(*) * 1.0 / (SELECT COUNT(*) FROM steps WHERE resource IS NOT NULL) AS share
FROM steps WHERE resource IS NOT NULL GROUP BY resource ORDER BY steps DESC, label LIMIT 10
"""

LABELS = """
SELECT activity, MIN(activity_label) AS label FROM events GROUP BY activity HAVING MIN(activity_label) <> activity
"""

LANES = """
SELECT lane, COUNT(*) AS n FROM cases GROUP BY lane ORDER BY n DESC, lane LIMIT 12
"""

TEMPLATES = {"width": "7", "last": "20", "unit": "month", "by": "{by}"}
"""One value for each blank above, for trying every question out."""


def all_questions() -> dict[str, str]:
    """Return {name: SQL} of every question, with its blanks filled."""
    return {
        name: text.format(**TEMPLATES).replace("{by}", "resource" if name == "WAITS_BY_GROUP" else "service")
        for name, text in globals().items()
        if name.isupper() and isinstance(text, str) and not name.startswith("_")
    }
