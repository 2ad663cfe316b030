"""The widow's four products on one sheet: on a phone, on a desk, and on one A4 page in letters of 16 points or more."""

import io

import pytest
from django.core.cache import cache
from django.utils import timezone
from pypdf import PdfReader

from layani.office.actions.bundling import BundleApplication, file_bundle
from layani.office.actions.parties import register
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.actor import Actor
from tests.browser.browsing import window
from tests.browser.test_officer_journey import WINDOWS, press, sign_in_with_code
from tests.office.bundles.widow import answers, bundle, paper
from tests.office.conftest import CARLA
from tests.office.officer.conftest import PASSWORD, SECRET

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SMALLEST_PT = """Math.min(...[...document.querySelectorAll('.slip--large *')]
    .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
    .map(one => parseFloat(getComputedStyle(one).fontSize))) * 0.75"""


def four_products():
    now = timezone.now()
    party = register(CARLA, now=now)
    application = BundleApplication(bundle(), party, answers(paper(party, now)), "counter")
    return [one.row for one in file_bundle(application, actor=Actor(kind="citizen", party=party.pk), now=now)]


@pytest.mark.parametrize("size", WINDOWS.values(), ids=WINDOWS)
def test_four_products_fit_on_one_page_in_large_print(office, size):
    cache.clear()
    person = Officer("eva", "Eva Simanjuntak", ("front-desk",), PASSWORD, totp=SECRET)
    enter_officer(person, since=timezone.localdate(), check_password=False)
    rows = four_products()
    with window(office, **size) as eva:
        sign_in_with_code(eva, "eva")
        eva.open("/counter/")
        eva.page.get_by_label("NIK").fill(CARLA.nik)
        press(eva, "Cari")
        eva.page.get_by_role("link", name="Cetak satu lembar huruf besar").click()
        eva.look("large-print sheet")
        assert len(rows) == 4 and all(row.number in eva.text for row in rows)
        assert eva.faults == []
        eva.page.emulate_media(media="print")
        assert not eva.page.get_by_role("button", name="Keluar").is_visible(), "paper signs nobody out"
        assert round(eva.page.evaluate(SMALLEST_PT), 2) >= 16
        printed = PdfReader(io.BytesIO(eva.page.pdf(format="A4", prefer_css_page_size=True)))
        assert len(printed.pages) == 1
