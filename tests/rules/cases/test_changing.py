"""A changed case is what ``dataclasses.replace`` would make of it."""

import dataclasses

import pytest

from layani.rules.cases.changing import replace
from layani.rules.cases.state import Case


def test_a_changed_case_is_a_new_one_and_the_old_one_stays_as_it_was():
    before = Case(number="PLG-1", holder=7)
    after = replace(before, holder=None, seq=3)
    assert after == dataclasses.replace(before, holder=None, seq=3)
    assert (before.holder, before.seq) == (7, 0)
    assert after == Case(number="PLG-1", seq=3)


def test_a_value_that_a_case_does_not_have_is_refused():
    with pytest.raises(TypeError, match="no field named held_by"):
        replace(Case(), held_by=7)


def test_a_case_holds_its_fields_and_nothing_that_a_copy_would_keep_wrongly():
    assert vars(Case()).keys() == {field.name for field in dataclasses.fields(Case)}
    assert not hasattr(Case, "__post_init__")
