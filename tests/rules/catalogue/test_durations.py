"""Terms as ISO 8601 writes them."""

from typing import get_args

import pytest

from layani.rules.cases.clock import Term, Unit
from layani.rules.catalogue.renderings.durations import iso_duration


@pytest.mark.parametrize(
    ("amount", "unit", "written"),
    [
        (30, "working minutes", "PT30M"),
        (4, "working hours", "PT4H"),
        (3, "working days", "P3D"),
        (14, "calendar days", "P14D"),
        (2, "weeks", "P14D"),
        (6, "months", "P6M"),
    ],
)
def test_a_term_keeps_its_length(amount, unit, written):
    assert iso_duration(Term(amount, unit)) == written


@pytest.mark.parametrize("unit", get_args(Unit))
def test_every_unit_of_the_clock_can_be_written(unit):
    assert iso_duration(Term(1, unit)).startswith("P")
