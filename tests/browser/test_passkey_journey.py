"""Ana and Carla add passkeys and sign in with them, in a real browser whose device is Chromium's own virtual one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.utils import timezone

from layani.office.actions.filing import file
from layani.office.actions.parties import register
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.actor import Actor
from layani.office.tables.models import DemoMessage
from layani.office.tables.models.people import SEEN
from tests.browser.browsing import DESK, PHONE, window
from tests.office.actions.applications import application
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.sign_in_codes import code_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ana(office):
    cache.clear()
    person = Officer("ana", "Ana Lestari", ("front-desk",), PASSWORD, totp=SECRET)
    return enter_officer(person, since=timezone.localdate(), check_password=False)


def device(page, *, verified=True):
    """Give the window's browser a device with a fingerprint; returns what changes whether it recognises its user."""
    control = page.context.new_cdp_session(page)
    control.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    name = control.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return lambda recognised: control.send(
        "WebAuthn.setUserVerified", {"authenticatorId": name, "isUserVerified": recognised}
    )


def signs_in_with_code(look):
    look.open("/officer/sign-in/login/")
    look.look("sign in")
    look.page.fill("[name=login]", "ana")
    look.page.fill("[name=password]", PASSWORD)
    look.page.click("text=Lanjut")
    look.look("second step")
    look.page.fill("[name=code]", code_of(SECRET))
    look.page.click("form:has([name=code]) button")


def test_ana_adds_a_passkey_and_signs_in_with_it_alone(office, ana):
    with window(office, width=PHONE) as look:
        recognises = device(look.page)
        signs_in_with_code(look)
        look.open("/officer/sign-in/2fa/passkeys/add/")
        look.look("add a passkey")
        look.page.click("form[data-passkey] button")
        look.page.wait_for_url(lambda url: not url.endswith("/add/"))
        assert Authenticator.objects.filter(user=ana, type="webauthn").count() == 1
        look.open("/officer/sign-in/2fa/")
        look.look("how one signs in")
        look.page.context.clear_cookies()
        look.open("/officer/sign-in/login/")
        look.page.click("text=Masuk dengan kunci sandi")
        look.page.wait_for_url("**/officer/")
        look.page.context.clear_cookies()
        # Somebody else's finger.
        recognises(False)
        look.open("/officer/sign-in/login/")
        look.page.click("text=Masuk dengan kunci sandi")
        look.page.wait_for_selector("[data-failed]:not([hidden])")
        look.look("not recognised")
        assert look.path == "/officer/sign-in/login/"


def test_without_scripts_the_code_signs_in_and_no_dead_button_is_seen(office, ana):
    with window(office, width=DESK, scripts=False) as look:
        look.open("/officer/sign-in/login/")
        assert "kunci sandi" not in " ".join(look.page.locator("button:visible").all_inner_texts())
        signs_in_with_code(look)
        assert look.path == "/officer/"


def test_carla_adds_a_passkey_to_her_phone_and_comes_in_with_it(office):
    party = register(CARLA, now=timezone.now())
    with window(office, width=PHONE) as look:
        device(look.page)
        look.open("/sign-in/passkey/")
        look.look("sign in with a passkey")
        session = signed_in(party).session
        look.page.context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": office}])
        look.open("/passkeys/")
        look.page.fill("[name=name]", "Telepon saya")
        look.look("passkeys")
        look.page.click("form[data-passkey] button")
        look.page.wait_for_selector("button[value=remove]")
        look.look("one passkey")
        look.page.context.clear_cookies()
        look.open("/sign-in/passkey/")
        look.page.click("form[data-passkey] button")
        look.page.wait_for_url("**/case/")


def test_a_lost_receipt_comes_back_on_a_narrow_phone(office):
    early = timezone.now() - timedelta(minutes=5)
    party = register(CARLA, now=early, assurance=SEEN)
    actor = Actor(kind="citizen", party=party.pk, assurance=party.assurance)
    row = file(replace(application(), applicant=party), actor=actor, now=early).row
    with window(office, width=PHONE) as look:
        look.open("/follow/").page.click("a[href='/follow/lost/']")
        look.look("lost receipt")
        look.page.fill("[name=contact]", CARLA.phone)
        look.page.click("main form button")
        look.page.wait_for_url("**/follow/lost/code/")
        look.look("code and person")
        sent = DemoMessage.objects.get(subject="Kode untuk tanda terima yang hilang").text
        look.page.fill("[name=code]", sent[:7])
        look.page.fill("[name=who]", CARLA.nik)
        look.page.click("main form button")
        look.page.wait_for_url("**/follow/lost/cases/")
        look.look("numbers and new codes")
        assert row.number in look.text
