"""Eva serves Carla at the counter in a real browser: from the card to the paper receipt, and the letter handed over."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from layani.office.actions import checking, deciding, issuing, serving
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.actor import SYSTEM
from layani.office.house import catalogue
from layani.office.tables.models import Case
from layani.rules.catalogue.renderings.form_code import form_code
from tests.browser.browsing import window
from tests.browser.test_officer_journey import WINDOWS, press, sign_in_with_code, unfold
from tests.office.citizen.files import PDF
from tests.office.conftest import CARLA, officer
from tests.office.officer.conftest import PASSWORD, SECRET

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=WINDOWS.values(), ids=WINDOWS)
def eva(office, request):
    """Eva's window; she is signed in."""
    cache.clear()
    person = Officer("eva", "Eva Simanjuntak", ("front-desk",), PASSWORD, totp=SECRET)
    enter_officer(person, since=timezone.localdate(), check_password=False)
    with window(office, **request.param) as opened:
        sign_in_with_code(opened, "eva")
        yield opened


def enter_carla(eva):
    eva.open("/counter/").look("counter")
    eva.page.get_by_label("NIK").fill("123")
    press(eva, "Cari")
    eva.look("counter, wrong NIK")
    eva.page.get_by_label("NIK").fill(CARLA.nik)
    press(eva, "Cari")
    eva.look("somebody new")
    eva.page.get_by_label("Nama lengkap").fill(CARLA.name)
    press(eva, "Catat dan layani")
    eva.look("somebody new, incomplete")
    for part, value in (("Tanggal", "15"), ("Bulan", "1"), ("Tahun", "1990")):
        eva.page.get_by_label(part, exact=True).fill(value)
    eva.page.get_by_label("Saya memegang KTP aslinya").check()
    press(eva, "Catat dan layani")
    assert eva.path == "/counter/person/"
    eva.look("person at the counter")


def apply_for_carla(eva, scan):
    eva.page.get_by_role("link", name="Saya perlu bukti tempat tinggal").click()
    eva.look("form at the counter")
    press(eva, "Bacakan kembali")
    eva.look("form at the counter, nothing filled in")
    eva.page.get_by_label("Nomor telepon").fill("0812 3456 7890")
    eva.page.get_by_label("Jalan, gang, dan nomor rumah").fill("Jl. Mawar 3")
    eva.page.get_by_label("RT", exact=True).fill("1")
    eva.page.get_by_label("RW", exact=True).fill("2")
    eva.page.get_by_label("Kelurahan").select_option(index=1)
    eva.page.get_by_label("Sewa atau kos").check()
    eva.page.get_by_label("Membuka rekening bank").check()
    press(eva, "Bacakan kembali")
    eva.look("form at the counter, asking for a paper")
    eva.page.get_by_label("Perjanjian sewa").set_input_files(scan)
    press(eva, "Bacakan kembali")
    assert eva.path == "/counter/apply/residence-letter/check/"
    eva.look("read back")
    press(eva, "Ajukan dan cetak tanda terima")
    eva.look("paper receipt")
    number = Case.objects.get().number
    assert number in eva.text
    assert "Rp0" in eva.text
    return number


def answer_for_carla(eva, number):
    """The checker asks for one thing; Carla comes back with her receipt and answers at the counter."""
    fajar, now = officer("fajar", "front-desk"), timezone.now()
    serving.take_next(actor=fajar, now=now)
    checking.ask_missing(number, {"purpose": "Tulis nama banknya."}, actor=fajar, now=now)
    code = eva.page.locator(".slip .code").nth(1).inner_text()
    press(eva, "Selesai, orang berikutnya")
    assert eva.path == "/counter/"
    unfold(eva, "Ia membawa tanda terima")
    eva.page.get_by_label("Nomor permohonan").fill(number)
    eva.page.get_by_label("Kode tanda terima").fill(code)
    press(eva, "Buka berkasnya")
    eva.look("case at the counter, waiting")
    eva.page.get_by_role("link", name="Jawab di sini").click()
    eva.look("answer at the counter")
    eva.page.get_by_label("Keperluan lain").check()
    press(eva, "Kirim jawabannya")
    eva.page.get_by_label("Tulis keperluan Anda").fill("Membuka rekening di Bank Contoh")
    press(eva, "Kirim jawabannya")
    assert eva.path == f"/counter/case/{number}/"
    return fajar


def hand_over(eva, number, checker):
    now = timezone.now() + timedelta(seconds=1)
    head = officer("hana", "head")
    serving.take_next(actor=checker, now=now)
    checking.check_complete(number, actor=checker, now=now)
    serving.take_next(actor=head, now=now)
    deciding.grant(number, actor=head, now=now)
    issuing.issue(number, actor=SYSTEM, now=now)
    eva.open("/counter/person/").look("person with a letter waiting")
    eva.open(f"/counter/case/{number}/").look("letter to hand over")
    press(eva, "Sudah saya serahkan")
    assert "Surat sudah di tangan pemohon" in eva.text
    eva.look("letter handed over")


def test_a_person_without_a_phone_is_served(eva, tmp_path):
    scan = tmp_path / "sewa.pdf"
    scan.write_bytes(PDF)
    enter_carla(eva)
    number = apply_for_carla(eva, scan)
    checker = answer_for_carla(eva, number)
    hand_over(eva, number, checker)
    assert [fault for fault in eva.faults if "422" not in fault] == []


def test_a_paper_form_is_typed_by_its_code(eva):
    eva.open("/counter/")
    unfold(eva, "Ia membawa formulir kertas")
    eva.page.get_by_label("Kode formulir kertas").fill("JV5JR-206AB")
    press(eva, "Buka formulirnya")
    eva.look("counter, wrong form code")
    code = form_code("residence-letter", catalogue().services["residence-letter"].version, "id")
    eva.page.get_by_label("Kode formulir kertas").fill(code.lower())
    press(eva, "Buka formulirnya")
    eva.look("counter, a paper form lies here")
    eva.page.get_by_label("NIK").fill(CARLA.nik)
    press(eva, "Cari")
    eva.page.get_by_label("Nama lengkap").fill(CARLA.name)
    for part, value in (("Tanggal", "15"), ("Bulan", "1"), ("Tahun", "1990")):
        eva.page.get_by_label(part, exact=True).fill(value)
    eva.page.get_by_label("Saya memegang KTP aslinya").check()
    press(eva, "Catat dan layani")
    assert eva.path == "/counter/apply/residence-letter/"
