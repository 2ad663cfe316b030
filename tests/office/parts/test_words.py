"""Dates, terms and money are written as people write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from layani.office.pages.parts import words
from layani.rules.catalogue.model import Term
from layani.rules.money.amount import Money

MONDAY = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)  # 01:30 on Tuesday in Jakarta


def in_both(write, value):
    found = []
    for language in ("id", "en"):
        with translation.override(language):
            found.append(write(value))
    return tuple(found)


def test_a_day_is_written_out():
    assert in_both(words.day, date(2026, 8, 17)) == ("17 Agustus 2026", "17 August 2026")
    assert in_both(words.weekday, date(2026, 8, 17)) == ("Senin, 17 Agustus 2026", "Monday, 17 August 2026")


def test_a_moment_is_told_in_the_offices_time_zone():
    assert in_both(words.moment, MONDAY) == ("24 November 2026 pukul 01.30 WIB", "24 November 2026, 01:30 WIB")
    assert in_both(words.day, MONDAY) == ("24 November 2026", "24 November 2026")


@pytest.mark.parametrize(
    ("zone", "name"), [("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT"), ("Asia/Kathmandu", "+0545")]
)
def test_each_zone_has_its_own_name(zone, name, settings):
    settings.TIME_ZONE = zone
    assert words.moment(MONDAY).endswith(f" {name}")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (2, ("sisa 2 hari", "2 days left")),
        (1, ("sisa 1 hari", "1 day left")),
        (0, ("jatuh tempo hari ini", "due today")),
        (-1, ("terlambat 1 hari kalender", "1 calendar day late")),
        (-9, ("terlambat 9 hari kalender", "9 calendar days late")),
    ],
)
def test_what_remains_is_counted_in_local_days(days, expected):
    due = date(2026, 11, 24) + timedelta(days=days)
    assert in_both(lambda value: words.remaining(value, MONDAY), due) == expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (-1, ("terlambat hari ini", "late today")),
        (3, ("sampai 12.05 hari ini", "until 12:05 today")),
        (27, ("sampai Rabu 12.05", "until Wednesday 12:05")),
        (6 * 24, ("sampai Senin 09.05", "until Monday 09:05")),
        (7 * 24, ("sampai Selasa, 1 Desember 09.05", "until Tuesday, 1 December 09:05")),
        (-25, ("terlambat 1 hari kalender", "1 calendar day late")),
    ],
)
def test_a_moment_is_told_by_day_and_hour(hours, expected):
    now = datetime(2026, 11, 24, 2, 5, tzinfo=UTC)  # Tuesday, 9:05 in Jakarta
    assert in_both(lambda value: words.remaining(value, now), now + timedelta(hours=hours)) == expected


def test_what_is_past_is_counted_back():
    told = [in_both(lambda value: words.ago(value, MONDAY), date(2026, 11, 24) - timedelta(days=n)) for n in (0, 1, 5)]
    assert told == [("hari ini", "today"), ("kemarin", "yesterday"), ("5 hari lalu", "5 days ago")]


def test_money_and_terms_are_in_words():
    assert in_both(words.rupiah, Money.units(50_000)) == ("Rp50.000", "IDR 50,000")
    assert in_both(words.term, Term(3, "working days")) == ("3 hari kerja", "3 working days")
    assert in_both(words.thousands, 1_250_000) == ("1.250.000", "1,250,000")


@pytest.mark.parametrize(
    "write", [words.day, words.weekday, words.moment, words.ago, words.remaining, words.rupiah, words.term]
)
def test_nothing_is_written_for_what_is_not_known(write):
    assert write(None) == ""


def test_attributes_are_escaped_and_false_ones_left_out():
    shown = words.attributes({"maxlength": "3", "data-x": '"><script>', "hidden": True, "accept": False, "title": None})
    assert shown == 'maxlength="3" data-x="&quot;&gt;&lt;script&gt;" hidden'
