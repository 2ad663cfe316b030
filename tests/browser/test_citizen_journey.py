"""Carla's way from a need to a letter in a real browser: phone and desk, light and dark, with and without scripts."""

import re
import shutil
import subprocess

import pytest
from django.utils import timezone

from layani.office.actions import checking, deciding, issuing, serving
from layani.office.tables.models import Case, DemoMessage
from tests import available
from tests.browser.browsing import DESK, PHONE, window
from tests.office.citizen.files import PDF, jpeg
from tests.office.conftest import CARLA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WINDOWS = {
    "phone": {"width": PHONE},
    "phone without scripts": {"width": PHONE, "scripts": False},
    "phone at night": {"width": PHONE, "dark": True},
    "desk": {"width": DESK},
    "desk without scripts": {"width": DESK, "scripts": False},
}
LONG_NAME = "Carla Wijaya Kusumawardhaningratsastranegaratanpaspasi"


@pytest.fixture(params=WINDOWS.values(), ids=WINDOWS)
def carla(office, request):
    """Carla's window."""
    with window(office, **request.param) as opened:
        yield opened


@pytest.fixture
def files(tmp_path):
    """Return the files on Carla's phone."""
    lease, photo, program = tmp_path / "sewa.pdf", tmp_path / "kk.jpg", tmp_path / "undangan.pdf"
    lease.write_bytes(PDF)
    photo.write_bytes(jpeg(640, 480))
    program.write_bytes(b"MZ\x90\0" + b"\0" * 100)
    return {"lease": lease, "photo": photo, "program": program}


def code():
    return "".join(re.search(r"(\d{3}) (\d{3})", DemoMessage.objects.latest("pk").text).groups())


def press(carla, name=None):
    """Press the main button of the page, or the one with this name, and wait for what comes."""
    form = carla.page.locator("main form")
    with carla.page.expect_navigation():
        (form.get_by_role("button", name=name) if name else form.locator("button").first).click()


def find_and_check(carla):
    """From the front page to knowing whether she qualifies, what it costs, and when she will have it."""
    carla.open("/").look("front page")
    carla.page.get_by_label("Apa keperluan Anda?").fill("pindha rumah")
    carla.page.get_by_role("button", name="Cari").click()
    carla.look("found")
    carla.page.locator("#found").get_by_role("link", name="Surat keterangan pindah alamat").click()
    carla.look("service")
    assert "Gratis" in carla.text
    carla.page.get_by_role("link", name="Periksa dulu").click()
    carla.look("check")
    press(carla)
    carla.look("check, nothing filled in")
    fill(carla, **{"birth_date-day": "15", "birth_date-month": "1", "birth_date-year": "1990"})
    assert carla.page.locator("[name='address-street']").count() == 0, "only the ward decides"
    carla.page.locator("[name='address-ward']").select_option("99.01.01.1001")
    fill(carla, **{"moved_on-day": "1", "moved_on-month": "11", "moved_on-year": "2026"})
    carla.page.get_by_label("Kepala keluarga").check()
    press(carla)
    carla.look("check, qualifies")
    assert "Anda memenuhi syarat" in carla.text


def fill(carla, **values):
    for name, value in values.items():
        carla.page.locator(f"[name='{name}']").fill(value)


def fill_address(carla):
    fill(carla, **{"address-street": "Jalan Mawar 3", "address-rt": "1", "address-rw": "12"})
    carla.page.locator("[name='address-ward']").select_option("99.01.01.1001")


def sign_in(carla):
    carla.page.get_by_role("link", name="Ajukan sekarang").click()
    carla.look("sign in")
    fill(carla, nik="123")
    press(carla)
    carla.look("sign in, wrong NIK")
    fill(carla, nik=CARLA.nik)
    carla.page.get_by_text("Baru pertama kali di sini?").click()
    fill(carla, name=LONG_NAME, phone="0812 3456 7890")
    carla.look("sign in, first time")
    press(carla)
    carla.look("code")
    fill(carla, code=code())
    press(carla)


def fill_in(carla, files):
    """Every page of the form, with the mistakes that people make."""
    assert carla.path == "/apply/move-of-address/you/"
    carla.look("known data")
    press(carla)
    fill(carla, old_address="Jalan Kenanga 9\nHarapan Baru")
    carla.look("long text")
    press(carla)
    press(carla)
    carla.look("address, nothing filled in")
    fill_address(carla)
    press(carla)
    fill(carla, **{"moved_on-day": "1", "moved_on-month": "11", "moved_on-year": "2026"})
    press(carla)
    carla.page.get_by_label("Sewa atau kontrak").check()
    carla.look("choice")
    press(carla)
    press(carla, "Simpan, lanjutkan nanti")
    assert carla.path == "/case/", "the lease is not at hand yet"
    carla.open("/apply/move-of-address/proof/")
    carla.page.locator("[name=contract]").set_input_files(files["program"])
    press(carla)
    carla.look("hostile file")
    assert "sebuah program" in carla.text
    carla.page.locator("[name=contract]").set_input_files(files["lease"])
    press(carla, "Simpan, lanjutkan nanti")
    carla.look("begun")
    carla.page.get_by_role("link", name="Surat keterangan pindah alamat").click()
    carla.look("go on")
    carla.page.get_by_role("link", name="Lanjutkan", exact=True).click()
    carla.page.locator("[name=family_card]").set_input_files(files["photo"])
    press(carla)
    carla.page.get_by_label("Kepala keluarga").check()
    fill(carla, movers="1")
    press(carla)
    carla.look("check answers")
    press(carla)
    carla.look("check answers, not declared")
    carla.page.get_by_label("Saya menyatakan").check()
    press(carla)


def answer(carla, files):
    carla.page.get_by_role("link", name="Jawab sekarang").click()
    carla.look("answer")
    press(carla)
    carla.look("answer, file missing")
    carla.page.locator("[name=contract]").set_input_files(files["photo"])
    press(carla)


def test_from_a_need_to_the_letter(carla, files, ana, ben):
    find_and_check(carla)
    sign_in(carla)
    fill_in(carla, files)

    case = Case.objects.get()
    case_path = f"/case/{case.number}/"
    assert carla.path == f"{case_path}filed/"
    carla.look("filed")
    carla.open(f"{case_path}print/").look("paper receipt")
    carla.open(f"{case_path}answers/").look("own answers")

    serving.take_next(actor=ana, now=timezone.now())
    carla.open(case_path).look("case")
    words = {"contract": "Halaman kedua tidak terbaca. " + "Sangatpanjang" * 12, "moved_on": "Oktober atau November?"}
    checking.ask_missing(case.number, words, actor=ana, now=timezone.now())
    carla.open(case_path).look("asked")
    answer(carla, files)
    assert carla.path == case_path

    serving.take_next(actor=ana, now=timezone.now())
    checking.check_complete(case.number, actor=ana, now=timezone.now())
    serving.take_next(actor=ben, now=timezone.now())
    deciding.grant(case.number, actor=ben, now=timezone.now())
    issuing.issue(case.number, actor=ben, now=timezone.now())
    carla.open(case_path).look("granted")
    carla.page.locator("summary").first.click()
    carla.look("granted, rules open")
    letter = carla.page.request.get(f"{carla.office}{case_path}letter/")
    assert letter.body().startswith(b"%PDF-")
    carla.open("/my-data/").look("my data")
    carla.open("/case/").look("my cases")
    carla.page.get_by_role("button", name="Keluar").click()
    carla.open(f"/follow/?number={case.number}").look("follow")
    assert carla.faults == []


def test_a_refusal_in_english(office, files, ana, ben):
    with window(office, width=PHONE) as carla:
        carla.open("/sign-in/?next=/apply/move-of-address/")
        fill(carla, nik=CARLA.nik)
        carla.page.get_by_text("Baru pertama kali di sini?").click()
        fill(carla, name=LONG_NAME, phone="0812 3456 7890")
        press(carla)
        fill(carla, code=code())
        press(carla)
        fill_in(carla, files)
        case = Case.objects.get()
        serving.take_next(actor=ana, now=timezone.now())
        checking.check_complete(case.number, actor=ana, now=timezone.now())
        serving.take_next(actor=ben, now=timezone.now())
        fact = "The head of RT 001 wrote that nobody of this name lives at Jalan Mawar 3."
        deciding.refuse(case.number, deciding.Why("not-living-there", fact), actor=ben, now=timezone.now())
        carla.open(f"/case/{case.number}/")
        carla.page.locator("header button[lang=en]").click()
        carla.look("refused")
        assert "You may object until" in carla.text
        assert carla.page.get_by_role("link", name="Withdraw this application").count() == 0
        assert carla.faults == []


def test_what_one_slip_of_the_network_leaves_is_still_there(office):
    """The connection breaks on the third page; the next day everything is where it was."""
    with window(office, width=PHONE, scripts=False) as carla:
        carla.open("/sign-in/?next=/apply/residence-letter/")
        fill(carla, nik=CARLA.nik)
        carla.page.get_by_text("Baru pertama kali di sini?").click()
        fill(carla, name="Carla", phone="0812 3456 7890")
        press(carla)
        fill(carla, code=code())
        press(carla)
        press(carla)
        fill_address(carla)
        press(carla)
        carla.page.get_by_label("Milik saya sendiri").check()
        carla.page.context.clear_cookies(name="sessionid")
        press(carla)
        assert carla.path == "/sign-in/"
        fill(carla, nik=CARLA.nik)
        press(carla)
        fill(carla, code=code())
        press(carla)
        assert "Lanjutkan permohonan Anda" in carla.text
        carla.open("/apply/residence-letter/home/")
        assert carla.page.get_by_label("Milik saya sendiri").is_checked()
        assert carla.faults == []


@pytest.mark.validator
def test_every_page_of_the_way_is_valid_html(office, files, tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    with window(office, width=PHONE) as carla:
        carla.look = lambda where: (pages / f"{re.sub(r'[^a-z]+', '-', where)}.html").write_text(
            carla.page.request.get(carla.page.url).text(), encoding="utf-8"
        )
        find_and_check(carla)
        sign_in(carla)
        fill_in(carla, files)
        case = Case.objects.get()
        for where, path in (
            ("case", ""),
            ("filed", "filed/"),
            ("paper", "print/"),
            ("withdraw", "withdraw/"),
            ("answers", "answers/"),
        ):
            carla.open(f"/case/{case.number}/{path}").look(where)
        carla.open("/service/").look("services")
    java = shutil.which("java")
    command = [java, "-jar", str(available.VNU), "--errors-only", "--format", "text", str(pages)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
