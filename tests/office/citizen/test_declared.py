"""Who only declared a NIK reads what was filed online under it, and nothing that the counter opened for its owner."""

from dataclasses import replace

import pytest

from layani.office.actions.filing import file
from layani.office.actions.numbering import receipt_code
from layani.office.actions.parties import Person, register
from layani.office.house import key_store
from layani.office.tables.models import Case, Party
from layani.office.tables.models.people import SEEN
from tests.office.actions.applications import application
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.phone import Phone

NOBODYS = "SKM-2026-0000-0000"


@pytest.fixture
def at_counter(carla, ana, now):
    """A case that Ana opened at the counter for whoever stood there with Carla's NIK; no card was seen."""
    return file(replace(application(), applicant=carla, channel="counter"), actor=ana, now=now).row


def test_what_the_counter_opened_is_neither_listed_nor_shown(browser, at_counter):
    assert at_counter.number not in Phone(browser).open("/case/").text
    for page in ("answers/", "letter/", "withdraw/", "answer/"):
        assert browser.get(f"/case/{at_counter.number}/{page}").status_code == 404, page


@pytest.mark.parametrize("page", ["", "filed/", "print/", "receipt/0/"])
def test_the_receipts_code_is_asked_for_whether_there_is_such_a_case_or_not(browser, at_counter, page):
    theirs, none = (browser.get(f"/case/{number}/{page}") for number in (at_counter.number, NOBODYS))
    assert theirs["Location"] == f"/follow/?number={at_counter.number}"
    assert none["Location"] == f"/follow/?number={NOBODYS}"
    assert browser.get(theirs["Location"]).status_code == browser.get(none["Location"]).status_code == 200


def test_with_the_receipts_code_it_is_followed_like_any_other(browser, at_counter):
    code = receipt_code(key_store().get(at_counter.ref))
    answer = browser.post("/follow/", {"number": at_counter.number, "code": code})
    page = browser.get(answer["Location"])
    assert page.status_code == 200
    assert code not in page.content.decode()
    assert browser.get(f"/case/{at_counter.number}/answers/").status_code == 404


def test_what_was_filed_online_is_shown(browser, case):
    phone = Phone(browser).open("/case/")
    assert case.number in phone.text
    assert browser.get(f"/case/{case.number}/").status_code == 200
    assert browser.get(f"/follow/?number={case.number}")["Location"] == f"/case/{case.number}/"


def test_the_list_says_where_the_rest_is_until_the_card_was_seen(browser, carla):
    words = "setelah petugas melihat KTP asli Anda"
    assert words in Phone(browser).open("/case/").text
    Party.objects.filter(pk=carla.pk).update(assurance=SEEN)
    assert words not in Phone(browser).open("/case/").text


def test_with_the_card_seen_everything_is_shown(carla, at_counter):
    Party.objects.filter(pk=carla.pk).update(assurance=SEEN)
    browser = signed_in(carla)
    assert at_counter.number in Phone(browser).open("/case/").text
    assert browser.get(f"/case/{at_counter.number}/").status_code == 200


def test_a_case_of_another_party_is_shown_to_nobody_whatever_was_seen(case, now):
    dan = register(Person(nik="3174010101800001", name="Dan"), now=now, assurance=SEEN)
    assert not case.is_readable_by(dan.pk, seen=True)
    assert not case.is_readable_by(None, seen=True)


def test_what_another_systems_log_calls_online_proves_nothing_here(browser, case):
    Case.objects.filter(pk=case.pk).update(imported=True)
    assert case.number not in Phone(browser).open("/case/").text
    assert browser.get(f"/case/{case.number}/answers/").status_code == 404


@pytest.mark.parametrize("seen", [True, False])
@pytest.mark.parametrize("channel", ["online", "counter", "api"])
@pytest.mark.parametrize("imported", [True, False])
def test_the_list_and_the_page_are_of_one_mind(carla, case, seen, channel, imported):
    Case.objects.update(channel=channel, imported=imported)
    listed = Case.objects.readable_by(carla.pk, seen=seen).exists()
    assert Case.objects.get().is_readable_by(carla.pk, seen=seen) == listed
