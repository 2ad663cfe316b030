"""A question that a register fills in, at 360 and 1280 pixels: filled in, called wrong; and a silent register."""

import pytest

from layani.office.actions import prefilling
from layani.office.actions.parties import register
from layani.office.tables.models.people import SEEN
from tests.browser.browsing import DESK, PHONE, window
from tests.browser.test_narrow_pages import come_in
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.test_prefill import LETTER, Registers
from tests.office.conftest import CARLA, MONDAY

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAGE = f"{LETTER}/address/"


@pytest.fixture
def registers(monkeypatch):
    found = Registers()
    monkeypatch.setattr(prefilling, "connected", found.connect)
    return found


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_it_reads_well_and_its_button_asks_the_question(office, registers, width):
    client = signed_in(register(CARLA, now=MONDAY, assurance=SEEN))
    with window(office, width=width) as seen:
        come_in(seen, office, client)
        page = seen.open(PAGE).page
        assert "Jalan Mawar 3" in page.inner_text("main")
        seen.look("a register's answer")
        page.click("button[name=register_wrong]")
        assert page.is_visible("input[name=address-street]")
        seen.look("a register's answer")
        assert seen.faults == []


def test_with_the_register_silent_it_is_an_ordinary_question_that_says_why(office, registers):
    registers.answers = False
    client = signed_in(register(CARLA, now=MONDAY, assurance=SEEN))
    with window(office, width=PHONE) as phone:
        come_in(phone, office, client)
        page = phone.open(PAGE).page
        assert "tidak menjawab sekarang" in page.inner_text("main")
        phone.look("a silent register")
        assert phone.faults == []
