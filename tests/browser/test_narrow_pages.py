"""What stood too close, or stuck out, on a phone of 360 pixels: cards, the rows of a list, a wide number."""

import pytest
from django.utils import timezone

from layani.office.actions import uploading
from layani.office.gateways.file_store import MemoryStore
from tests.browser.browsing import PHONE, window
from tests.office.citizen.conftest import carla, signed_in
from tests.office.citizen.phone import Phone
from tests.office.citizen.test_form_rows import ROWS, row, two
from tests.office.officer.walks import filed
from tests.office.security.visitors import officer_client

__all__ = ["carla"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TARGET = 24  # CSS pixels: WCAG 2.2, success criterion 2.5.8
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def come_in(opened, office, client):
    opened.page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": office}])


def test_the_cards_of_a_bundle_keep_their_words_from_their_edge(office):
    with window(office, width=PHONE) as phone:
        page = phone.open("/bundle/losing-a-relative/").page
        gaps = page.eval_on_selector_all(
            ".ds-card",
            "cards => cards.map(one => one.querySelector('h3').getBoundingClientRect().left"
            " - one.getBoundingClientRect().left)",
        )
        assert gaps and min(gaps) >= 12
        assert page.evaluate(STICKS_OUT) <= 0


def test_a_row_of_a_list_keeps_its_number_whole_and_its_links_apart(office, carla, monkeypatch):  # noqa: F811
    memory = MemoryStore()
    monkeypatch.setattr(uploading, "file_store", lambda: memory)
    client = signed_in(carla)
    filled = Phone(client)
    two(filled)
    row(filled.open(f"{ROWS}?row=2"), 1, phone="0812 0000 00023")
    with window(office, width=PHONE) as phone:
        come_in(phone, office, client)
        page = phone.open(ROWS).page
        lines = page.eval_on_selector_all(
            ".rows dd:not(.change)",
            "all => all.map(one => { const words = one.firstChild, said = words.textContent;"
            " const at = said.search(/\\+?\\d[\\d -]{7,}/); if (at < 0) return 0; const range = document.createRange();"
            " range.setStart(words, at); range.setEnd(words, said.trimEnd().length);"
            " return new Set([...range.getClientRects()].map(r => r.top)).size })",
        )
        assert sorted(lines) == [0, 1]
        boxes = [one.bounding_box() for one in page.query_selector_all(".rows .change a")]
        assert len(boxes) == 4
        for change, remove in zip(boxes[::2], boxes[1::2], strict=True):
            assert remove["x"] - (change["x"] + change["width"]) >= TARGET or remove["y"] >= change["y"] + TARGET
            assert min(change["height"], remove["height"]) >= TARGET
        assert page.evaluate(STICKS_OUT) <= 0


def test_the_widest_number_of_a_case_does_not_stick_out(office, settings, tmp_path):
    settings.LOG_FOLDER = tmp_path / "log"
    number = filed(at=timezone.now())
    with window(office, width=PHONE) as phone:
        come_in(phone, office, officer_client("indra", "auditor"))
        page = phone.open(f"/auditor/case/{number}/").page
        page.get_by_label("Sampel pemeriksaan rutin").check()
        page.get_by_label("Dengan kata-kata Anda").fill("Sampel bulan ini.")
        page.get_by_role("button", name="Simpan alasan dan buka").click()
        page.evaluate("document.querySelector('h1').textContent = 'SKM-2026-MWQM-MMWW'")
        assert page.evaluate(STICKS_OUT) <= 0
