"""Officers sign in with a passkey; nobody does with a replayed, foreign, borrowed, unverified or copied one."""

import html
import json
import logging
import re
from copy import copy

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from layani.office.actions.inviting import accept, invite
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.tables.models import Role, User
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.passkeys import Device
from tests.office.officer.sign_in_codes import sign_in

HERE = "/officer/sign-in/"
LOGIN, ADD, ENTER, SECOND = (
    f"{HERE}login/",
    f"{HERE}2fa/passkeys/add/",
    f"{HERE}login/passkey/",
    f"{HERE}2fa/authenticate/",
)
CONFIRM = f"{HERE}2fa/passkeys/confirm/"


@pytest.fixture(autouse=True)
def fresh_rate_limits(db):
    cache.clear()


def entered(name="ana", **other):
    officer = Officer(name, name.title(), ("front-desk",), PASSWORD, **other)
    return enter_officer(officer, since=timezone.localdate(), check_password=False)


def browser():
    return Client(headers={"host": "localhost"})


def options_in(answer):
    return json.loads(html.unescape(re.search(r'data-options="([^"]+)"', answer.content.decode())[1]))


def asked(client):
    answer = client.get(ENTER, headers={"x-requested-with": "XMLHttpRequest", "accept": "application/json"})
    return answer.json()["request_options"]


@pytest.fixture
def ana():
    return entered(totp=SECRET)


@pytest.fixture
def device(ana):
    """Ana's device, with a passkey that she added after signing in with her code."""
    client, device = browser(), Device()
    sign_in(client, "ana", PASSWORD, SECRET)
    assert client.post(ADD, {"credential": device.create(options_in(client.get(ADD)))}).status_code == 302
    return device


def enters(device, client=None):
    client = client or browser()
    client.post(ENTER, {"credential": device.get(asked(client))})
    return client.get("/officer/").status_code == 200


def test_the_passkey_alone_is_both_factors(device):
    assert enters(device)
    assert enters(device)


def test_what_the_device_is_asked_for_is_kept_on_it_and_opened_by_its_user(ana):
    client = browser()
    sign_in(client, "ana", PASSWORD, SECRET)
    chosen = options_in(client.get(ADD))["publicKey"]["authenticatorSelection"]
    assert chosen["residentKey"] == "required" and chosen["userVerification"] == "required"
    assert asked(browser())["publicKey"]["userVerification"] == "required"


def test_it_is_the_second_step_after_the_password_too(device):
    client = browser()
    client.post(LOGIN, {"login": "ana", "password": PASSWORD})
    assert client.get("/officer/").status_code == 302
    client.post(SECOND, {"credential": device.get(options_in(client.get(SECOND)))})
    assert client.get("/officer/").status_code == 200


def test_the_code_still_signs_in_beside_it(device):
    client = browser()
    User.objects.update(totp_counter=0)  # as if the half minute of the code from before were over
    cache.clear()
    sign_in(client, "ana", PASSWORD, SECRET)
    assert client.get("/officer/").status_code == 200


def test_who_has_no_second_factor_may_begin_with_a_passkey(db):
    entered("gita")
    client, device = browser(), Device()
    client.post(LOGIN, {"login": "gita", "password": PASSWORD})
    assert client.get("/officer/")["Location"].startswith(f"{HERE}2fa/totp/activate/")
    assert ADD in client.get(f"{HERE}2fa/totp/activate/").content.decode()
    client.post(ADD, {"credential": device.create(options_in(client.get(ADD)))})
    assert client.get("/officer/").status_code == 200
    assert enters(device)


def test_the_password_alone_opens_nothing_where_there_is_only_a_passkey(device):
    Authenticator.objects.filter(type="totp").delete()
    client = browser()
    client.post(LOGIN, {"login": "ana", "password": PASSWORD})
    assert client.get("/officer/")["Location"].startswith(LOGIN)


def test_an_answer_is_good_once(device):
    client = browser()
    said = device.get(asked(client))
    client.post(ENTER, {"credential": said})
    for again in (client, browser()):
        again.post(f"{HERE}logout/")
        again.post(ENTER, {"credential": said})
        assert again.get("/officer/").status_code == 302


def test_an_answer_to_one_browser_opens_no_other(device):
    said = device.get(asked(browser()))
    thief = browser()
    asked(thief)
    thief.post(ENTER, {"credential": said})
    assert thief.get("/officer/").status_code == 302


@pytest.mark.parametrize(
    "origin", ["https://layani.example", "http://evil.localhost", "http://localhost:8001", "https://localhost", "null"]
)
def test_another_origin_is_not_taken(device, origin, caplog):
    device.origin = origin
    assert not enters(device)
    assert "another origin" in caplog.text


def test_a_passkey_is_not_added_from_another_origin(ana):
    client, device = browser(), Device(origin="http://evil.localhost")
    sign_in(client, "ana", PASSWORD, SECRET)
    answer = client.post(ADD, {"credential": device.create(options_in(client.get(ADD)))})
    assert answer.status_code == 200 and not Authenticator.objects.filter(type="webauthn").exists()


def test_a_device_that_did_not_recognise_its_user_is_not_taken(device):
    device.verified = False
    assert not enters(device)


def test_nor_is_it_added(ana):
    client, device = browser(), Device(verified=False)
    sign_in(client, "ana", PASSWORD, SECRET)
    client.post(ADD, {"credential": device.create(options_in(client.get(ADD)))})
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_another_persons_passkey_does_not_open_hers(device):
    other = entered("ben", totp=SECRET)
    client, own = browser(), Device()
    sign_in(client, "ben", PASSWORD, SECRET)
    client.post(ADD, {"credential": own.create(options_in(client.get(ADD)))})
    own.user = device.user  # says that it is Ana's
    assert not enters(own)
    # After Ana's password, too.
    client = browser()
    client.post(LOGIN, {"login": "ana", "password": PASSWORD})
    client.post(SECOND, {"credential": own.get(options_in(client.get(SECOND)))})
    assert client.get("/officer/").status_code == 302
    assert other.pk


def test_a_copy_that_has_counted_less_is_not_taken_and_the_log_says_so(device, caplog):
    stolen = copy(device)
    assert enters(device) and enters(device)
    assert not enters(stolen)
    assert "there may be a copy" in caplog.text
    assert enters(device)


def test_a_device_that_does_not_count_is_taken_each_time(ana):
    client, device = browser(), Device(counter=-1)
    sign_in(client, "ana", PASSWORD, SECRET)
    client.post(ADD, {"credential": device.create(options_in(client.get(ADD)))})
    for _ in range(2):
        device.counter = -1
        assert enters(device)


@pytest.mark.parametrize(
    "said",
    ["", "x", "[]", "{}", "null", "1", '"x"', '{"id": 1}', '{"response": 1}', '{"id":"a","response":{}}',
     '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA",'
     '"signature":"AA"},"clientExtensionResults":{}}'],
)  # fmt: skip
def test_what_is_no_answer_is_refused_in_words(device, said):
    client = browser()
    asked(client)
    answer = client.post(ENTER, {"credential": said}, follow=True)
    assert answer.status_code == 200
    assert "tidak diterima" in answer.content.decode()
    client = browser()
    client.post(LOGIN, {"login": "ana", "password": PASSWORD})
    client.get(SECOND)
    assert client.post(SECOND, {"credential": said}).status_code == 200


def test_ten_answers_a_minute_from_one_address(device):
    codes = []
    for _ in range(12):
        client = browser()
        codes.append(client.post(ENTER, {"credential": "{}"}).status_code)
    assert codes[:10] == [302] * 10 and codes[-1] == 429


def test_whose_roles_have_ended_gets_in_no_more(device, ana):
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    Role.objects.filter(user=ana).update(since=yesterday, until=yesterday)
    assert not enters(device)


def test_a_closed_account_gets_in_no_more(device, ana):
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert not enters(device)


def test_removing_it_asks_first_and_ends_it(device):
    client = browser()
    client.post(ENTER, {"credential": device.get(asked(client))})
    (one,) = Authenticator.objects.filter(type="webauthn")
    page = f"{HERE}2fa/passkeys/{one.pk}/remove/"
    assert page in client.get(f"{HERE}2fa/").content.decode()
    assert client.get(page).status_code == 200 and Authenticator.objects.filter(pk=one.pk).exists()
    client.post(page)
    assert not Authenticator.objects.filter(pk=one.pk).exists()
    assert not enters(device)


def test_nobody_removes_anothers(device):
    entered("ben", totp=SECRET)
    (one,) = Authenticator.objects.filter(type="webauthn")
    client = browser()
    sign_in(client, "ben", PASSWORD, SECRET)
    assert client.post(f"{HERE}2fa/passkeys/{one.pk}/remove/").status_code == 404
    assert enters(device)


def test_after_a_while_a_change_asks_for_a_factor_again_and_the_passkey_is_one(device):
    client = browser()
    client.post(ENTER, {"credential": device.get(asked(client))})
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 3600} for record in session["account_authentication_methods"]
    ]
    session.save()
    assert "reauthenticate" in client.get(ADD)["Location"]
    assert CONFIRM in client.get(client.get(ADD)["Location"]).content.decode()
    client.post(CONFIRM, {"credential": "{}"})
    assert client.get(ADD).status_code == 302
    client.post(CONFIRM, {"credential": device.get(options_in(client.get(CONFIRM)))})
    assert client.get(ADD).status_code == 200


def test_a_new_invitation_ends_every_passkey(device, ana):
    now = timezone.now()
    word = invite(ana, now=now + timezone.timedelta(seconds=1))
    accept(word, "melati-mawar-2027", now=now + timezone.timedelta(seconds=2), today=timezone.localdate())
    assert not enters(device)


@pytest.mark.parametrize("page", [ADD, CONFIRM, f"{HERE}2fa/passkeys/1/remove/"])
def test_strangers_are_sent_to_sign_in(db, page):
    for answer in (browser().get(page), browser().post(page, {"credential": "{}"})):
        assert answer["Location"].startswith(LOGIN)


def test_only_the_pages_that_ask_for_one_run_the_offices_script(device):
    client = browser()
    assert "script-src 'self'" in client.get(LOGIN)["Content-Security-Policy"]
    client.post(ENTER, {"credential": device.get(asked(client))})
    assert "script-src 'self'" in client.get(ADD)["Content-Security-Policy"]
    for page in ("/officer/", f"{HERE}2fa/", "/"):
        assert "script-src 'none'" in client.get(page)["Content-Security-Policy"]


def test_without_a_script_no_button_of_it_is_seen(device):
    page = browser().get(LOGIN).content.decode()
    assert re.search(r"<p data-with-script hidden><button", page)
    assert 'name="password"' in page


def test_the_log_says_nothing_of_a_key(device, caplog):
    caplog.set_level(logging.INFO)
    enters(copy(device))
    enters(device)
    assert device.credential.hex() not in caplog.text
