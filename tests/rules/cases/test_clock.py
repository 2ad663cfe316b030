"""The clock's laws, for any office and any pause."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import NoWorkingTime, Term, add_working_time, due, resumed, working_time

MOMENTS = st.integers(0, 1_800_000).map(lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
TERMS = st.builds(Term, st.integers(1, 40), st.sampled_from(["working hours", "working days", "calendar days"]))
OFFICE = Calendar()


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
