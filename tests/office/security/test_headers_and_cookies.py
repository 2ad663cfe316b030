"""What every answer carries, in production as in the demo: no page runs a script of others, no cookie lies open."""

import re

import pytest
from csp.decorators import csp_update
from django.conf import settings as office
from django.http import HttpResponse
from django.test import Client

from layani.office.actions import filing
from layani.office.pages.page import Readers
from layani.office.security_headers import OnePolicy
from tests.office.actions.applications import CITIZEN, application
from tests.office.security.visitors import addresses, citizen_client, visitor

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src 'none'", "style-src 'self'", "font-src 'self'", "img-src 'self' data:", "script-src 'none'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip
# The tablet's own worker and the officers' pages that it keeps; nothing of other sites and nothing inside a page.
WITH_SCRIPT = (POLICY - {"script-src 'none'"}) | {
    f"{name} 'self'" for name in ("script-src", "connect-src", "worker-src", "manifest-src")
}
# The form of an application and where it ends or another person begins: the office's own files, and no way to send.
WITH_FORM_SCRIPT = (POLICY - {"script-src 'none'"}) | {"script-src 'self'"}
OTHERS = {"paper-worker": WITH_SCRIPT, "citizen-sign-in": WITH_FORM_SCRIPT}

# The officers' sign-in asks the device for a passkey, and the office for what to ask of it.
WITH_PASSKEY = (POLICY - {"script-src 'none'"}) | {"script-src 'self'", "connect-src 'self'"}


@pytest.fixture
def behind_tls(settings):
    """The office as visitors reach it in production: through a proxy that ends TLS."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True


def test_every_page_forbids_scripts_frames_and_other_sites(client):
    for address in addresses():
        answer = client.get(address.path)
        where = f"{address.path}: {answer.status_code}"
        own = OTHERS.get(address.page.name, POLICY) if address.page else POLICY
        own = WITH_PASSKEY if address.path in ("/officer/sign-in/login/", "/sign-in/passkey/") else own
        assert set(answer["Content-Security-Policy"].split("; ")) == own, where
        assert answer["X-Content-Type-Options"] == "nosniff", where
        assert answer["X-Frame-Options"] == "DENY", where
        assert answer["Referrer-Policy"] == "same-origin", where
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", where
        assert "Server" not in answer and "X-Powered-By" not in answer, where


@pytest.mark.parametrize("path", ["/nothing-here/", "/officer/case/x/", "/static/nothing.css"])
def test_error_pages_carry_the_same(client, path):
    answer = client.get(path)
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert answer["X-Frame-Options"] == "DENY"


def test_a_page_that_needs_another_policy_can_say_so(rf):
    @csp_update({"img-src": ["https://maps.example"]})
    def view(request):
        return HttpResponse("")

    answer = OnePolicy(view)(rf.get("/"))
    assert "img-src 'self' data: https://maps.example" in answer["Content-Security-Policy"]
    usual = OnePolicy(lambda request: HttpResponse(""))(rf.get("/"))
    assert "maps.example" not in usual["Content-Security-Policy"]


@pytest.mark.parametrize("who", ["citizen", "everything"])
def test_no_page_for_a_person_is_kept_by_a_cache(who, now):
    """A page that somebody has signed in for must not show itself to the next user of a shared phone."""
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    client, asked = visitor(who), []
    for address in addresses(number):
        if address.page is None or address.page.readers is Readers.EVERYONE:
            continue
        answer = client.get(address.path)
        if answer.status_code == 200:
            asked.append(address.path)
            assert {"no-store", "private"} & set(re.split(", ?", answer.get("Cache-Control", ""))), address.path
    assert len(asked) >= 2


def test_behind_tls_every_visitor_is_led_to_https_and_kept_there(client, behind_tls):
    answer = client.get("/service/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/service/")
    answer = client.get("/service/", headers={"X-Forwarded-Proto": "https"})
    assert answer.status_code == 200
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_behind_tls_no_cookie_travels_in_the_open_or_is_read_by_a_script(behind_tls):
    client = Client(headers={"X-Forwarded-Proto": "https"})
    for path, form in (("/sign-in/", None), ("/officer/sign-in/login/", None), ("/language/", {"language": "en"})):
        client.post(path, form) if form else client.get(path)
    citizen = citizen_client(headers={"X-Forwarded-Proto": "https"})
    citizen.get("/case/")
    seen = {**client.cookies, **citizen.cookies}
    assert {"csrftoken", "django_language"} <= seen.keys()
    for name, cookie in seen.items():
        if name == "sessionid" and not cookie["secure"]:
            continue  # written by the test itself
        assert cookie["secure"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name
        assert cookie["httponly"] or name == "csrftoken", name


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites():
    assert office.SESSION_COOKIE_HTTPONLY
    assert office.SESSION_COOKIE_SAMESITE in ("Lax", "Strict")
    assert office.CSRF_COOKIE_SAMESITE in ("Lax", "Strict")


def test_a_session_does_not_outlive_the_working_day():
    assert office.SESSION_COOKIE_AGE <= 8 * 3600
