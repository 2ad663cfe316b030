"""A letter is initialled, sent back and answered; blanks come in, are handed out and counted: on a phone and a desk."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from layani.office import house
from layani.office.actions import signing
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.gateways.fake_signing_service import make_key
from layani.office.house import catalogue
from layani.office.tables.models import BlankLine
from layani.office.tables.models.signatures import Signature
from tests.browser.browsing import DESK, PHONE, window
from tests.browser.test_head_away_journey import PASSPHRASE, actor, sign_in_with_code
from tests.browser.test_officer_journey import press
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.walks import granted

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
STAFF = {
    "eva": ("Eva Simanjuntak", ("front-desk",)),
    "hana": ("Hana Kusumawardhani", ("head",)),
    "luna": ("Luna Hapsari", ("ward-head",)),
    "citra": ("Citra Lestari", ("supervisor",)),
}
REASON = "Nama jalannya salah tulis pada alinea kedua."


@pytest.fixture
def letter(office, settings, tmp_path, monkeypatch):
    """A letter of the head that waits for the initial of the ward."""
    cache.clear()
    here = catalogue()
    signers = tuple(replace(one, initials=("ward-head",)) if one.post == "head" else one for one in here.office.signers)
    monkeypatch.setattr(house, "_given", [replace(here, office=replace(here.office, signers=signers))])
    settings.SIGNING, settings.SIGNING_KEYS = "local", tmp_path / "signing"
    for name, (full, roles) in STAFF.items():
        who = Officer(name, full, roles, PASSWORD, totp=SECRET)
        enter_officer(who, since=timezone.localdate(), check_password=False)
    make_key(settings.SIGNING_KEYS, "hana", PASSPHRASE, begins=timezone.now() - timedelta(days=30))
    at = timezone.now() - timedelta(hours=3)
    number = granted(actor("eva", "front-desk"), actor("hana", "head"), at=at)
    signing.issue_or_wait(number, now=at + timedelta(minutes=30))
    return number


def luna_sends_it_back(office, width, letter):
    with window(office, width=width) as luna:
        sign_in_with_code(luna, "luna")
        luna.open("/letters/initials/").look("the queue of initials")
        luna.open(f"/letters/initials/{letter}/").look("a letter to initial")
        luna.page.locator("[name=words]").fill(REASON)
        press(luna, "Kembalikan kepada penanda tangan")
        assert "kembali ke penanda tangannya" in luna.text
    return luna.faults


def hana_goes_on(office, width, letter):
    with window(office, width=width) as hana:
        sign_in_with_code(hana, "hana")
        hana.open("/letters/signing/").look("a letter that was sent back")
        hana.open(f"/letters/initials/{letter}/").look("what was sent back")
        assert REASON in hana.text
        hana.page.locator("[name=words]").fill("Nama itu menurut kartu keluarganya.")
        press(hana, "Teruskan dengan keberatan tercatat")
        assert "paraf itu dilewati" in hana.text.lower()
        hana.look("passed over, ready to sign")
    return hana.faults


def citra_keeps_the_stock(office, width):
    with window(office, width=width) as citra:
        sign_in_with_code(citra, "citra")
        citra.open("/officer/blanks/").look("an empty stock")
        form = citra.page.locator("form", has=citra.page.locator("#receive"))
        form.locator("[name=note]").fill("SJ-12/2026")
        form.locator("[name=first]").fill("KIA000001")
        form.locator("[name=last]").fill("KIA000050")
        press(citra, "Catat masuk")
        form = citra.page.locator("form", has=citra.page.locator("#hand"))
        form.locator("[name=holder]").select_option(label="Eva Simanjuntak")
        form.locator("[name=first]").fill("KIA000001")
        form.locator("[name=last]").fill("KIA000010")
        press(citra, "Serahkan")
        citra.look("a stock with a holder")
        assert "KIA000001–KIA000010" in citra.text
    return citra.faults


def eva_keeps_her_own(office, width):
    with window(office, width=width) as eva:
        sign_in_with_code(eva, "eva")
        eva.open("/officer/blanks/mine/").look("one's own blanks")
        eva.page.locator("[name=number]").fill("KIA000001")
        eva.page.locator("[name=reason]").select_option("torn")
        press(eva, "Catat rusak")
        eva.page.locator("[name=counted]").fill("9")
        press(eva, "Catat hitungan")
        eva.look("spoiled and counted")
    return eva.faults


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
def test_initials_and_blanks_in_a_browser(office, letter, width):
    faults = luna_sends_it_back(office, width, letter) + hana_goes_on(office, width, letter)
    assert Signature.objects.get().desk == ""
    faults += citra_keeps_the_stock(office, width) + eva_keeps_her_own(office, width)
    assert list(BlankLine.objects.values_list("kind", flat=True)) == ["handed", "spoiled", "counted"]
    assert faults == []
