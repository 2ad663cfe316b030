"""Every page of officers and counter, asked as every role, as a stranger, and as a citizen."""

import pytest

from layani.office.pages.page import Readers, discover_pages
from tests.office.security.visitors import citizen_client

OURS = (Readers.OFFICER, Readers.COUNTER, Readers.SUPERVISOR)
MINE = {
    page.name: page
    for page in discover_pages()
    if page.readers in OURS and page.path.startswith(("officer/", "counter/"))
}
VALUES = {
    "<str:number>": "SKM-2026-0000-0000",
    "<int:number>": "0",
    "<int:block>": "0",
    "<uuid:ref>": "00000000-0000-0000-0000-000000000000",
    "<slug:slug>": "residence-letter",
    "<slug:period>": "2027-01-04",
}
ROLES = ("front-desk", "verifier", "head", "supervisor", "auditor", "operator")


def address(page):
    path = page.path
    for place, value in VALUES.items():
        path = path.replace(place, value)
    return f"/{path}"


def admitted(page, role):
    if page.readers is Readers.OFFICER:
        return role not in ("auditor", "operator")
    return role in page.readers.value


def test_there_are_pages_to_ask():
    assert {"officer", "officer-case", "supervisor", "officer-document"} <= MINE.keys()


@pytest.mark.parametrize("name", sorted(MINE))
def test_a_stranger_is_sent_to_sign_in(client, db, name):
    answer = client.get(address(MINE[name]))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/officer/sign-in/login/?next=")


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_its_own_pages_and_no_others(browser_of, role):
    browser = browser_of("gita", role)
    for name, page in MINE.items():
        status = browser.get(address(page)).status_code
        assert (status != 403) == admitted(page, role), f"{name} as {role}: {status}"


def test_an_officer_without_a_role_sees_nothing(browser_of):
    browser = browser_of("dan")
    assert {browser.get(address(page)).status_code for page in MINE.values()} == {403}


def test_a_citizen_is_told_that_the_page_is_not_theirs(db):
    client = citizen_client()
    assert {client.get(address(page)).status_code for page in MINE.values()} == {403}


@pytest.mark.parametrize("name", sorted(MINE))
def test_nothing_can_be_posted_without_the_forms_token(browser_of, name):
    browser = browser_of("gita", *ROLES)
    browser.handler.enforce_csrf_checks = True
    if "POST" in MINE[name].methods:
        assert browser.post(address(MINE[name]), {"act": "check_complete"}).status_code == 403
