"""Who has a place, and when applications are taken."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.catalogue.amounts.model import Quota, Window
from layani.rules.catalogue.amounts.ranking import Entry, allot, period

MORNING = datetime(2026, 12, 1, 2, tzinfo=UTC)
CASES = [
    Entry("A", MORNING, 10),
    Entry("B", MORNING + timedelta(hours=1), 30),
    Entry("C", MORNING + timedelta(hours=2), 30),
    Entry("D", MORNING + timedelta(hours=3), None),
]


def quota(places=2, ranked_by="score", waiting=True, per="year"):
    return Quota(places, per, ranked_by, waiting, "perwali")


def test_the_highest_score_comes_first_and_of_equal_ones_the_earlier():
    found = allot(reversed(CASES), quota())
    assert (found.placed, found.waiting, found.without) == (("B", "C"), ("A", "D"), ())


def test_without_a_score_the_earlier_comes_first_and_without_a_list_nobody_waits():
    found = allot(CASES, quota(places=3, ranked_by="received", waiting=False))
    assert (found.placed, found.waiting, found.without) == (("A", "B", "C"), (), ("D",))


@given(
    scores=st.lists(st.none() | st.integers(0, 3), max_size=9), places=st.integers(1, 9), data=st.data()
)  # fmt: skip
def test_no_place_is_lost_or_given_twice_and_the_order_does_not_matter(scores, places, data):
    entries = [Entry(f"case-{number}", MORNING, score) for number, score in enumerate(scores)]
    found = allot(entries, quota(places))
    assert sorted((*found.placed, *found.waiting)) == sorted(one.case for one in entries)
    assert len(found.placed) == min(places, len(entries))
    assert allot(data.draw(st.permutations(entries)), quota(places)) == found


@pytest.mark.parametrize(
    ("per", "day", "name"),
    [
        ("window", date(2027, 1, 4), "2027-01-04"),
        ("window", date(2027, 1, 29), "2027-01-04"),
        ("window", date(2027, 1, 30), ""),
        ("year", date(2027, 1, 30), "2027"),
        ("month", date(2027, 1, 30), "2027-01"),
    ],
)
def test_places_are_shared_by_the_cases_of_one_period(per, day, name):
    assert period(quota(per=per), (Window(date(2027, 1, 4), date(2027, 1, 29)),), day) == name
