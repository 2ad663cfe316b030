"""The figures of a scan against a log small enough to be counted by hand."""

from datetime import datetime

import pytest

from layani.lake.normal_form import OfficeHours, work_clock
from layani.lake.questions import all_questions
from layani.lake.raw import workspace
from layani.lake.reading import ReadOptions
from layani.lake.scan import round_width, scanned
from layani.lake.spark import to_spark
from tests.lake.logs import write

# Monday 5 January 2026. Every case: received at 08:00, check, then decide; deadline Friday 9 January.
HEADER = "case_id,activity,timestamp,resource,unit,channel,received_at,closed_at,deadline"
CASES = {
    # closed on Tuesday, in time; Ana alone
    "K1": [("check", "2026-01-05 10:00", "ana", "front"), ("decide", "2026-01-06 10:00", "ana", "front")],
    # checked twice, closed on Friday, in time
    "K2": [
        ("check", "2026-01-05 12:00", "ana", "front"),
        ("check", "2026-01-07 12:00", "ana", "front"),
        ("decide", "2026-01-09 16:00", "ben", "back"),
    ],
    # closed on the next Monday, late
    "K3": [("check", "2026-01-05 09:00", "ana", "front"), ("decide", "2026-01-12 09:00", "ben", "back")],
    # still open, past its deadline when the log ends
    "K4": [("check", "2026-01-05 16:00", "ana", "front")],
}
CLOSED = {"K1": "2026-01-06 10:00", "K2": "2026-01-09 16:00", "K3": "2026-01-12 09:00", "K4": ""}


@pytest.fixture
def scan(tmp_path):
    lines = [HEADER]
    for case, steps in CASES.items():
        for activity, time, officer, unit in steps:
            lines.append(f"{case},{activity},{time},{officer},{unit},loket,2026-01-05 08:00,{CLOSED[case]},2026-01-09")
    columns = {"case": "case_id", "activity": "activity", "group": "unit", "channel": "none", "case_end": "closed_at"}
    with scanned(write(tmp_path, "log.csv", "\n".join(lines)), ReadOptions(columns=columns)) as found:
        yield found


def test_events_cases_and_officers_are_counted(scan):
    over = scan.overview
    assert (over.events, over.cases, over.activities, over.officers, over.office_groups) == (8, 4, 2, 2, 2)
    assert scan.open_cases == 1


def test_the_promise_counts_an_open_case_past_its_deadline_as_broken(scan):
    promise = scan.promise
    assert (promise.with_deadline, promise.in_time, promise.late, promise.open_late, promise.not_yet) == (4, 2, 1, 1, 0)
    assert promise.due == 4
    # the deadline is the end of Friday; closed on Monday 09:00
    assert promise.median_days_late == pytest.approx((48 + 9 + 1 / 3600) / 24)


def test_durations_are_exact_percentiles_in_calendar_and_in_working_time(scan):
    durations = scan.durations
    days = sorted([26 / 24, 104 / 24, 169 / 24])
    assert durations.n == 3
    assert durations.median_days == pytest.approx(days[1])
    assert durations.p90_days == pytest.approx(days[1] + 0.8 * (days[2] - days[1]))
    assert durations.median_hours == pytest.approx(5 * 8)  # Monday 08:00 to Friday 16:00
    assert durations.p90_hours == pytest.approx(40 + 0.8 * 1)  # the third: five days and one hour on Monday


def test_waiting_is_put_between_the_steps_before_the_first_and_after_the_last(scan):
    waits = {(w.previous, w.activity): w for w in scan.waits}
    received = waits[None, "check"]
    assert received.n == 4
    assert received.median_hours == pytest.approx((2 + 4) / 2)  # 1, 2, 4 and 8 hours
    decide = waits["check", "decide"]
    assert decide.n == 3
    # 24 h, 52 h and 168 h on the calendar; 8, 2 x 8 + 4 and 5 x 8 in working time
    assert decide.median_days == pytest.approx(52 / 24)
    assert decide.median_hours == pytest.approx(20)
    assert waits["check", "check"].median_hours == pytest.approx(16)
    assert ("decide", None) not in waits
    assert sum(w.share for w in scan.waits) == pytest.approx(1)


def test_waiting_by_unit_is_put_to_the_unit_that_ended_it(scan):
    assert scan.waits_by == "office_group"
    at = {w.label: w for w in scan.waits_at}
    assert at["front"].n == 6
    assert at["back"].n == 2
    assert at["back"].share == pytest.approx((52 + 168) / (1 + 2 + 4 + 8 + 24 + 48 + 52 + 168))


def test_rework_is_counted_by_case_and_by_step(scan):
    assert (scan.rework.cases, scan.rework.with_repeats, scan.rework.steps, scan.rework.extra) == (4, 1, 8, 1)
    (repeated,) = scan.repeated
    assert (repeated.activity, repeated.cases, repeated.repeated_in, repeated.extra) == ("check", 4, 1, 1)


def test_one_person_from_first_to_last_step_is_counted(scan):
    hands = scan.hands
    assert (hands.cases, hands.same_first_and_last, hands.one_person) == (3, 1, 1)
    assert hands.mean_handovers == pytest.approx(2 / 3)
    assert [(o.label, o.steps, o.cases) for o in scan.officers] == [("ana", 6, 4), ("ben", 2, 2)]


def test_every_closed_case_is_in_one_bar_and_every_case_in_one_month(scan):
    assert sum(bar.n for bar in scan.bars) == 3
    assert sum(period.opened for period in scan.periods) == 4
    assert sum(period.closed for period in scan.periods) == 3


def test_four_cases_are_too_few_to_compare_officers(scan):
    assert all(finding.not_asked is not None and not finding.flags for finding in scan.findings)


def hours_between(start: datetime, end: datetime, hours: OfficeHours) -> float:
    with workspace() as connection:
        sql = f"SELECT {work_clock('?::TIMESTAMP', hours)} - {work_clock('?::TIMESTAMP', hours)}"
        count = work_clock("?", hours).count("?")
        return connection.execute(sql, [end] * count + [start] * count).fetchall()[0][0]


@pytest.mark.parametrize(
    ("start", "end", "days", "hours"),
    [
        ("2026-01-05 08:00", "2026-01-05 16:00", 5, 8),
        ("2026-01-05 07:00", "2026-01-05 23:00", 5, 8),
        ("2026-01-09 15:00", "2026-01-12 09:00", 5, 2),
        ("2026-01-09 15:00", "2026-01-12 09:00", 6, 10),
        ("2026-01-10 10:00", "2026-01-11 10:00", 5, 0),
        ("2026-01-05 00:00", "2026-02-02 00:00", 5, 160),
        ("1969-12-29 08:00", "1970-01-05 08:00", 5, 40),
    ],
)
def test_working_time_skips_nights_and_weekends(start, end, days, hours):
    found = hours_between(datetime.fromisoformat(start), datetime.fromisoformat(end), OfficeHours(days=days))
    assert found == pytest.approx(hours)


@pytest.mark.parametrize(("name", "sql"), all_questions().items())
def test_every_question_is_also_spark_sql_with_exact_percentiles(name, sql):
    spark = to_spark(sql)
    assert "APPROX" not in spark.upper()
    if "PERCENTILE_CONT" in sql:
        assert "PERCENTILE(" in spark.upper()


def test_bars_have_widths_that_people_can_read():
    assert [round_width(days) for days in (0.0001, 0.03, 0.4, 3, 8, 40, 800)] == [
        1 / 1440,
        1 / 24,
        0.5,
        7.0,
        14.0,
        90.0,
        1095.0,
    ]
