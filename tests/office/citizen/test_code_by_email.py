"""A code by e-mail goes to the address in the register and nowhere else, and the page tells nobody whether it did."""

import re
from dataclasses import replace

import pytest

from layani.office.actions.parties import register
from layani.office.actions.signing_in import Claim, ask_code, use_code
from layani.office.tables.models import DemoMessage
from layani.rules.refusal import Refused
from tests.office.citizen.phone import Phone
from tests.office.conftest import CARLA

pytestmark = pytest.mark.django_db
MAIL = "carla@example.org"
HERE = "198.51.100.7"


@pytest.fixture
def with_mail(now):
    return register(replace(CARLA, email=MAIL), now=now)


def code():
    return "".join(re.search(r"(\d{3}) (\d{3})", DemoMessage.objects.latest("pk").text).groups())


def test_it_goes_to_the_address_in_the_register_and_opens_the_party(with_mail, now):
    ref = ask_code(Claim(CARLA.nik, by="email"), address=HERE, now=now)
    assert [one.to for one in DemoMessage.objects.all()] == [MAIL]
    assert use_code(ref, code(), now=now, address=HERE) == with_mail


def test_who_has_no_address_in_the_register_gets_nothing_by_mail_and_nothing_by_phone(carla, now):
    ask_code(Claim(CARLA.nik, by="email"), address=HERE, now=now)
    assert not DemoMessage.objects.exists()


def test_a_newcomer_declares_no_address(now):
    ref = ask_code(Claim("3174014107850004", "Eka", "+6281211112222", by="email"), address=HERE, now=now)
    assert not DemoMessage.objects.exists()
    with pytest.raises(Refused):
        use_code(ref, "000000", now=now, address=HERE)


def test_the_page_is_the_same_with_and_without_an_address(with_mail):
    pages = []
    for nik in (CARLA.nik, "3174014107850004"):
        phone = Phone().open("/sign-in/")
        phone.fill(nik=nik, by=["email"])
        pages.append(re.sub(r'value="[^"]*"', "", phone.page.content.decode()))
    assert pages[0] == pages[1]
    assert DemoMessage.objects.get().to == MAIL
