"""The calendar as known on a day: decrees, units with their own hours, and years that nobody has decreed yet."""

from datetime import date, datetime, time

from layani.rules.cases.calendar import Calendar, Decree
from layani.rules.cases.clock import Term, due
from layani.rules.text import Text

ELECTION = date(2026, 12, 9)  # a Wednesday
CLOSES = Decree("Kep. 1/2026", date(2026, 11, 27), closed={ELECTION: Text("Pemilihan", "Election")})
OPENS = Decree("Kep. 2/2026", date(2026, 12, 1), opened=frozenset({ELECTION}))


def test_a_decree_is_known_from_the_day_of_its_issue_on():
    office = Calendar(decrees=(CLOSES,))
    assert not office.known_on(date(2026, 11, 27)).is_working_day(ELECTION)
    assert office.known_on(date(2026, 11, 26)).is_working_day(ELECTION)


def test_of_two_decrees_on_one_day_the_later_one_holds():
    assert Calendar(decrees=(CLOSES, OPENS)).is_working_day(ELECTION)
    assert not Calendar(decrees=(OPENS, CLOSES)).is_working_day(ELECTION)


def test_a_decree_opens_a_day_that_the_office_file_closes():
    assert Calendar(closed=frozenset({ELECTION}), decrees=(OPENS,)).is_working_day(ELECTION)


def test_a_holiday_has_a_name_in_both_languages_and_a_weekend_has_none():
    office = Calendar(decrees=(CLOSES,))
    assert office.holiday(ELECTION) == Text("Pemilihan", "Election")
    assert office.holiday(date(2026, 12, 25)) == Text("Hari Raya Natal", "Christmas Day")
    assert office.holiday(date(2026, 12, 12)) is None


def test_joint_leave_that_nobody_has_decreed_is_not_known_until_a_decree_sets_it():
    assert [Calendar().knows(year) for year in (1999, 2026, 2029)] == [True, True, False]
    joint = Decree("SKB 2029", date(2028, 9, 1), closed={date(2029, 5, 15): Text("Cuti bersama", "Leave")}, year=2029)
    assert Calendar(decrees=(joint,)).knows(2029)


def test_days_off_are_those_of_the_nation_of_the_office_and_of_its_decrees_without_the_opened_ones():
    office = Calendar(opened=frozenset({date(2026, 12, 24)}), decrees=(CLOSES,))
    assert [day for day in office.days_off([2026]) if day.month == 12] == [ELECTION, date(2026, 12, 25)]


def test_a_unit_is_due_by_its_own_hours_and_the_offices_holidays():
    office = Calendar(units={"hall": {2: ((time(18), time(20)),)}}, decrees=(CLOSES,))  # Wednesday evenings
    hall = office.of_unit("hall")
    start = datetime(2026, 12, 2, 9, tzinfo=office.timezone)
    assert due(hall, start, Term(1, "working days")) == datetime(2026, 12, 16, 20, tzinfo=office.timezone)
    assert office.of_unit("elsewhere") == office
