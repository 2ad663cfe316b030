"""A service that ends and an application of which a part is granted, in a real browser: phone and desk."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from layani.office.actions import serving
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.actor import officer_actor, roles_today
from layani.office.house import catalogue
from layani.office.tables.models import User
from layani.rules.catalogue.closing import Closing
from layani.rules.text import Text
from tests.browser.browsing import DESK, PHONE, window
from tests.browser.test_officer_journey import sign_in_with_code
from tests.browser.test_permit_pages import session_of
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.test_granting_a_part import searched

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SLUG = "public-information"


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("days", [20, -1])
def test_the_pages_of_a_service_that_ends(office, width, days, settings, monkeypatch):
    number = searched(timezone.now() - timedelta(hours=2))
    found, last = catalogue().services[SLUG], timezone.localdate() + timedelta(days=days)
    why = Text("Semua dokumen kini terbuka di laman kantor.", "All documents are on the website now.")
    closing = Closing(last, next(iter(found.law)), why, Text("Buka laman kantor.", "Open the website."), "id-card", why)
    monkeypatch.setitem(catalogue().services, SLUG, replace(found, closing=closing))
    caches["near"].clear()
    with window(office, width=width) as opened:
        opened.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(number), "url": office}]
        )
        for path in (f"/service/{SLUG}/", "/service/", "/?q=PPID", f"/service/{SLUG}/check/", f"/apply/{SLUG}/"):
            opened.open(path).look(path)
        faults = opened.faults
    caches["near"].clear()
    assert faults == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_form_of_a_part_and_what_the_citizen_reads_of_it(office, width, settings):
    number = searched(timezone.now() - timedelta(hours=2))
    person = Officer("hana", "Hana", ("information-head",), PASSWORD, totp=SECRET)
    enter_officer(person, since=timezone.localdate(), check_password=False)
    with window(office, width=width) as opened:
        sign_in_with_code(opened, "hana")
        user = User.objects.get(username="hana")
        hana = officer_actor(user, two_factor=True, roles=roles_today(user))
        serving.take_next(actor=hana, now=timezone.now())
        opened.open(f"/officer/case/{number}/")
        opened.page.locator("#partly > summary").click()
        opened.look("the form of a part")
        opened.page.locator("#partly button[value=preview_partly]").click()
        opened.look("what it lacks")
        opened.page.locator("#f-given, [name=given]").first.fill("Halaman 1 sampai 3")
        opened.page.locator("[name=withheld]").first.fill("Halaman 4, nama pelapor")
        opened.page.locator("#part-exempt-private-life").check()
        opened.page.locator("#part-fact").fill("Halaman 4 memuat nama orang yang melapor.")
        opened.page.locator("#partly button[value=preview_partly]").click()
        opened.look("the letter of a part")
        opened.page.locator("button[value=decide_partly]").click()
        opened.page.wait_for_load_state("load")
        faults = list(opened.faults)
    with window(office, width=width) as opened:
        opened.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(number), "url": office}]
        )
        opened.open(f"/case/{number}/").look("the case")
        assert "Halaman 4, nama pelapor" in opened.text
        faults += opened.faults
    assert faults == []
