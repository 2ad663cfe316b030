"""An identity account opens a party only with a proof of this sign-in, and as far as the office's map trusts it."""

import logging
import time

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from joserfc import jwk

from layani.office.actions.parties import find_party, person_of, register
from layani.office.actions.vouching import put_in_place
from layani.office.actor import CITIZEN_KEY, LEVEL_KEY
from layani.office.tables.models import IdentityLink, Party
from layani.office.tables.models.people import DECLARED, SEEN
from layani.rules.assurance import HIGH
from tests.office.citizen import issuer as issuers
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA

pytestmark = pytest.mark.django_db
BACK = "/sign-in/account/back/"


@pytest.fixture(scope="module")
def server():
    with issuers.running() as issuer:
        yield issuer


@pytest.fixture
def issuer(server, settings):
    caches["near"].clear()
    settings.OIDC_ISSUER, settings.OIDC_NAME = server.address, "INApas"
    settings.OIDC_CLIENT, settings.OIDC_SECRET = issuers.CLIENT, "s" * 40
    settings.OIDC_LEVELS = {"loa2": SEEN, "loa3": HIGH}
    server.person = {"nik": CARLA.nik, "name": "Carla Wijaya", "birthdate": "1990-01-15", "acr": "loa2"}
    server.told_by_userinfo, server.spoil = {}, {}
    server.alg, server.foreign_key, server.down = "RS256", False, False
    return server


def gone(client, issuer, wanted="/case/", **more):
    """Return how a browser is sent to the provider."""
    answer = client.get("/sign-in/account/", {"next": wanted, **more})
    assert answer.status_code == 302, answer.content.decode()
    return issuer.asked_by(answer["Location"])


def came_back(client, issuer, *, code="", **over):
    asked = gone(client, issuer)
    given = {
        "code": f"c-{time.monotonic_ns()}" if code == "" else code,
        "state": asked["state"],
        "iss": issuer.address,
        **over,
    }
    return client.get(BACK, {name: value for name, value in given.items() if value is not None})


def session_of(client):
    return dict(client.session)


def test_the_browser_is_sent_with_pkce_state_nonce_and_the_levels_that_are_needed(issuer):
    client = Client()
    asked = gone(client, issuer)
    assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
    assert (asked["response_type"], asked["prompt"], asked["acr_values"]) == ("code", "login", "loa2 loa3")
    assert gone(client, issuer, level="high")["acr_values"] == "loa3"
    assert gone(client, issuer)["state"] != asked["state"]
    assert CARLA.nik not in str(asked)


def test_an_unknown_person_is_entered_as_the_provider_saw_them(issuer):
    client = Client()
    assert came_back(client, issuer)["Location"] == "/case/"
    party = find_party(CARLA.nik)
    assert (party.assurance, session_of(client)[CITIZEN_KEY]) == (SEEN, party.pk)
    person = person_of(party)
    assert (person.name, person.birth_date, person.phone) == ("Carla Wijaya", "1990-01-15", "")
    assert issuer.address in person.source


def test_whoever_declared_this_nik_before_is_out_with_their_sessions_and_their_phone(issuer, carla):
    impostor = signed_in(carla)
    assert impostor.get("/case/").status_code == 200
    issuer.person |= {"phone_number": "+6281299990000", "phone_number_verified": True}
    came_back(Client(), issuer)
    carla.refresh_from_db()
    assert (carla.assurance, carla.vouched, person_of(carla).phone) == (SEEN, 1, "+6281299990000")
    assert impostor.get("/case/").status_code == 302


def test_a_phone_that_the_provider_has_not_verified_is_not_taken(issuer):
    issuer.person |= {"phone_number": "+6281299990000", "email": "c@example.org", "email_verified": "true"}
    came_back(Client(), issuer)
    assert (person_of(find_party(CARLA.nik)).phone, person_of(find_party(CARLA.nik)).email) == ("", "")


def test_what_an_officer_saw_is_not_written_over(issuer, now):
    seen = register(CARLA, now=now, assurance=SEEN)
    issuer.person["name"] = "Somebody Else"
    client = Client()
    came_back(client, issuer)
    seen.refresh_from_db()
    assert (person_of(seen).name, seen.vouched, session_of(client)[CITIZEN_KEY]) == (CARLA.name, 0, seen.pk)


@pytest.mark.parametrize(("acr", "level"), [("loa2", ""), ("loa3", HIGH)])
def test_the_level_of_this_sign_in_is_the_sessions_own(issuer, acr, level):
    issuer.person["acr"] = acr
    client = Client()
    came_back(client, issuer)
    assert session_of(client).get(LEVEL_KEY, "") == level


@pytest.mark.parametrize("acr", ["loa1", None])
def test_an_account_of_a_level_that_is_not_in_the_map_opens_no_party_by_its_nik(issuer, carla, acr):
    issuer.person["acr"] = acr
    client = Client()
    answer = came_back(client, issuer)
    assert "Tautkan akun ini sekali" in answer.content.decode()
    assert CITIZEN_KEY not in session_of(client)
    assert Party.objects.get().assurance == DECLARED


def test_the_nik_may_stand_in_what_the_provider_tells_besides_the_token(issuer):
    issuer.told_by_userinfo = {"nik": issuer.person.pop("nik")}
    came_back(Client(), issuer)
    assert find_party(CARLA.nik).assurance == SEEN


def link_of(client, carla, answer="yes"):
    """Sign the browser in as Carla by code, and answer whether the account is hers."""
    session = client.session
    session[CITIZEN_KEY], session["vouched"] = carla.pk, carla.vouched
    session.save()
    return client.post("/sign-in/account/link/", {"link": answer, "next": "/case/"})


def test_an_account_without_a_nik_is_linked_once_and_opens_the_party_from_then_on(issuer, carla):
    del issuer.person["nik"]
    first = Client()
    came_back(first, issuer)
    assert "Carla Wijaya" in link_page(first, carla)
    assert link_of(first, carla)["Location"] == "/case/"
    second = Client()
    assert came_back(second, issuer)["Location"] == "/case/"
    assert session_of(second)[CITIZEN_KEY] == carla.pk
    assert bytes(IdentityLink.objects.get().subject_mac) != b"s-1"


def link_page(client, carla):
    session = client.session
    session[CITIZEN_KEY], session["vouched"] = carla.pk, carla.vouched
    session.save()
    return client.get("/sign-in/account/link/").content.decode()


def test_whoever_comes_next_on_a_shared_phone_can_say_that_the_account_is_not_theirs(issuer, carla):
    del issuer.person["nik"]
    client = Client()
    came_back(client, issuer)
    link_of(client, carla, answer="no")
    assert not IdentityLink.objects.exists()
    link_of(client, carla)  # and it is asked once
    assert not IdentityLink.objects.exists()


def test_a_link_from_before_the_card_was_seen_is_over(issuer, carla):
    del issuer.person["nik"]
    impostor = Client()
    came_back(impostor, issuer)
    link_of(impostor, carla)
    put_in_place(carla, CARLA, source="counter, card seen", now=timezone.now())
    again = Client()
    assert "Tautkan akun ini sekali" in came_back(again, issuer).content.decode()
    assert CITIZEN_KEY not in session_of(again)


def test_an_account_of_somebody_else_is_not_taken_over(issuer, carla, now):
    del issuer.person["nik"]
    first = Client()
    came_back(first, issuer)
    link_of(first, carla)
    other = register(type(CARLA)(nik="3174014107850004", name="Dewi"), now=now)
    second = Client()
    came_back(second, issuer)
    second.session.flush()
    third = Client()
    session = third.session
    session["account-waiting"] = {"subject": bytes(IdentityLink.objects.get().subject_mac).hex(), "at": time.time()}
    session.save()
    assert link_of(third, other).status_code == 409
    assert IdentityLink.objects.get().party_id == carla.pk


WRONG = {
    "nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "expired": {"exp": int(time.time()) - 3600},
    "no end": {"exp": None},
    "audience": {"aud": "another-client"},
    "audience of several, none of them authorised": {"aud": ["layani", "another"]},
    "authorised party": {"azp": "another-client"},
    "issuer": {"iss": "https://evil.example"},
    "no subject": {"sub": None},
    "from the future": {"iat": int(time.time()) + 36_000},
}


@pytest.mark.parametrize("spoil", WRONG.values(), ids=WRONG)
def test_a_token_that_is_not_for_this_sign_in_opens_nothing(issuer, carla, spoil, caplog):
    issuer.spoil = spoil
    with caplog.at_level(logging.WARNING):
        refused(came_back, Client(), issuer)
    assert CARLA.nik not in caplog.text and "s-1" not in caplog.text


def refused(come, client, issuer, status=400, **more):
    answer = come(client, issuer, **more)
    assert answer.status_code == status
    assert CITIZEN_KEY not in session_of(client)
    assert "Masuk dengan kode ke telepon" in answer.content.decode()
    assert Party.objects.exclude(assurance=DECLARED).count() == 0
    return answer.content.decode()


@pytest.mark.parametrize("alg", ["none", "HS256"])
def test_a_token_that_the_provider_has_not_signed_opens_nothing(issuer, carla, alg):
    issuer.alg = alg
    refused(came_back, Client(), issuer)


def test_a_token_signed_by_another_key_of_the_same_name_opens_nothing(issuer, carla):
    issuer.foreign_key = True
    refused(came_back, Client(), issuer)


def test_a_new_key_of_the_provider_is_fetched_once(issuer):
    came_back(Client(), issuer)
    issuer.key = jwk.RSAKey.generate_key(2048, {"kid": "one"})
    client = Client()
    came_back(client, issuer)
    assert CITIZEN_KEY in session_of(client)


@pytest.mark.parametrize(
    "over", [{"state": "another"}, {"state": None}, {"iss": "https://evil.example"}, {"code": None}]
)
def test_an_answer_to_another_question_opens_nothing(issuer, carla, over):
    refused(came_back, Client(), issuer, **over)


def test_an_answer_in_a_browser_that_asked_nothing_opens_nothing(issuer, carla):
    asked = gone(Client(), issuer)
    other = Client()
    answer = other.get(BACK, {"code": "c-stolen", "state": asked["state"]})
    assert (answer.status_code, CITIZEN_KEY in session_of(other)) == (410, False)


def test_a_code_is_taken_once(issuer, carla):
    came_back(Client(), issuer, code="c-once")
    thief = Client()
    answer = came_back(thief, issuer, code="c-once")
    assert (answer.status_code, CITIZEN_KEY in session_of(thief)) == (400, False)


def test_userinfo_of_another_subject_is_not_believed(issuer, carla):
    issuer.told_by_userinfo = {"nik": issuer.person.pop("nik"), "sub": "s-2"}
    refused(came_back, Client(), issuer)


def test_an_impossible_nik_is_told_and_opens_nothing(issuer, carla):
    issuer.person["nik"] = "9999999999999999"
    refused(came_back, Client(), issuer, status=409)


def test_a_provider_that_is_down_leads_to_the_other_ways(issuer):
    issuer.down = True
    caches["near"].clear()
    answer = Client().get("/sign-in/account/")
    assert answer.status_code == 503
    assert "INApas tidak menjawab saat ini." in answer.content.decode()
    assert Client().get("/sign-in/").status_code == 200


def test_signing_out_says_that_the_account_may_still_be_open_there(issuer):
    client = Client()
    came_back(client, issuer)
    answer = client.post("/sign-out/", follow=True)
    assert f"{issuer.address}/end?client_id=layani" in answer.content.decode().replace("&amp;", "&")
    assert CITIZEN_KEY not in session_of(client)


def test_erased_data_are_not_opened_again(issuer, now, erase):
    erase(register(CARLA, now=now, assurance=SEEN))
    client = Client()
    assert came_back(client, issuer).status_code == 409
    assert CITIZEN_KEY not in session_of(client)


@pytest.mark.parametrize("page", ["", "back/"])
def test_without_a_provider_there_is_no_such_page_and_no_word_of_it(page):
    assert Client().get(f"/sign-in/account/{page}").status_code == 404
    assert "/sign-in/account/" not in Client().get("/sign-in/").content.decode()
