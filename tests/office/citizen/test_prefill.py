"""Answers that a register holds stand in the form for who is known to be the person, with where they come from."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from layani.office.actions import prefilling
from layani.office.actions.drafting import Place, find_draft
from layani.office.actions.parties import Person, register
from layani.office.gateways.sources import DemoSource, NotConnected
from layani.office.house import service
from layani.office.tables.models import Draft
from layani.office.tables.models.people import SEEN
from layani.rules.catalogue.answers import CompiledAnswers
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.filling_in import HOME, store  # noqa: F401  a fixture
from tests.office.citizen.phone import Phone
from tests.office.conftest import CARLA

pytestmark = pytest.mark.django_db
LETTER = "/apply/poverty-letter"
MAWAR = {"street": "Jalan Mawar 3", "rt": "001", "rw": "002", "ward": "99.01.01.1001"}
CEMPAKA = "Jalan Cempaka 9"


class Registers:
    """The population register as a test wants it: what it says, whether it answers, and what it was asked."""

    def __init__(self):
        self.people, self.answers, self.asked = {CARLA.nik: {"address": MAWAR, "old_address": "Jalan Lama 1"}}, True, []

    def connect(self, register, catalogue, day, *, demo):
        if not self.answers:
            raise NotConnected("It does not answer.")
        return self

    def fetch(self, nik, elements):
        self.asked.append((nik, tuple(elements)))
        return DemoSource(self.people).fetch(nik, elements)


@pytest.fixture
def registers(monkeypatch):
    found = Registers()
    monkeypatch.setattr(prefilling, "connected", found.connect)
    return found


@pytest.fixture
def known(now):
    """Carla's party, whose card an officer has seen."""
    return register(CARLA, now=now, assurance=SEEN)


@pytest.fixture
def phone(known, registers):
    return Phone(signed_in(known))


@pytest.fixture
def later(monkeypatch):
    """Return a function that lets time pass for whoever asks Django's clock."""
    moved = timedelta(0)
    true = timezone.now

    def pass_by(span):
        nonlocal moved
        moved += span

    monkeypatch.setattr(timezone, "now", lambda: true() + moved)
    return pass_by


def at_address(phone):
    return phone.open(f"{LETTER}/address/")


def test_the_answer_is_shown_with_source_basis_and_day_and_nobody_types_it(phone, registers):
    page = at_address(phone)
    assert "Jalan Mawar 3" in page.text
    assert "Dari Data kependudukan (UU 24/2013 pasal 58), dilihat" in page.text
    assert "address-street" not in page.form().names
    assert registers.asked == [(CARLA.nik, ("address",))]
    page.open(f"{LETTER}/address/")
    assert len(registers.asked) == 1, "what was looked up is not looked up again on every page"


def test_only_what_the_page_asks_and_the_agreement_lists_is_fetched(phone, registers):
    phone.open(f"{LETTER}/you/").open(f"{LETTER}/purpose/")
    assert registers.asked == []
    at_address(phone)
    assert registers.asked == [(CARLA.nik, ("address",))]


def test_the_person_confirms_it_and_only_then_the_page_is_done(phone):
    at_address(phone)
    assert "address" not in find_draft(place()).done
    phone.fill()
    draft = find_draft(place())
    assert "address" in draft.done
    assert draft.answers["address"] == MAWAR


def place():
    row = Draft.objects.get()
    return Place(row.party, row.service, row.version)


def test_what_is_posted_cannot_change_what_the_register_said(phone):
    at_address(phone)
    phone.client.post(f"{LETTER}/address/", {"address-street": CEMPAKA, "address-ward": "99.01.01.1002"})
    assert find_draft(place()).answers["address"] == MAWAR


def test_who_only_declared_a_nik_is_shown_nothing_and_nothing_is_fetched(registers, now):
    stranger = Phone(signed_in(register(CARLA, now=now)))
    page = at_address(stranger)
    assert "Jalan Mawar 3" not in page.text
    assert "address-street" in page.form().names
    assert "Setelah petugas melihat KTP asli Anda di loket" in page.text
    assert registers.asked == []


def test_nobody_who_is_not_signed_in_is_shown_anything(registers):
    assert Client().get(f"{LETTER}/address/").status_code == 302
    assert registers.asked == []


def test_another_person_is_shown_what_the_register_says_of_themselves(registers, known, now):
    other = Person(nik="3174010101800001", name="Dan", birth_date="1980-01-01", phone="+6281200000000")
    dans = Phone(signed_in(register(other, now=now, assurance=SEEN)))
    page = at_address(dans)
    assert "Jalan Mawar 3" not in page.text
    assert "Data kependudukan tidak memuat hal ini" in page.text
    assert "address-street" in page.form().names


def called_wrong(phone):
    at_address(phone)
    phone.client.post(f"{LETTER}/address/", {"register_wrong": "address", "slip": ""})
    return at_address(phone)


def test_this_is_wrong_asks_and_what_is_typed_stays_declared(phone):
    page = called_wrong(phone)
    assert "Menurut Data kependudukan" in page.text
    assert "Jalan Mawar 3" in page.text
    page.fill(**{**HOME, "address__street": CEMPAKA})
    draft = find_draft(place())
    assert draft.answers["address"]["street"] == CEMPAKA
    assert "address" in draft.done
    assert draft.lookups.wrong == {"address"}


def test_it_is_right_after_all(phone):
    called_wrong(phone).fill(**{**HOME, "address__street": CEMPAKA})
    phone.client.post(f"{LETTER}/address/", {"register_right": "address"})
    page = at_address(phone)
    assert "address-street" not in page.form().names
    assert find_draft(place()).done == set(), "it is to be confirmed anew"


@pytest.mark.parametrize("name", ["purpose", "nobody", "", "name"])
def test_only_what_a_register_said_can_be_called_wrong(phone, name):
    at_address(phone)
    phone.client.post(f"{LETTER}/address/", {"register_wrong": name})
    assert find_draft(place()).lookups.wrong == set()


def test_where_the_register_does_not_answer_the_form_asks_and_says_so(phone, registers):
    registers.answers = False
    page = at_address(phone)
    assert "Data kependudukan tidak menjawab sekarang" in page.text
    page.fill(**HOME)
    assert find_draft(place()).answers["address"]["street"] == HOME["address__street"]


def test_a_silent_register_is_asked_again_after_a_while_and_not_on_every_page(phone, registers, later, monkeypatch):
    tries = []
    monkeypatch.setattr(prefilling, "connected", lambda *_, **__: tries.append(1) or registers.connect(*_, **__))
    registers.answers = False
    at_address(phone)
    at_address(phone)
    assert len(tries) == 1
    later(prefilling.TRY_AGAIN_AFTER + timedelta(seconds=1))
    registers.answers = True
    assert "Jalan Mawar 3" in at_address(phone).text


def test_what_somebody_has_answered_themselves_is_not_overruled_later(phone, registers, later):
    registers.answers = False
    at_address(phone).fill(**{**HOME, "address__street": CEMPAKA})
    later(prefilling.TRY_AGAIN_AFTER * 2)
    registers.answers = True
    assert "Jalan Mawar 3" not in at_address(phone).text
    assert find_draft(place()).answers["address"]["street"] == CEMPAKA


def test_without_access_the_form_asks_and_says_why(phone, registers, monkeypatch):
    form = service("poverty-letter")
    source, element = form.fields["address"].register
    closed = replace(form.fields["address"], register=(replace(source, granted=False, fills=()), element))
    pages = tuple(
        replace(page, fields=tuple(closed if one.name == "address" else one for one in page.fields))
        for page in form.pages
    )
    shut = replace(form, pages=pages, answers=CompiledAnswers(pages))
    monkeypatch.setattr("layani.office.pages.citizen.apply_page.online_form", lambda slug: shut)
    page = at_address(phone)
    assert "belum dapat melihat Data kependudukan" in page.text
    assert registers.asked == []


def test_what_the_form_would_not_take_is_asked(phone, registers):
    registers.people[CARLA.nik]["address"] = {"street": "", "ward": "nowhere"}
    page = at_address(phone)
    assert "address-street" in page.form().names
    assert "tidak memuat hal ini" in page.text


def test_what_has_expired_is_looked_up_and_confirmed_again(phone, registers, later):
    at_address(phone).fill()
    later(timedelta(days=29))
    session_stays(phone)
    assert "Jalan Mawar 3" in at_address(phone).text
    assert len(registers.asked) == 1
    later(timedelta(days=5))
    session_stays(phone)
    registers.people[CARLA.nik]["address"] = {**MAWAR, "street": "Jalan Kenanga 7"}
    page = at_address(phone)
    assert "Jalan Kenanga 7" in page.text
    assert "address" not in find_draft(place()).done


def session_stays(phone):
    """Sign the same person in again: a session is shorter than a month."""
    phone.client = signed_in(Draft.objects.get().party)


def test_what_has_expired_is_no_answer_where_the_register_is_silent(phone, registers, later):
    at_address(phone).fill()
    later(timedelta(days=40))
    session_stays(phone)
    registers.answers = False
    page = at_address(phone)
    assert "address-street" in page.form().names
    assert "address" not in find_draft(place()).answers


def test_an_expired_answer_is_not_sent_even_before_its_page_is_opened_again(phone, later):
    at_address(phone).fill()
    later(timedelta(days=40))
    session_stays(phone)
    assert phone.open("/apply/poverty-letter/check/").at == f"{LETTER}/"
