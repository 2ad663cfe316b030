"""The published ranking and the case's own place, on a phone and at a desk."""

import pytest

from tests.browser.browsing import window
from tests.office.ranking.conftest import at, numbers
from tests.office.ranking.grants import PERIOD, grant_office, signed, staff

__all__ = ["at", "grant_office", "numbers", "staff"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1200])
def test_everybody_can_read_the_ranking(staff, numbers, office, width):  # noqa: F811
    signed(staff)
    with window(office, width=width) as opened:
        for name, path in (
            ("list", f"/service/school-grant/ranking/{PERIOD}/"),
            ("lists", "/service/school-grant/ranking/"),
        ):
            opened.page.goto(f"{office}{path}")
            opened.look(name)
        assert opened.faults == []
