"""Nobody makes a signed-in reader post, and nobody leads a reader elsewhere."""

import re
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client

from layani.office.actions import filing
from layani.office.tables.models import Event
from tests.office.actions.applications import CITIZEN, application
from tests.office.officer.sign_in_codes import code_of
from tests.office.security.visitors import PASSWORD, SECRET, addresses, officer_client, visitor

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "//evil.example", "https://evil.example", "http:evil.example", "/\\evil.example", "\\\\evil.example",
    "///evil.example",
    "javascript:alert(1)", "data:text/html,x", "/%09/evil.example", "https:evil.example", "\x01https://evil.example",
    "//evil.example\\@testserver/", "http://testserver.evil.example/", "http://testserver@evil.example/",
]  # fmt: skip


@pytest.mark.parametrize("who", ["stranger", "citizen", "everything"])
def test_nothing_can_be_posted_without_the_forms_own_token(who, now):
    """Walks every address there is, so that a new page is asked too."""
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    client = visitor(who)
    client.handler.enforce_csrf_checks = True
    for address in addresses(number):
        answer = client.post(address.path, {"act": "check_complete", "csrfmiddlewaretoken": "guessed"})
        assert answer.status_code == 403, f"{address.path} as {who}: {answer.status_code}"
    assert set(Event.objects.values_list("act", flat=True)) == {"file"}


def test_a_token_of_another_session_is_worth_nothing(now):
    attacker = Client(enforce_csrf_checks=True)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', attacker.get("/sign-in/").content.decode())[1]
    victim = officer_client("gita", "front-desk")
    victim.handler.enforce_csrf_checks = True
    answer = victim.post("/officer/", {"csrfmiddlewaretoken": token, "once": "x" * 12})
    assert answer.status_code == 403


def test_a_form_from_another_site_is_refused_even_with_a_token():
    client = Client(enforce_csrf_checks=True, headers={"Origin": "https://evil.example"})
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', client.get("/sign-in/").content.decode())[1]
    answer = client.post("/sign-in/", {"csrfmiddlewaretoken": token, "nik": "3174015501900002"})
    assert answer.status_code == 403


@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_choice_of_language_leads_nowhere_else(client, target):
    answer = client.post("/language/", {"language": "en", "next": target})
    assert leads_here(answer), answer["Location"]
    answer = client.post("/language/", {"language": "en"}, headers={"Referer": target if target.isprintable() else "x"})
    assert leads_here(answer), answer["Location"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_nowhere_else(client, target):
    officer_client("gita", "front-desk")
    first = client.post(
        f"/officer/sign-in/login/?next={quote(target)}", {"login": "gita", "password": PASSWORD, "next": target}
    )
    assert leads_here(first), first["Location"]
    second = client.post(first["Location"], {"code": code_of(SECRET), "next": target})
    assert second.status_code == 200 or leads_here(second), second["Location"]


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize(
    "path", ["/sign-in/", "/sign-in/code/", "/sign-out/", "/officer/sign-in/", "/officer/sign-in/logout/", "/follow/"]
)
def test_no_page_leads_elsewhere(client, path, target):
    for answer in (
        client.get(f"{path}?next={quote(target)}"),
        client.post(f"{path}?next={quote(target)}", {"next": target, "nik": "1", "code": "1"}),
    ):
        assert answer.status_code < 500
        assert "Location" not in answer or leads_here(answer), answer["Location"]


def leads_here(answer):
    target = answer["Location"]
    parts = urlsplit(target.replace("\\", "/"))
    return answer.status_code in (301, 302, 303) and not parts.netloc and not parts.scheme


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "", "a b", "[::1", "\xff"]
)
def test_only_the_office_s_own_hosts_are_answered(client, host, settings):
    settings.ALLOWED_HOSTS = ["office.example"]
    answer = client.get("/service/", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def test_no_link_is_made_from_the_host_that_was_sent(client, settings):
    settings.ALLOWED_HOSTS = ["office.example", "evil.example"]
    page = client.get("/service/", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in page.content.decode()
