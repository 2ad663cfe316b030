"""Numbered blanks: every number is somewhere, and one is used once, by who holds it."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.blanks import ledger
from layani.rules.blanks.ledger import (
    Line,
    Series,
    objection_to_moving,
    objection_to_use,
    read_number,
    standing,
)

BOX = Series("KIA", 11, 30, 6)
ANA, BEN = 1, 2


def test_the_examples_hold():
    assert doctest.testmod(ledger).failed == 0


@pytest.mark.parametrize(
    ("typed", "found"),
    [("KIA000011", ("KIA", 11)), (" kia-000 011 ", ("KIA", 11)), ("000011", ("", 11)), ("KIA", None), ("11KIA", None)],
)
def test_a_number_is_read_as_people_type_it(typed, found):
    assert read_number(typed) == found


def test_what_was_printed_is_read_back():
    assert [read_number(BOX.number(seq)) for seq in (11, 30)] == [("KIA", 11), ("KIA", 30)]


def said(seq, *lines, officer=ANA):
    found = objection_to_use(standing(BOX, lines), seq, officer, BOX.number(seq))
    return found.code if found else None


def test_only_who_holds_a_blank_uses_it_and_once():
    handed = Line("handed", 11, 15, ANA)
    assert said(11, handed) is None
    assert said(11, handed, officer=BEN) == "not-your-blank"
    assert said(16, handed) == "not-your-blank", "it is still in the store"
    assert said(11, handed, Line("used", 11, 11, ANA)) == "blank-ended"
    assert said(11, handed, Line("spoiled", 11, 11, ANA)) == "blank-ended"
    assert said(11, handed, Line("missing", 11, 11, ANA)) == "blank-missing"
    assert said(11, handed, Line("returned", 11, 15, ANA)) == "not-your-blank"


def test_a_missing_one_that_was_found_is_spoiled_and_no_more_missing():
    found = standing(BOX, [Line("handed", 11, 12, ANA), Line("missing", 11, 11, ANA), Line("spoiled", 11, 11, ANA)])
    assert found.missing == () and found.ended == {11: "spoiled"}


def test_numbers_that_were_left_out_are_a_gap_of_their_holder_alone():
    lines = [Line("handed", 11, 15, ANA), Line("handed", 16, 20, BEN), Line("used", 13, 13, ANA)]
    assert standing(BOX, lines).gaps == (11, 12)
    assert standing(BOX, [*lines, Line("returned", 11, 12, ANA)]).gaps == ()


def test_numbers_move_only_from_where_they_all_are():
    now = standing(BOX, [Line("handed", 11, 15, ANA)])
    assert objection_to_moving(now, 16, 30, None) is None
    assert objection_to_moving(now, 15, 16, None).code == "blanks-elsewhere"
    assert objection_to_moving(now, 30, 31, None).code == "blanks-elsewhere"
    assert objection_to_moving(now, 20, 19, None).code == "blanks-elsewhere"
    assert objection_to_moving(now, 11, 15, ANA) is None


LINES = st.builds(
    Line,
    st.sampled_from(["handed", "returned", "used", "spoiled", "missing", "double"]),
    st.integers(11, 30),
    st.integers(11, 30),
    st.sampled_from([ANA, BEN]),
)


@given(st.lists(LINES, max_size=30))
def test_every_number_is_in_one_place(lines):
    now = standing(BOX, lines)
    places = [set(now.held), set(now.ended), set(now.missing)]
    assert set.union(*places) == set(range(11, 31)) and sum(map(len, places)) == 20
    assert sum(map(len, now.balance().values())) == len(now.held)
