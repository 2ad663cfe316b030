"""A citizen signs in on a phone by an account at an OpenID provider of another project."""

import socket
import subprocess
from contextlib import contextmanager

import pytest
from django.core.cache import caches

from layani.office.actions.parties import find_party
from layani.office.tables.models.people import SEEN
from layani.rules.assurance import HIGH
from tests.available import TOOLS
from tests.browser.browsing import PHONE, window
from tests.office.conftest import CARLA

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPT = TOOLS.parent / "openid_provider.mjs"


def of_ours(opened):
    """Return what is wrong but with the provider's pages, which ask for an icon and a font that are not there."""
    return [fault for fault in opened.faults if "Failed to load resource" not in fault]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def provider(office):
    """Run oidc-provider, which knows the office as its client."""
    port = free_port()
    command = ["node", str(SCRIPT), str(port), f"{office}/sign-in/account/back/", f"{office}/", CARLA.nik]
    with subprocess.Popen(command, cwd=SCRIPT.parent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        try:
            assert running.stdout.readline() == b"ready\n"
            yield f"http://localhost:{port}"
        finally:
            running.terminate()


@pytest.fixture
def account(office, settings):
    caches["near"].clear()
    with provider(office) as address:
        settings.SITE_ADDRESS, settings.OIDC_ISSUER = office, address
        settings.OIDC_CLIENT, settings.OIDC_SECRET, settings.OIDC_NAME = "layani", "only for this test: 7f3a", "INApas"
        settings.OIDC_SCOPES, settings.OIDC_LEVELS = ("openid", "profile", "nik"), {"loa2": SEEN, "loa3": HIGH}
        yield address


@pytest.mark.parametrize("scripts", [True, False])
def test_carla_signs_in_at_her_provider_and_out_of_both(office, account, scripts):
    with window(office, width=PHONE, scripts=scripts) as phone:
        phone.open("/sign-in/?next=/my-data/").look("sign in")
        phone.page.click("text=Masuk dengan INApas")
        at_the_provider(phone.page, account, "Level 2")
        phone.look("own data")
        assert phone.path == "/my-data/"
        assert "Carla Wijaya" in phone.text
        assert find_party(CARLA.nik).assurance == SEEN
        phone.page.click("text=Keluar")
        phone.look("signed out")
        phone.page.click("text=Keluar juga dari INApas")
        phone.page.click("button:has-text('Yes')")
        phone.page.wait_for_url(f"{office}/")
        assert of_ours(phone) == []


def at_the_provider(page, account, answer):
    """Answer on the provider's own page."""
    assert page.url.startswith(account)
    page.click(f"text={answer}")


def test_whoever_says_no_at_the_provider_is_told_the_other_ways(office, account):
    with window(office, width=PHONE) as phone:
        phone.open("/sign-in/")
        phone.page.click("text=Masuk dengan INApas")
        at_the_provider(phone.page, account, "Cancel")
        assert phone.path == "/sign-in/account/back/"
        assert "Masuk dengan kode ke telepon" in phone.text
        phone.look("not signed in")
        assert find_party(CARLA.nik) is None


def test_an_account_without_enough_assurance_opens_nothing_and_says_how_it_is_linked(office, account):
    with window(office, width=PHONE) as phone:
        phone.open("/sign-in/")
        phone.page.click("text=Masuk dengan INApas")
        at_the_provider(phone.page, account, "No level")
        phone.look("an unknown account")
        assert "Tautkan akun ini sekali" in phone.text
        assert find_party(CARLA.nik) is None
        assert of_ours(phone) == []
