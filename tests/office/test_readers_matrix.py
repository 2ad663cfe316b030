"""Every page as everyone, in real browsers with real sessions: in, sent to sign in, or told that it is not theirs."""

import pytest

from layani.office.actions import filing
from layani.office.house import catalogue
from layani.office.pages.page import Readers
from tests.office.actions.applications import CITIZEN, application
from tests.office.security.visitors import ROLES, addresses, visitor

pytestmark = pytest.mark.django_db
EVERYONE, CITIZENS, OFFICER = {"EVERYONE"}, {"EVERYONE", "CITIZEN"}, {"EVERYONE", "OFFICER"}
MAY_READ = {
    "stranger": EVERYONE,
    "citizen": CITIZENS,
    "no role": EVERYONE,
    **dict.fromkeys(catalogue().office.roles, OFFICER),
    "front-desk": OFFICER | {"COUNTER", "REGISTER"},
    "head": OFFICER | {"SUPERVISOR", "REGISTER", "OVERSIGHT"},
    "supervisor": OFFICER | {"SUPERVISOR", "AUTHORITY", "REGISTER", "OVERSIGHT", "STAFF"},
    "auditor": EVERYONE | {"AUDITOR", "REGISTER", "OVERSIGHT", "RETENTION", "STAFF"},
    "operator": EVERYONE | {"OPERATOR", "AUTHORITY", "RETENTION", "STAFF"},
    "analyst": EVERYONE | {"ANALYST", "PUBLISHING"},
    "publisher": EVERYONE | {"PUBLISHING"},
}

# Open to everyone as addresses, because a receipt's code or a slip opens them as well as a session does.
OWN_DOOR = {
    "apply-page", "case", "case-filed", "case-looks", "case-print", "case-receipt", "case-receipt-page",
    "case-receipts", "survey",
}  # fmt: skip


def test_the_table_names_every_role_and_every_kind_of_reader():
    assert MAY_READ.keys() == {"stranger", "citizen", "no role", *ROLES}
    assert set().union(*MAY_READ.values()) == {one.name for one in Readers}


@pytest.mark.parametrize("who", MAY_READ)
def test_every_page_as(who):
    client = visitor(who)
    for address in addresses():  # of a case that does not exist: not found is in, for the door was open
        # allauth's own pages are held to their claims elsewhere; those with a door of their own are below.
        if address.page is None or address.page.name in OWN_DOOR:
            continue
        answer = client.get(address.path)
        assert outcome(answer) == expected(who, address.page.readers), f"{address.path} as {who}: {answer.status_code}"


def expected(who, readers):
    if readers.name in MAY_READ[who]:
        return "in"
    if who == "stranger":
        return "sent to sign in as a citizen" if readers is Readers.CITIZEN else "sent to sign in as an officer"
    return "not theirs"


def outcome(answer):
    if answer.status_code == 403:
        return "not theirs"
    target = answer.get("Location", "")
    if target.startswith("/sign-in/?next="):
        return "sent to sign in as a citizen"
    if target.startswith("/officer/sign-in/login/?next="):
        return "sent to sign in as an officer"
    return "in"


@pytest.mark.parametrize("who", [who for who in MAY_READ if who != "citizen"])
def test_a_page_with_a_door_of_its_own_shows_nothing_to_who_has_no_key(who, now):
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    client = visitor(who)
    doors = [address for address in addresses(number) if address.page and address.page.name in OWN_DOOR]
    assert {address.page.name for address in doors} == OWN_DOOR
    for address in doors:
        answer = client.get(address.path)
        assert answer.status_code in (302, 403, 404), f"{address.path} as {who}: {answer.status_code}"
