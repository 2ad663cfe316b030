"""Citizens sign in with a passkey; it stands for the sign-in by which it was added, and for no more."""

import html
import json
import re
from copy import copy

import pytest
from django.test import Client
from django.utils import timezone

from layani.office.actions import party_passkeys
from layani.office.actions.parties import Person, register
from layani.office.actions.vouching import vouch
from layani.office.actor import LEVEL_KEY
from layani.office.gateways.notification import DemoNotifier
from layani.office.jobs.send_messages import send_due
from layani.office.tables.models import DemoMessage, Message, Party, PartyPasskey, User
from layani.office.tables.models.people import SEEN
from layani.rules.assurance import HIGH
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA
from tests.office.officer.passkeys import Device

pytestmark = pytest.mark.django_db
PAGE, ENTER = "/passkeys/", "/sign-in/passkey/"
MAIL = "carla@example.org"


@pytest.fixture
def carla(db):
    return register(Person(**(vars(CARLA) | {"email": MAIL})), now=timezone.now())


def at_localhost(client=None):
    client = client or Client()
    client.defaults["HTTP_HOST"] = "localhost"
    return client


def options_in(answer):
    return json.loads(html.unescape(re.search(r'data-options="([^"]+)"', answer.content.decode())[1]))


def adds(party, device, name="Telepon saya"):
    client = at_localhost(signed_in(party))
    said = device.create(options_in(client.get(PAGE)))
    return client.post(PAGE, {"act": "add", "name": name, "credential": said})


def enters(device, client=None):
    client = client or at_localhost()
    client.post(ENTER, {"credential": device.get(options_in(client.get(ENTER)))})
    return client if client.get("/case/").status_code == 200 else None


@pytest.fixture
def device(carla):
    """Carla's own telephone, with a passkey that she added."""
    device = Device()
    assert adds(carla, device).status_code == 302
    return device


def test_it_signs_in_as_her_and_again(device, carla):
    assert enters(device).session["party"] == carla.pk
    assert enters(device)
    assert PartyPasskey.objects.get().used_at


@pytest.mark.parametrize("seen", [False, True])
def test_it_makes_nobody_surer_than_the_register_is(carla, seen):
    if seen:
        Party.objects.update(assurance=SEEN)
    device = Device()
    client = at_localhost(signed_in(carla))
    session = client.session
    session[LEVEL_KEY] = HIGH  # added in a session that a provider proved as far as that
    session.save()
    client.post(PAGE, {"act": "add", "name": "", "credential": device.create(options_in(client.get(PAGE)))})
    assert LEVEL_KEY not in enters(device).session


def test_it_goes_on_to_where_she_was_going_and_to_no_other_site(device):
    for wanted, goes in (("/mandates/", "/mandates/"), ("https://evil.example/", "/case/")):
        client = at_localhost()
        options = options_in(client.get(f"{ENTER}?next={wanted}"))
        assert client.post(ENTER, {"credential": device.get(options), "next": wanted})["Location"] == goes


def test_an_answer_is_good_once_and_in_one_browser(device):
    client = at_localhost()
    said = device.get(options_in(client.get(ENTER)))
    thief = at_localhost()
    thief.get(ENTER)
    assert thief.post(ENTER, {"credential": said}).status_code == 422
    assert client.post(ENTER, {"credential": said}).status_code == 302
    client.get("/sign-out/")
    again = at_localhost()
    assert again.post(ENTER, {"credential": said}).status_code == 422


def test_a_wrong_answer_uses_the_question_up(device):
    client = at_localhost()
    options = options_in(client.get(ENTER))
    client.post(ENTER, {"credential": "{}"})
    assert client.post(ENTER, {"credential": device.get(options)}).status_code == 422


@pytest.mark.parametrize(
    "origin", ["https://layani.example", "http://evil.localhost", "http://localhost:8001", "https://localhost", "null"]
)
def test_another_origin_is_not_taken_to_sign_in_or_to_add(device, carla, origin):
    device.origin = origin
    assert not enters(device)
    assert adds(carla, Device(origin=origin)).status_code == 409


def test_a_device_that_did_not_recognise_its_user_is_not_taken(device, carla):
    device.verified = False
    assert not enters(device)
    assert adds(carla, Device(verified=False)).status_code == 409


def test_another_persons_passkey_opens_only_their_own(device, carla):
    dan, own = register(Person(nik="3174010101800001", name="Dan"), now=timezone.now()), Device()
    adds(dan, own)
    assert enters(own).session["party"] == dan.pk
    own.user = device.user  # says that it is Carla's
    assert not enters(own)
    own.credential = device.credential  # or names hers, and signs with its own key
    assert not enters(own)


def test_an_officers_passkey_is_no_citizens(device):
    stranger = Device(user="MQ")
    assert not enters(stranger)


def test_a_copy_that_has_counted_less_is_not_taken_and_the_log_says_so(device, caplog):
    stolen = copy(device)
    assert enters(device) and enters(device)
    assert not enters(stolen)
    assert "there may be a copy" in caplog.text
    assert enters(device)


def test_the_same_passkey_is_not_added_for_somebody_else(device):
    dan = register(Person(nik="3174010101800001", name="Dan"), now=timezone.now())
    assert adds(dan, device).status_code == 409
    assert PartyPasskey.objects.count() == 1


def test_once_the_card_is_seen_a_passkey_from_before_is_over(device, carla, ana):
    vouch(carla, CARLA, actor=ana, now=timezone.now())
    assert not enters(device)
    assert "Belum ada" in at_localhost(signed_in(Party.objects.get())).get(PAGE).content.decode()


def test_an_erased_person_gets_in_no_more(device, carla, erase):
    erase(carla)
    assert not enters(device)


def test_she_is_told_at_all_her_contacts_when_one_is_added_or_removed(device, carla):
    client = enters(device)
    client.post(PAGE, {"act": "remove", "number": PartyPasskey.objects.get().pk})
    assert [one.kind for one in Message.objects.order_by("pk")] == ["passkey-added", "passkey-removed"]
    assert send_due(timezone.now(), DemoNotifier()) == 2
    assert sorted(one.to for one in DemoMessage.objects.all()) == sorted([CARLA.phone, MAIL] * 2)
    assert not any("Carla" in one.text for one in DemoMessage.objects.all())
    assert not enters(device)


def test_nobody_removes_anothers(device):
    other = at_localhost(signed_in(register(Person(nik="3174010101800001", name="Dan"), now=timezone.now())))
    for number in (PartyPasskey.objects.get().pk, "x", "9" * 30, ""):
        assert other.post(PAGE, {"act": "remove", "number": number}).status_code == 404
    assert enters(device)


def test_there_are_five_at_most(device, carla):
    for _ in range(party_passkeys.MOST - 1):
        assert adds(carla, Device()).status_code == 302
    client = at_localhost(signed_in(carla))
    assert "data-options" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"act": "add", "credential": "{}"}).status_code == 409
    assert PartyPasskey.objects.count() == party_passkeys.MOST


def test_the_device_is_given_initials_and_no_name_and_no_nik(carla):
    told = json.dumps(options_in(at_localhost(signed_in(carla)).get(PAGE)))
    assert "C*** W***" in told and "Carla" not in told and CARLA.nik not in told


@pytest.mark.parametrize("said", ["", "x", "[]", "{}", "null", "1", '{"id":"a","response":{}}', "{" * 30_000])
def test_what_is_no_answer_is_refused_in_words(device, carla, said):
    client = at_localhost()
    client.get(ENTER)
    assert "tidak diterima" in client.post(ENTER, {"credential": said}).content.decode()
    own = at_localhost(signed_in(carla))
    own.get(PAGE)
    assert own.post(PAGE, {"act": "add", "credential": said}).status_code == 409


def test_those_who_get_in_do_not_count_against_their_address(device, monkeypatch):
    monkeypatch.setattr(
        party_passkeys, "PER_ADDRESS", party_passkeys.Limit("few", most=2, span=party_passkeys.timedelta(hours=1))
    )
    for _ in range(4):
        assert enters(device)
    codes = [at_localhost().post(ENTER, {"credential": "{}"}).status_code for _ in range(3)]
    assert codes == [422, 422, 429]


def test_strangers_and_officers_have_no_page_of_passkeys(db, ana):
    officer = at_localhost()
    officer.force_login(User.objects.get(pk=ana.user))
    for act in ("add", "remove"):
        assert at_localhost().post(PAGE, {"act": act})["Location"].startswith("/sign-in/")
        assert officer.post(PAGE, {"act": act}).status_code in (302, 403)
    assert not PartyPasskey.objects.exists()


def test_only_its_two_pages_run_the_offices_script(carla):
    client = at_localhost(signed_in(carla))
    assert "script-src 'self'" in client.get(PAGE)["Content-Security-Policy"]
    assert "script-src 'self'" in at_localhost().get(ENTER)["Content-Security-Policy"]
    assert "script-src 'none'" in at_localhost().get("/follow/")["Content-Security-Policy"]
