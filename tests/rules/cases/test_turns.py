"""Who was passed over, against a comparison of everybody with everybody."""

import doctest
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from layani.rules.cases import turns
from layani.rules.cases.turns import Turn, passed_over

START = datetime(2026, 11, 23, 2, tzinfo=UTC)


def test_the_example_of_the_docstring_runs():
    assert doctest.testmod(turns).failed == 0


def turn(arrived, waited, urgency):
    at = START + timedelta(minutes=arrived)
    return Turn(at, at + timedelta(minutes=waited), urgency)


TURNS = st.lists(st.builds(turn, st.integers(0, 40), st.integers(0, 40), st.integers(0, 2)), max_size=25)


@given(TURNS, TURNS)
def test_it_is_who_came_before_a_higher_class_and_was_taken_after_it(some, others):
    everybody = [*some, *others]
    before = [one for one in everybody if one.urgency < 2]
    slow = [
        one
        for one in some
        if any(o.urgency < one.urgency and o.arrived > one.arrived and o.taken < one.taken for o in before)
    ]
    assert passed_over(some, before) == slow


def test_who_is_first_by_law_is_passed_over_by_nobody_and_whom_leave_lets_ahead_only_by_law():
    first, ahead, last = turn(2, 1, 0), turn(1, 5, 1), turn(0, 9, 2)
    assert passed_over([first, ahead, last], [first, ahead]) == [ahead, last]
    assert passed_over([turn(0, 9, 1)], [turn(1, 1, 1)]) == []
