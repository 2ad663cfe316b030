"""Whether the office is open now, and when it opens next: over lunch, weekends, holidays and for ever closed."""

from datetime import date, datetime, time, timedelta

import pytest

from layani.rules.cases.calendar import Calendar
from layani.rules.cases.opening_hours import open_now

LUNCH = {day: ((time(8), time(12)), (time(13), time(16))) for day in range(5)}
CALENDAR = Calendar(hours=LUNCH)


def at(day, clock):
    return CALENDAR.at(date(2026, 11, day), time.fromisoformat(clock))


@pytest.mark.parametrize(
    ("now", "closes", "opens", "today"),
    [
        (at(27, "07:30"), None, at(27, "08:00"), True),
        (at(27, "08:00"), at(27, "12:00"), None, True),
        (at(27, "12:00"), None, at(27, "13:00"), True),
        (at(27, "15:59"), at(27, "16:00"), None, True),
        (at(27, "16:00"), None, at(30, "08:00"), False),
        (at(29, "18:12"), None, at(30, "08:00"), False),
    ],
)
def test_open_or_when_it_opens(now, closes, opens, today):
    found = open_now(CALENDAR, now)
    assert (found.closes, found.opens, found.today) == (closes, opens, today)


def test_a_holiday_is_passed_over():
    found = open_now(CALENDAR, CALENDAR.at(date(2026, 8, 16), time(12)))  # the Sunday before Independence Day
    assert found.opens == CALENDAR.at(date(2026, 8, 18), time(8))


def test_an_office_that_never_opens_names_no_day():
    never = Calendar(hours={}, national=False)
    assert open_now(never, datetime(2026, 11, 29, tzinfo=CALENDAR.timezone) + timedelta(hours=3)).opens is None
