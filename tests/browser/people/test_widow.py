"""The widow, at eight, with one death letter: a number, one form, four products, one sheet, and she goes home."""

import pytest

from layani.office.tables.models import Case, Ticket
from tests.browser.browsing import DESK, window
from tests.browser.people.cast import enter, real_faults
from tests.browser.test_officer_journey import press, sign_in_with_code
from tests.office.citizen.files import PDF
from tests.office.conftest import CARLA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def letter(tmp_path):
    scan = tmp_path / "surat-kematian.pdf"
    scan.write_bytes(PDF)
    return scan


def served(eva, letter):
    """Eva types what the widow says, once, and reads it back to her."""
    eva.page.get_by_role("link", name="Ajukan permohonannya").click()
    eva.page.get_by_label("NIK").fill(CARLA.nik)
    press(eva, "Cari")
    eva.page.get_by_label("Nama lengkap").fill(CARLA.name)
    for part, value in (("Tanggal", "15"), ("Bulan", "1"), ("Tahun", "1990")):
        eva.page.get_by_label(part, exact=True).fill(value)
    eva.page.get_by_label("Saya memegang KTP aslinya").check()
    press(eva, "Catat dan layani")
    eva.page.get_by_role("link", name="Keluarga saya meninggal; apa saja").click()
    eva.look("one form for four products")
    for box in eva.page.locator("[name=services]").all():
        box.check()
    for name, value in {
        "deceased_name": "Danu Wijaya",
        "deceased_nik": "3171011203950002",
        "died_on-day": "20",
        "died_on-month": "11",
        "died_on-year": "2026",
        "died_in": "Kota Contoh",
    }.items():
        eva.page.locator(f"[name='{name}']").fill(value)
    eva.page.locator("[name=death_letter]").set_input_files(letter)
    eva.page.locator("[name=relation][value=spouse]").check()
    press(eva, "Bacakan kembali")
    eva.look("what only these products need")
    eva.page.locator("[name=hands_in]").first.check()
    eva.page.locator("[name=bank]").fill("Bank Contoh")
    eva.page.locator("[name=account]").fill("1234567890")
    eva.page.locator("[name=truthful]").check()
    press(eva, "Bacakan kembali")
    assert eva.path == "/counter/apply/losing-a-relative/check/", eva.text
    eva.look("read back")
    press(eva, "Ajukan dan cetak tanda terima")
    eva.look("receipt")


@pytest.mark.parametrize("size", [{"width": DESK}, {"width": DESK, "scripts": False}], ids=["desk", "without scripts"])
def test_four_products_in_one_sitting(office, letter, size):
    enter("eva", "front-desk")
    with window(office, width=DESK) as hall, window(office, **size) as eva:
        hall.open("/door/here/")
        hall.page.get_by_text("Keperluan lain dalam daftar").click()
        hall.page.get_by_role("button", name="Keluarga saya meninggal dan belum ada aktanya").click()
        ticket = Ticket.objects.get()
        sign_in_with_code(eva, "eva")
        eva.open("/counter/hall/")
        press(eva, "Loket 1")
        press(eva, "Panggil berikutnya")
        hall.open(f"/door/ticket/{ticket.code}/?still")
        assert "Silakan ke Loket 1" in hall.text
        press(eva, "Orangnya sudah di sini")
        served(eva, letter)

        rows = list(Case.objects.order_by("pk"))
        assert [row.service for row in rows] == ["death-certificate", "family-card", "id-card", "death-grant"]
        eva.open("/counter/person/sheet/").look("one sheet")
        for row in rows:
            assert row.number in eva.text
        assert eva.text.count("Keputusan paling lambat") + eva.text.count("Harinya belum dapat disebut") == 4
        assert eva.text.count("Biaya Rp0") == 4 and "Ada yang minta uang" in eva.text

        eva.open("/counter/hall/").look("the ticket has its receipts")
        press(eva, "Selesai dengan tanda terima")
        ticket.refresh_from_db()
        assert ticket.end == "receipt"
        assert all(row.rest["contact_at"] < row.received_at.isoformat() for row in rows), "the first contact is kept"
        assert real_faults(eva) == real_faults(hall) == []
