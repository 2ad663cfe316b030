"""The clock's laws, for any office and any pause."""

from datetime import UTC, date, datetime, time, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import (
    CALENDAR_UNITS,
    NoWorkingTime,
    Term,
    Unit,
    add_working_time,
    due,
    months_later,
    resumed,
    working_time,
)

MOMENTS = st.integers(0, 1_800_000).map(lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
UNITS = get_args(Unit)
TERMS = st.builds(Term, st.integers(1, 40), st.sampled_from(UNITS))
OFFICE = Calendar()
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")  # WIB, WITA, WIT
OFFICES = st.builds(
    Calendar,
    timezone=st.sampled_from(ZONES).map(ZoneInfo),
    closed=st.frozensets(st.dates(date(2024, 1, 1), date(2030, 12, 31)), max_size=12),
)
# Across turns of the year, into years whose joint leave nobody has decreed yet.
LATE_MOMENTS = st.integers(0, 3_000_000).map(
    lambda minutes: datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def jakarta(year, month, day, hour=9):
    return datetime(year, month, day, hour, tzinfo=OFFICE.timezone)


def test_cuti_bersama_is_not_a_working_day():
    assert not OFFICE.is_working_day(date(2026, 12, 24))


def test_five_working_days_pass_over_christmas_and_its_joint_leave():
    assert due(OFFICE, jakarta(2026, 12, 21), Term(5, "working days")) == jakarta(2026, 12, 30, 16)


def test_a_local_decree_moves_the_due_date():
    closed = Calendar(closed=frozenset({date(2026, 11, 24)}))
    assert due(closed, jakarta(2026, 11, 23), Term(1, "working days")) == jakarta(2026, 11, 25, 16)


def test_an_office_may_open_on_a_holiday():
    market_day = date(2026, 8, 17)
    assert Calendar(opened=frozenset({market_day})).is_working_day(market_day)


def test_hours_are_counted_only_while_the_office_is_open():
    friday_break = Calendar(hours={4: ((time(8), time(11, 30)), (time(13), time(16)))})
    assert add_working_time(friday_break, jakarta(2026, 11, 20, 11), timedelta(hours=1)) == jakarta(
        2026, 11, 20, 13
    ) + timedelta(minutes=30)


def test_an_office_that_never_opens_is_an_error_and_not_an_endless_loop():
    with pytest.raises(NoWorkingTime):
        due(Calendar(hours={}), jakarta(2026, 11, 23), Term(1, "working days"))


@given(start=MOMENTS, later=st.timedeltas(timedelta(), timedelta(days=30)), term=TERMS)
def test_who_files_later_is_never_due_earlier(start, later, term):
    assert due(OFFICE, start, term) <= due(OFFICE, start + later, term)


@given(start=MOMENTS, hours=st.integers(0, 60))
def test_working_time_undoes_adding_it(start, hours):
    length = timedelta(hours=hours)
    assert working_time(OFFICE, start, add_working_time(OFFICE, start, length)) == length


@given(start=MOMENTS, a=st.timedeltas(timedelta(), timedelta(20)), b=st.timedeltas(timedelta(), timedelta(20)))
def test_working_time_adds_up(start, a, b):
    middle, end = start + a, start + a + b
    assert working_time(OFFICE, start, middle) + working_time(OFFICE, middle, end) == working_time(OFFICE, start, end)


@given(
    start=MOMENTS,
    term=TERMS,
    before=st.timedeltas(timedelta(), timedelta(5)),
    pause=st.timedeltas(timedelta(), timedelta(30)),
)
def test_a_pause_never_shortens_and_a_longer_pause_never_helps_the_citizen_less(start, term, before, pause):
    was_due = due(OFFICE, start, term)
    paused = start + before
    once = resumed(OFFICE, was_due, paused, paused + pause, term.unit)
    twice = resumed(OFFICE, was_due, paused, paused + 2 * pause, term.unit)
    assert was_due <= once <= twice


@given(start=MOMENTS, hours=st.integers(1, 40), pause=st.timedeltas(timedelta(), timedelta(30)))
def test_after_a_pause_the_office_has_the_time_that_was_left(start, hours, pause):
    was_due = due(OFFICE, start, Term(hours, "working hours"))
    left = working_time(OFFICE, start, was_due)
    assert working_time(OFFICE, start + pause, resumed(OFFICE, was_due, start, start + pause, "working hours")) >= left


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [((2027, 1, 31), 1, (2027, 2, 28)), ((2028, 1, 31), 1, (2028, 2, 29)), ((2026, 11, 30), 3, (2027, 2, 28))],
)
def test_a_month_after_its_last_day_ends_with_the_next_one(start, months, end):
    assert months_later(date(*start), months) == date(*end)
    assert due(OFFICE, jakarta(*start), Term(months, "months")) == jakarta(*end, 23) + timedelta(minutes=59, seconds=59)


def test_a_week_is_seven_days_with_all_their_holidays():
    assert due(OFFICE, jakarta(2026, 12, 18), Term(2, "weeks")) == due(
        OFFICE, jakarta(2026, 12, 18), Term(14, "calendar days")
    )


def test_minutes_are_minutes_of_work():
    assert due(OFFICE, jakarta(2026, 11, 20, 16), Term(90, "working minutes")) == jakarta(2026, 11, 23) + timedelta(
        minutes=30
    )


@given(office=OFFICES, start=LATE_MOMENTS, amount=st.integers(1, 40), unit=st.sampled_from(UNITS))
def test_a_longer_term_never_ends_earlier(office, start, amount, unit):
    assert due(office, start, Term(amount, unit)) <= due(office, start, Term(amount + 1, unit))


@given(office=OFFICES, start=LATE_MOMENTS, later=st.timedeltas(timedelta(), timedelta(40)), term=TERMS)
def test_in_every_zone_and_year_who_files_later_is_never_due_earlier(office, start, later, term):
    assert start < due(office, start, term) <= due(office, start + later, term)


@given(
    office=OFFICES,
    start=LATE_MOMENTS,
    amount=st.integers(1, 40),
    unit=st.sampled_from(sorted(set(UNITS) - CALENDAR_UNITS)),
)
def test_what_counts_working_time_never_ends_while_the_office_is_closed(office, start, amount, unit):
    local = office.local(due(office, start, Term(amount, unit)))
    assert any(opens < local.time() <= closes for opens, closes in office.openings(local.date()))


@given(office=OFFICES, start=LATE_MOMENTS, a=st.integers(1, 40), b=st.integers(1, 40))
def test_hours_add_up(office, start, a, b):
    first = due(office, start, Term(a, "working hours"))
    assert due(office, first, Term(b, "working hours")) == due(office, start, Term(a + b, "working hours"))


@given(day=st.dates(date(2024, 1, 1), date(2040, 1, 1)), months=st.integers(1, 60))
def test_months_never_skip_one_and_keep_the_number_of_the_day_where_it_exists(day, months):
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(1)).day == 1
