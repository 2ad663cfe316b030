"""The page on which `layani try` tries rules, in a real browser: nothing sticks out of a phone."""

from datetime import datetime
from pathlib import Path

import pytest

import layani.example_office
from layani.preview import pages
from layani.preview.tried import read_tried
from tests.browser.browsing import DESK, PHONE, window

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CATALOGUE = Path(layani.example_office.__file__).parent


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_rules_of_a_service_can_be_tried_on_a_phone(width):
    tried = read_tried(CATALOGUE / "education-grant", CATALOGUE)
    shown = pages.rules(tried, {}, datetime.fromisoformat("2026-12-01 12:00"))
    with window("", width=width) as opened:
        opened.page.set_content(shown)
        opened.look("rules")
    assert opened.faults == []
