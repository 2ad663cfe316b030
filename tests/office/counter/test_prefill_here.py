"""At the counter a register fills the form in only while the officer holds the person's original card."""

import pytest

from layani.office.actions import prefilling
from layani.office.actions.drafting import Place, find_draft
from layani.office.actions.parties import find_party, register
from layani.office.gateways.sources import NotConnected
from layani.office.tables.models import Draft, Look
from layani.office.tables.models.people import SEEN
from tests.office.citizen.test_prefill import Registers
from tests.office.conftest import CARLA
from tests.office.counter.conftest import CARD, send
from tests.office.officer.conftest import words_of

pytestmark = pytest.mark.django_db
FORM = "/counter/apply/poverty-letter/"


@pytest.fixture
def registers(monkeypatch):
    found = Registers()
    monkeypatch.setattr(prefilling, "connected", found.connect)
    return found


@pytest.fixture
def found_by_nik(eva, now, registers):
    """Carla's card was seen on another day; today Eva has typed her NIK."""
    register(CARLA, now=now, assurance=SEEN)
    eva.post("/counter/", {"nik": CARLA.nik})
    return eva


def draft():
    row = Draft.objects.get()
    return find_draft(Place(row.party, row.service, row.version, row.typed_by))


def test_with_the_card_in_hand_the_answer_stands_there_with_its_source(eva, carla_here, registers):
    page = words_of(eva.get(FORM))
    assert "Jalan Mawar 3" in page
    assert "Dari Data kependudukan" in page
    assert registers.asked == [(CARLA.nik, ("address",))]


def test_whoever_types_a_nik_is_shown_nothing_before_they_say_that_they_hold_the_card(found_by_nik, registers):
    page = words_of(found_by_nik.get(FORM))
    assert "Jalan Mawar 3" not in page
    assert registers.asked == []
    assert "Ya, KTP-nya di tangan saya" in page
    send(found_by_nik, FORM, card="1")
    assert "Jalan Mawar 3" in words_of(found_by_nik.get(FORM))
    assert Look.objects.filter(party=find_party(CARLA.nik), what="counter-apply").exists()


def test_a_card_that_nobody_ever_saw_is_recorded_first(eva, registers):
    eva.post("/counter/new/", {key: value for key, value in CARD.items() if key != "seen"})
    page = words_of(eva.get(FORM))
    assert "Catat dahulu KTP aslinya" in page
    send(eva, FORM, card="1")
    assert "Jalan Mawar 3" not in words_of(eva.get(FORM))
    assert registers.asked == []


def test_the_card_of_one_person_opens_nothing_of_the_next(found_by_nik, registers):
    send(found_by_nik, FORM, card="1")
    send(found_by_nik, "/counter/person/", act="done")
    found_by_nik.post("/counter/", {"nik": CARLA.nik})
    assert "Jalan Mawar 3" not in words_of(found_by_nik.get(FORM))


def test_what_was_filled_in_is_forgotten_when_the_card_is_gone(found_by_nik, registers):
    send(found_by_nik, FORM, card="1")
    send(found_by_nik, FORM, purpose="school", for_whom="me")
    assert draft().answers["address"]["street"] == "Jalan Mawar 3"
    send(found_by_nik, "/counter/person/", act="done")
    found_by_nik.post("/counter/", {"nik": CARLA.nik})
    assert found_by_nik.get(f"{FORM}check/").status_code == 302
    assert "Jalan Mawar 3" not in words_of(found_by_nik.get(FORM))
    assert "address" not in draft().answers


def test_the_person_says_it_is_wrong_and_the_officer_types_what_they_say(eva, carla_here, registers):
    eva.get(FORM)
    send(eva, FORM, register_wrong="address")
    page = words_of(eva.get(FORM))
    assert "Menurut Data kependudukan" in page
    own = {"address-street": "Jl. Baru 1", "address-rt": "001", "address-rw": "002", "address-ward": "99.01.01.1001"}
    send(eva, FORM, purpose="school", for_whom="me", **own)
    assert draft().answers["address"]["street"] == "Jl. Baru 1"
    assert draft().lookups.wrong == {"address"}


def test_where_the_register_does_not_answer_the_officer_asks(eva, carla_here, monkeypatch):
    def silent(register, catalogue, day, *, demo):
        raise NotConnected("It does not answer.")

    monkeypatch.setattr(prefilling, "connected", silent)
    html = eva.get(FORM).content.decode()
    assert 'name="address-street"' in html
    assert "tidak menjawab sekarang" in html
