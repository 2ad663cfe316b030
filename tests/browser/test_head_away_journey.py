"""The head is away: the Plh. is entered, signs a letter that waits, and is stopped at an act outside the mandate."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from layani.office.actions import signing
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.actor import officer_actor
from layani.office.gateways.fake_signing_service import make_key
from layani.office.house import calendar
from layani.office.tables.models import Case, Letter
from layani.office.tables.models.people import User
from layani.office.tables.models.signatures import Signature
from tests.browser.browsing import DESK, PHONE, window
from tests.browser.test_officer_journey import press, sign_in
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.sign_in_codes import code_of
from tests.office.officer.walks import another, checked, granted

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSPHRASE = "mangga-manis-77"
STAFF = {
    "eva": ("Eva Simanjuntak", ("front-desk",)),
    "hana": ("Hana Kusumawardhani", ("head",)),
    "dini": ("Dini Anggraini", ("verifier",)),
    "sari": ("Sari Dewi", ("verifier",)),
    "oki": ("Oki Pratama", ("operator",)),
    "citra": ("Citra Lestari", ("supervisor",)),
}


def actor(name, *roles):
    user = User.objects.get(username=name)
    return officer_actor(user, two_factor=True, roles=frozenset(roles))


@pytest.fixture
def staff(office, settings, tmp_path):
    cache.clear()
    settings.SIGNING, settings.SIGNING_KEYS = "local", tmp_path / "signing"
    for name, (full, roles) in STAFF.items():
        enter_officer(
            Officer(name, full, roles, PASSWORD, totp=SECRET), since=timezone.localdate(), check_password=False
        )
    for name in ("hana", "dini"):
        make_key(settings.SIGNING_KEYS, name, PASSPHRASE, begins=timezone.now() - timedelta(days=30))


@pytest.fixture
def waiting(staff):
    """A letter that waits for the head, and a case that waits to be decided."""
    at = timezone.now() - timedelta(hours=3)
    eva = actor("eva", "front-desk")
    letter = granted(eva, actor("hana", "head"), at=at)
    signing.issue_or_wait(letter, now=at + timedelta(minutes=30))
    return letter, checked(eva, another(1), at=at + timedelta(hours=1))


def sign_in_with_code(opened, name):
    """Sign in, wherever the roles then lead."""
    sign_in(opened, name)
    opened.page.get_by_label("Kode").fill(code_of(SECRET))
    press(opened, "Masuk")
    assert "/sign-in" not in opened.path


def write_day(opened, name, value):
    for part, number in (("day", value.day), ("month", value.month), ("year", value.year)):
        opened.page.locator(f"[name={name}-{part}]").fill(str(number))


def choose(opened, name, value):
    """Choose from a list, or tick one of several."""
    box = opened.page.locator(f"select[name={name}]")
    if box.count():
        box.select_option(value)
    else:
        opened.page.locator(f"input[name={name}][value={value}]").check()


def enter(opened, today, **said):
    opened.open("/authority/new/")
    opened.look("a power is entered")
    for name in ("kind", "post", "not_acts"):
        if name in said:
            choose(opened, name, said[name])
    for name in ("username", "decree", "signs_as_id", "signs_as_en"):
        if name in said:
            opened.page.locator(f"[name={name}]").fill(said[name])
    for name in ("decree_on", "since", "until"):
        write_day(opened, name, today)
    press(opened, "Masukkan")
    assert opened.path.startswith("/authority/") and opened.path != "/authority/new/", opened.text
    return opened.path


def the_powers_are_entered(office, width):
    """Oki copies the decrees: Dini is Plh. without refusals, Sari refuses by mandate. Citra confirms both."""
    today = calendar().local(timezone.now()).date()
    with window(office, width=width) as oki:
        sign_in_with_code(oki, "oki")
        plh = enter(oki, today, kind="plh", post="head", username="dini", decree="800/31/2026", not_acts="refuse")
        mandate = {"signs_as_id": "Sekretaris Camat", "signs_as_en": "Secretary of the district", "not_acts": "grant"}
        by_mandate = enter(oki, today, kind="mandate", post="head", username="sari", decree="800/32/2026", **mandate)
        assert "Anda yang memasukkannya" in oki.text
    with window(office, width=width) as citra:
        sign_in_with_code(citra, "citra")
        for path in (plh, by_mandate):
            citra.open(path).look("a power to be confirmed")
            press(citra, "Sahkan")
    return oki.faults + citra.faults


def hana_may_not_sign_today(office, width):
    with window(office, width=width) as hana:
        sign_in_with_code(hana, "hana")
        hana.open("/letters/signing/").look("what is not hers today")
        assert "Hari ini bukan wewenang Anda" in hana.text and "Dini Anggraini (Plh. Camat)" in hana.text
        assert hana.page.get_by_role("button", name="Tandatangani yang dipilih").count() == 0
    assert Signature.objects.get().state == "waiting" and not Letter.objects.exists()
    return hana.faults


def dini_signs_and_is_stopped(office, width, numbers):
    letter, case = numbers
    with window(office, width=width) as dini:
        sign_in_with_code(dini, "dini")
        dini.open("/letters/signing/").look("what is open to the Plh.")
        press(dini, f"Ambil alih {letter}")
        assert "kini milik Anda" in dini.text
        dini.look("taken over")
        dini.page.locator(f"input[name=letter][value='{letter}']").check()
        dini.page.locator("[name=passphrase]").fill(PASSPHRASE)
        press(dini, "Tandatangani yang dipilih")
        assert "Terbit: 1" in dini.text
        dini.open("/officer/")
        press(dini, "Layani berikutnya")
        assert dini.path == f"/officer/case/{case}/"
        dini.look("no form to refuse, with the name of who may")
        assert dini.page.locator("summary", has_text="Tolak dengan alasan").count() == 0
        assert dini.page.get_by_role("button", name="Tolak dan kirim surat ini").count() == 0
        assert "tidak mencakup menolak" in dini.text and "Sari Dewi" in dini.text, dini.text
    assert Case.objects.get(number=case).decided_at is None
    return [fault for fault in dini.faults if "409" not in fault]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_head_is_away_and_one_act_is_outside_the_mandate(waiting, office, width):
    faults = the_powers_are_entered(office, width)
    faults += hana_may_not_sign_today(office, width)
    faults += dini_signs_and_is_stopped(office, width, waiting)
    with window(office, width=width) as anybody:
        anybody.open(f"/letter/{Letter.objects.get().code}/").look("the letter's own page")
        assert "Plh. Camat: Dini Anggraini" in anybody.text and "Surat ini belum ditandatangani" not in anybody.text
    assert faults + anybody.faults == []
