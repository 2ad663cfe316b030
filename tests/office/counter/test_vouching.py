"""Dan signs in with Carla's NIK and his own phone; then Carla comes to the counter with her card, and he is out."""

import importlib
import re

import pytest
from django.apps import apps
from django.test import Client

from layani.office.actions.parties import Person, find_party, person_of, register
from layani.office.house import key_store
from layani.office.tables.models import DemoMessage, Draft, Party
from tests.office.citizen.phone import Phone
from tests.office.conftest import CARLA
from tests.office.counter.conftest import CARD, FORM, send

DANS_PHONE = "+6289999999999"
ON_THE_CARD = {name: value for name, value in CARD.items() if name not in ("nik", "language")}


def last_code():
    return "".join(re.search(r"(\d{3}) (\d{3})", DemoMessage.objects.latest("pk").text).groups())


def ask(**typed):
    """Ask for a code on a browser of one's own."""
    return Phone().open("/sign-in/").fill(**typed)


@pytest.fixture
def dan(db):
    """Dan's browser: he was the first to declare Carla's NIK."""
    phone = ask(nik=CARLA.nik, name="Dan", phone=DANS_PHONE)
    return phone.fill(code=last_code())


def vouch(eva, **typed):
    """Eva holds Carla's card and puts it in the place of what was declared."""
    eva.post("/counter/", {"nik": CARLA.nik})
    return send(eva, "/counter/person/", act="card", **{**ON_THE_CARD, **typed})


def is_out(phone):
    return phone.open("/case/").at.startswith("/sign-in/")


def test_who_declared_the_nik_is_signed_out_when_the_card_is_seen(eva, dan):
    assert not is_out(dan)
    vouch(eva)
    assert is_out(dan)
    assert not dict(dan.client.session)
    assert "Keluar" not in dan.text


def test_every_page_of_a_case_is_shut_for_them(eva, dan):
    vouch(eva)
    send(eva, "/counter/apply/residence-letter/", **FORM)
    number = send(eva, "/counter/apply/residence-letter/check/")["Location"].split("/")[3]
    for page in ("", "answers/", "receipt/0/", "letter/", "print/", "withdraw/"):
        assert dan.client.get(f"/case/{number}/{page}").status_code == 302, page


def test_the_phone_that_declared_the_nik_gets_no_code_any_more(eva, dan):
    vouch(eva)
    ask(nik=CARLA.nik, name="Dan", phone=DANS_PHONE)
    assert DemoMessage.objects.latest("pk").to == CARLA.phone


def test_a_code_that_was_on_its_way_to_that_phone_opens_nothing(eva, dan):
    waiting = ask(nik=CARLA.nik)
    vouch(eva)
    waiting.fill(code=last_code())
    assert waiting.page.status_code == 410
    assert is_out(waiting)


def test_a_code_that_signed_in_before_is_not_taken_again_afterwards(eva, db):
    phone = ask(nik=CARLA.nik, name="Dan", phone=DANS_PHONE)
    again = Client()
    again.cookies["sessionid"] = phone.client.cookies["sessionid"].value
    phone.fill(code=last_code())
    vouch(eva)
    used = {"code": re.search(r"\d{3} \d{3}", DemoMessage.objects.order_by("pk")[0].text)[0]}
    assert again.post("/sign-in/code/", used).status_code == 410


def test_the_person_signs_in_with_the_phone_that_the_counter_wrote(eva, dan):
    vouch(eva)
    carla = ask(nik=CARLA.nik).fill(code=last_code())
    assert carla.at == "/case/"
    assert not is_out(carla)


def test_a_phone_that_nobody_confirmed_does_not_stay_beside_the_card(eva, dan):
    vouch(eva, phone="")
    party = find_party(CARLA.nik)
    assert person_of(party).phone == ""
    assert party.phone_mac is None
    before = DemoMessage.objects.count()
    ask(nik=CARLA.nik)
    assert DemoMessage.objects.count() == before


def test_the_counter_does_not_offer_a_declared_phone_for_confirmation(eva, dan):
    eva.post("/counter/", {"nik": CARLA.nik})
    boxes = r'<input[^>]*name="phone"[^>]*>'
    assert DANS_PHONE[3:] not in re.search(boxes, eva.get("/counter/person/").content.decode())[0]
    vouch(eva)
    assert "812" in re.search(boxes, eva.get("/counter/person/").content.decode())[0]


def test_a_second_card_ends_what_was_signed_in_after_the_first(eva, dan):
    vouch(eva)
    carla = ask(nik=CARLA.nik).fill(code=last_code())
    vouch(eva, phone="0813 0000 0000")
    assert is_out(carla)


def test_a_person_entered_as_new_with_the_card_takes_the_place_of_who_declared_the_nik(eva, dan):
    eva.post("/counter/new/", CARD)
    party = find_party(CARLA.nik)
    assert (party.assurance, person_of(party).name, person_of(party).phone) == ("seen", CARLA.name, CARLA.phone)
    assert is_out(dan)


def test_without_the_card_nothing_is_put_in_anybodys_place(eva, dan):
    eva.post("/counter/new/", {name: value for name, value in CARD.items() if name != "seen"})
    assert person_of(find_party(CARLA.nik)).phone == DANS_PHONE
    assert not is_out(dan)


def test_a_page_that_was_open_before_writes_into_no_draft_afterwards(eva, dan):
    form = dan.open("/apply/residence-letter/address/").filled(address__street="Jalan Dan 1")
    vouch(eva)
    dan.send(form)
    assert dan.at.startswith("/sign-in/")
    assert not Draft.objects.exists()


def test_entering_an_erased_person_anew_says_so(eva, dan):
    key_store().erase(find_party(CARLA.nik).ref)
    assert eva.post("/counter/new/", CARD).status_code == 410


def test_a_session_from_before_the_first_vouching_is_over_after_the_update(db, now):
    seen = register(CARLA, now=now, assurance="seen")
    declared = register(Person(nik="3174010101800001", name="Dan"), now=now)
    migration = importlib.import_module("layani.office.tables.migrations.0006_vouched")
    migration.end_earlier_sign_ins(apps, None)
    assert [Party.objects.get(pk=one.pk).vouched for one in (seen, declared)] == [1, 0]


def test_a_public_page_does_not_ask_whether_the_session_still_holds(dan, django_assert_num_queries):
    with django_assert_num_queries(1):  # the session
        answer = dan.client.get("/")
    assert "Keluar" in answer.content.decode()
