"""What an officer does to the clock of a case, and work side by side, in a real browser: phone and desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions.staffing import Officer, enter_officer
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from tests.browser.browsing import window
from tests.browser.test_officer_journey import look, press, sign_in_with_code, unfold
from tests.office.officer.building import side_by_side_office
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.test_side_by_side import filed

__all__ = ["look", "side_by_side_office"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROLES = ("front-desk", "road-engineer")
REFUSED = "the browser said: Failed to load resource: the server responded with a status of 409 (Conflict)"


@pytest.fixture
def number(side_by_side_office, office):  # noqa: F811
    """A case that waits to be checked, and Eva, who checks and reviews the road."""
    person = Officer("eva", "Eva Simanjuntak", ROLES, PASSWORD, totp=SECRET)
    enter_officer(person, since=timezone.localdate(), check_password=False)
    return filed(timezone.now() - timedelta(hours=2))


def stops_the_clock(opened):
    press(opened, "Layani berikutnya")
    unfold(opened, "Sistem instansi lain mati")
    opened.look("an outage of another body, being written")
    opened.page.get_by_label("SIAK").check()
    press(opened, "Hentikan jam")
    assert "Bukti gangguan belum ditulis." in opened.text
    opened.look("an outage without evidence")
    unfold_again(opened, "Sistem instansi lain mati", "Buktinya?")
    opened.page.get_by_label("SIAK").check()
    opened.page.get_by_label("Buktinya?").fill("Pemberitahuan SIAK 12/2026")
    press(opened, "Hentikan jam")
    opened.look("desk with a clock that stands still")


def unfold_again(opened, words, label):
    """Open a part of the page, unless the refusal left it open."""
    if not opened.page.get_by_label(label).is_visible():
        unfold(opened, words)


def lets_it_run_on(opened):
    opened.page.get_by_role("button", name="Buka").click()
    assert "Jam berhenti karena sistem instansi lain mati." in opened.text
    assert not opened.page.get_by_role("button", name="Berkas lengkap").count()
    opened.look("a case whose clock stands still")
    press(opened, "Sistem sudah jalan: jalankan jam")


def goes_on(opened):
    opened.page.get_by_role("link", name="Lanjutkan berkas ini").click()


def takes_more_time(opened):
    goes_on(opened)
    unfold(opened, "Perpanjang waktu satu kali")
    opened.look("an extension, being written")
    press(opened, "Perpanjang")
    assert "Alasan perpanjangan belum dipilih." in opened.text
    unfold_again(opened, "Perpanjang waktu satu kali", "lokasi harus diperiksa lagi")
    opened.page.get_by_label("lokasi harus diperiksa lagi").check()
    press(opened, "Perpanjang")


def works_beside_others(opened):
    goes_on(opened)
    opened.look("a case whose time was extended")
    press(opened, "Berkas lengkap")
    press(opened, "Layani berikutnya")
    assert "Dikerjakan bersamaan" in opened.text
    opened.look("a case on several desks")
    opened.page.get_by_label("Lebar jalan (meter)").fill("4")
    press(opened, "Simpan temuan dan teruskan")


def test_an_officer_stops_and_extends_the_clock_and_works_beside_others(office, number, look):  # noqa: F811
    with window(office, **look) as opened:
        sign_in_with_code(opened, "eva")
        stops_the_clock(opened)
        lets_it_run_on(opened)
        takes_more_time(opened)
        works_beside_others(opened)
        case = state_of(Case.objects.get(number=number))
        assert [one.id for one in case.open_steps()] == ["environment", "planning"]
        assert len(case.pauses) == 1 and case.extended is not None
        assert set(opened.faults) <= {REFUSED}
