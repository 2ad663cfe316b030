"""Eva checks and Hana decides in a real browser: phone and desk, light and dark, with and without scripts."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from layani.office.actions import filing, uploading
from layani.office.actions.parties import register
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.house import service
from layani.office.tables.models import Case, Letter
from tests.browser.browsing import DESK, PHONE, window
from tests.office.citizen.files import PDF, sent
from tests.office.conftest import CARLA
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.sign_in_codes import code_of
from tests.office.officer.walks import CITIZEN, FACT, another, answers, filed, with_failed_rule

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WINDOWS = {
    "phone": {"width": PHONE},
    "phone without scripts": {"width": PHONE, "scripts": False},
    "phone at night": {"width": PHONE, "dark": True},
    "desk": {"width": DESK},
    "desk without scripts": {"width": DESK, "scripts": False},
}


@pytest.fixture(params=WINDOWS.values(), ids=WINDOWS)
def look(request):
    """How the officers look at it."""
    return request.param


@pytest.fixture
def staff(office):
    """Eva at the front desk and Hana, the head; Gita has no second factor yet."""
    cache.clear()
    for name, full, roles, totp in (
        ("eva", "Eva Simanjuntak", ("front-desk",), SECRET),
        ("hana", "Hana Kusumawardhaningrat", ("head", "verifier"), SECRET),
        ("gita", "Gita", ("front-desk",), ""),
    ):
        person = Officer(name, full, roles, PASSWORD, totp=totp)
        enter_officer(person, since=timezone.localdate(), check_password=False)


@pytest.fixture
def three_cases(staff):
    """Three applications in the queue: one with a document, one plain, one whose mandatory rule has failed."""
    early = timezone.now() - timedelta(hours=2)
    definition, party = service("residence-letter"), register(CARLA, now=early)
    contract = uploading.upload(party, definition.fields["contract"], sent(PDF), now=early)
    whole = answers(tenancy="rent", contract=contract)
    first = filing.file(filing.Application(definition, party, whole, "online"), actor=CITIZEN, now=early).row.number
    second = filed(another(1), at=early + timedelta(minutes=1))
    third = with_failed_rule(filed(another(2), at=early + timedelta(minutes=2)))
    return first, second, third


def sign_in(opened, name):
    opened.open("/officer/sign-in/")
    opened.look(f"sign in, {name}")
    opened.page.get_by_label("Nama pengguna").fill(name)
    opened.page.get_by_label("Kata sandi").fill(PASSWORD)
    press(opened, "Lanjut")


def sign_in_with_code(opened, name):
    sign_in(opened, name)
    opened.look(f"code, {name}")
    opened.page.get_by_label("Kode").fill(code_of(SECRET))
    press(opened, "Masuk")
    assert opened.path == "/officer/"


def press(opened, name):
    opened.page.locator("main").get_by_role("button", name=name, exact=True).click()


def unfold(opened, words):
    opened.page.locator("summary", has_text=words).click()


def eva_checks(opened, cases):
    first, second, third = cases
    sign_in_with_code(opened, "eva")
    opened.look("desk with a queue")
    press(opened, "Layani berikutnya")
    assert opened.path == f"/officer/case/{first}/"
    assert CARLA.name in opened.text
    opened.look("case to check, with a document")
    unfold(opened, "Ada yang kurang")
    opened.page.locator("#ask-contract").check()
    opened.look("what is missing, being written")
    press(opened, "Kirim satu permintaan ini")
    opened.look("a tick without words")
    opened.page.locator("#words-contract").fill("Halaman tanda tangan tidak terbaca. Foto lagi dari dekat.")
    press(opened, "Kirim satu permintaan ini")
    assert "Kekurangan sudah diminta" in opened.text
    opened.look("desk after the notice")
    for number in (second, third):
        press(opened, "Layani berikutnya")
        assert opened.path == f"/officer/case/{number}/"
        press(opened, "Berkas lengkap")
    press(opened, "Layani berikutnya")
    opened.look("desk without a queue")
    assert "Tidak ada yang menunggu" in opened.text


def hana_decides(opened, cases):
    _, second, third = cases
    sign_in_with_code(opened, "hana")
    press(opened, "Layani berikutnya")
    opened.look("case to decide")
    unfold(opened, "Tolak dengan alasan")
    opened.look("refusing")
    press(opened, "Lihat dulu suratnya")
    assert "Pilih alasan dari daftar" in opened.text
    opened.look("refusal without a ground")
    press(opened, "Kabulkan dan terbitkan surat")
    assert "Permohonan dikabulkan" in opened.text
    opened.look("desk after the grant")
    assert Letter.objects.get().case.number == second
    press(opened, "Layani berikutnya")
    assert opened.page.get_by_role("button", name="Kabulkan dan terbitkan surat").is_disabled()
    opened.look("case against a mandatory rule")
    unfold(opened, "Tolak dengan alasan")
    opened.page.get_by_label("Anda tidak tinggal di alamat itu").check()
    opened.page.get_by_label("Apa yang Anda temukan?").fill(FACT)
    press(opened, "Lihat dulu suratnya")
    assert FACT in opened.text
    opened.look("what the citizen will read")
    press(opened, "Tolak dan kirim surat ini")
    assert Case.objects.get(number=third).status == "refused"
    opened.open(f"/officer/case/{third}/")
    opened.look("case after the refusal")
    opened.open("/officer/late/")
    opened.look("what is late")


def test_the_officers_serve_three_people(three_cases, office, look):
    with window(office, **look) as eva:
        eva_checks(eva, three_cases)
    assert eva.faults == []
    with window(office, **look) as hana:
        hana_decides(hana, three_cases)
        hana.open(f"/letter/{Letter.objects.latest('pk').code}/").look("genuine letter")
        hana.open("/letter/K7Q4-9TBM-X2HD-5P3W/")
        # The browser itself reports the 404 that this page is.
        hana.faults = [fault for fault in hana.faults if "404" not in fault]
        hana.look("unknown letter")
        hana.open("/letter/?code=K7Q4").look("incomplete code")
    assert [fault for fault in hana.faults if "409" not in fault] == []


def test_what_is_late_fits_on_the_screen(staff, office, look):
    early = timezone.now() - timedelta(days=5)
    for place in range(30):
        filed(another(place), at=early + timedelta(minutes=place))
    with window(office, **look) as hana:
        sign_in_with_code(hana, "hana")
        hana.open("/officer/late/").look("a long list of what is late")
        hana.page.get_by_role("link", name="Berikutnya").click()
        hana.look("its second page")
    assert hana.faults == []


def test_an_officer_sets_up_the_second_factor(staff, office, look):
    with window(office, **look) as gita:
        sign_in(gita, "gita")
        assert gita.path == "/officer/sign-in/2fa/totp/activate/"
        gita.look("setting up the code")
        secret = gita.page.locator(".code").first.inner_text()
        gita.page.get_by_label("Kode enam angka").fill(code_of(secret))
        press(gita, "Aktifkan")
        assert "Simpan kode cadangan Anda" in gita.text
        gita.look("recovery codes")
        gita.page.get_by_role("link", name="Sudah saya simpan").click()
        assert gita.path == "/officer/"
    assert gita.faults == []


def test_what_is_not_theirs_is_told_well(three_cases, office, look):
    with window(office, **look) as eva:
        sign_in_with_code(eva, "eva")
        eva.open(f"/officer/case/{three_cases[1]}/")
        assert "Berkas ini tidak ada di meja Anda" in eva.text
        eva.look("a case of somebody else")
    assert [fault for fault in eva.faults if "403" not in fault] == []
