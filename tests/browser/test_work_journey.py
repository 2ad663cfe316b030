"""The forms of steps that neither check nor decide, in a real browser: phone and desk, with and without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions.staffing import Officer, enter_officer
from layani.office.tables.models import Case
from tests.browser.browsing import window
from tests.browser.test_officer_journey import look, press, sign_in_with_code, unfold
from tests.office.citizen.files import png
from tests.office.officer.building import building_office, staff_of_the_building_office, up_to
from tests.office.officer.conftest import PASSWORD, SECRET

__all__ = ["building_office", "look"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROLES = ("front-desk", "surveyor", "section-head")
PHOTO = {"name": "lokasi.png", "mimeType": "image/png"}
REFUSED = "the browser said: Failed to load resource: the server responded with a status of 409 (Conflict)"
EVIDENCE = "Laporan gangguan 778: situs menjawab 503 pukul 10.15"


@pytest.fixture
def number(building_office, office):  # noqa: F811
    """A case that waits for its visit, and Eva, who has every role before the decision and did not check it."""
    person = Officer("eva", "Eva Simanjuntak", ROLES, PASSWORD, totp=SECRET)
    enter_officer(person, since=timezone.localdate(), check_password=False)
    return up_to("site-visit", staff_of_the_building_office(), timezone.now() - timedelta(days=2))


def visits(opened):
    press(opened, "Layani berikutnya")
    opened.look("visit")
    press(opened, "Simpan temuan dan teruskan")
    assert "Isi: Jarak ke jalan (meter)" in opened.text
    opened.look("visit without findings")
    opened.page.get_by_label("Jarak ke jalan (meter)").fill("4")
    opened.page.get_by_label("Tidak", exact=True).check()
    opened.page.get_by_label("Foto lokasi").set_input_files({**PHOTO, "buffer": png()})
    opened.page.get_by_label("Siapa saja yang meninjau?").fill("Eva")
    press(opened, "Simpan temuan dan teruskan")
    assert "paling sedikit 2 orang" in opened.text
    opened.look("visit alone")
    opened.page.get_by_label("Siapa saja yang meninjau?").fill("Eva\nSari")
    press(opened, "Simpan temuan dan teruskan")
    assert "Temuan disimpan" in opened.text


def assesses_and_initials(opened):
    press(opened, "Layani berikutnya")
    opened.look("assessment, with the report of the visit")
    opened.page.get_by_label("Ya", exact=True).check()
    press(opened, "Simpan temuan dan teruskan")
    press(opened, "Layani berikutnya")
    opened.look("initial")
    press(opened, "Paraf dan teruskan")


def works_outside(opened):
    press(opened, "Layani berikutnya")
    opened.look("another system")
    press(opened, "Sudah diajukan, menunggu nomornya")
    opened.look("desk with what waits outside")
    opened.page.get_by_role("button", name="Buka").click()
    unfold(opened, "Sistem itu sedang mati")
    opened.page.get_by_label("Apa buktinya?").fill(EVIDENCE)
    opened.look("an outage, being written")
    press(opened, "Catat gangguan")
    assert EVIDENCE in opened.text
    opened.page.get_by_label("Nomor pendaftaran SIMBG").fill("PBG-123456-7B")
    press(opened, "Simpan nomor dan teruskan")


def posts_a_notice(opened):
    press(opened, "Layani berikutnya")
    opened.look("a notice to be put up")
    press(opened, "Pengumuman sudah dipasang")
    opened.page.get_by_role("button", name="Buka").click()
    assert opened.page.get_by_role("button", name="Tutup pengumuman dan teruskan").is_disabled()
    unfold(opened, "Catat keberatan")
    opened.look("an objection, being written")
    opened.page.get_by_label("Apa keberatannya?").fill("Pagar menutup jalan ke rumah saya.")
    press(opened, "Simpan keberatan")
    assert "Pagar menutup jalan" in opened.text
    opened.look("a notice with an objection")


def test_an_officer_works_on_every_kind_of_step(office, number, look):  # noqa: F811
    with window(office, **look) as opened:
        sign_in_with_code(opened, "eva")
        visits(opened)
        assesses_and_initials(opened)
        works_outside(opened)
        posts_a_notice(opened)
        assert Case.objects.get(number=number).rest["objections"] == 1
        assert set(opened.faults) <= {REFUSED}
