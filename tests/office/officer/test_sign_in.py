"""Officers sign in with password and code; without the code they can do nothing but set it up."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from layani.office.actions.staffing import Officer, enter_officer
from layani.office.tables.models import User
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.sign_in_codes import code_of, sign_in

LOGIN = "/officer/sign-in/login/"


@pytest.fixture(autouse=True)
def fresh_rate_limits(db):
    cache.clear()


@pytest.fixture
def ana_with_phone(db):
    return entered(totp=SECRET)


@pytest.fixture
def ana_without_phone(db):
    return entered()


def entered(**other):
    officer = Officer("ana", "Ana Lestari", ("front-desk",), PASSWORD, **other)
    return enter_officer(officer, since=timezone.localdate(), check_password=False)


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_password_and_code_lead_to_the_desk(client, ana_with_phone):
    answer = sign_in(client, "ana", PASSWORD, SECRET)
    assert answer["Location"] == "/officer/"
    assert client.get("/officer/").status_code == 200


def test_the_password_alone_opens_nothing(client, ana_with_phone):
    client.post(LOGIN, {"login": "ana", "password": PASSWORD})
    answer = client.get("/officer/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(LOGIN)


def test_whoever_has_no_code_yet_is_led_to_set_it_up_and_can_do_nothing_else(client, ana_without_phone):
    client.post(LOGIN, {"login": "ana", "password": PASSWORD})
    answer = client.get("/officer/")
    assert answer["Location"].startswith("/officer/sign-in/2fa/totp/activate/")
    assert client.post("/officer/").status_code == 302
    page = client.get(answer["Location"])
    assert "Pasang kode di telepon Anda" in text_of(page)


def test_setting_the_code_up_gives_recovery_codes_and_then_the_desk_without_asking_again(client, ana_without_phone):
    client.post(LOGIN, {"login": "ana", "password": PASSWORD})
    page = client.get("/officer/sign-in/2fa/totp/activate/")
    secret = re.search(r'class="code">([A-Z2-7]+)<', page.content.decode())[1]
    answer = client.post("/officer/sign-in/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)
    assert "Simpan kode cadangan Anda" in text_of(answer)
    assert client.get("/officer/").status_code == 200


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_wrong_password_is_told_in_the_readers_language(client, ana_with_phone, language):
    answer = client.post(LOGIN, {"login": "ana", "password": "wrong"}, headers={"accept-language": language})
    words = {"id": "Nama pengguna dan kata sandi ini tidak cocok", "en": "This user name and password do not match"}
    assert text_of(answer).count(words[language]) == 2, "above the form and at its box"
    assert 'href="#id_password"' in answer.content.decode()
    assert 'value="ana"' in answer.content.decode()
    assert "wrong" not in answer.content.decode()


def test_a_wrong_code_is_refused(client, ana_with_phone):
    first = client.post(LOGIN, {"login": "ana", "password": PASSWORD})
    answer = client.post(first["Location"], {"code": "000000"})
    assert "Kode itu tidak cocok" in text_of(answer)
    assert client.get("/officer/").status_code == 302


@pytest.mark.parametrize("back", [0, 1])
def test_a_used_code_and_those_before_it_are_refused_by_every_process(client, ana_with_phone, back):
    sign_in(client, "ana", PASSWORD, SECRET)
    cache.clear()  # as in another process, or after half a minute
    other = Client()
    first = other.post(LOGIN, {"login": "ana", "password": PASSWORD})
    answer = other.post(first["Location"], {"code": code_of(SECRET, back)})
    assert "Kode itu tidak cocok" in text_of(answer)
    assert other.get("/officer/").status_code == 302


def test_the_code_that_set_the_phone_up_does_not_sign_in_as_well(client, ana_without_phone):
    client.post(LOGIN, {"login": "ana", "password": PASSWORD})
    page = client.get("/officer/sign-in/2fa/totp/activate/")
    secret = re.search(r'class="code">([A-Z2-7]+)<', page.content.decode())[1]
    client.post("/officer/sign-in/2fa/totp/activate/", {"code": code_of(secret)})
    other = Client()
    first = other.post(LOGIN, {"login": "ana", "password": PASSWORD})
    assert "Kode itu tidak cocok" in text_of(other.post(first["Location"], {"code": code_of(secret)}))


def test_using_codes_up_goes_forward_only_whatever_an_older_copy_of_the_row_says(ana_with_phone):
    older = User.objects.get(pk=ana_with_phone.pk)
    assert ana_with_phone.use_up(7)
    assert [older.use_up(counter) for counter in (7, 6, 8)] == [False, False, True]


def test_guessing_is_slowed_down(client, ana_with_phone):
    answers = [client.post(LOGIN, {"login": "ana", "password": f"guess {turn}"}) for turn in range(8)]
    assert "Tunggu lima menit" in text_of(answers[-1])


def at(address):
    """Return a browser behind the office's proxy; a made-up address before the proxy's own changes nothing."""
    return Client(REMOTE_ADDR="10.0.0.2", headers={"X-Forwarded-For": f"192.0.2.1, {address}"})


@pytest.mark.parametrize(("names", "tries"), [("nobody{}", 11), ("nobody{}", 31), ("ana", 6)])
def test_a_stranger_who_guesses_locks_out_only_themselves(ana_with_phone, settings, names, tries):
    settings.TLS = True
    right = {"login": "ana", "password": PASSWORD}
    stranger = at("198.51.100.9")
    for turn in range(tries):
        stranger.post(LOGIN, {"login": names.format(turn), "password": "x"})
    assert stranger.post(LOGIN, right).status_code in {200, 429}, "slowed down"
    assert at("203.0.113.7").post(LOGIN, right).status_code == 302


def test_wrong_codes_count_for_the_officer_from_wherever_they_come(ana_with_phone, settings):
    settings.TLS = True
    for turn in range(6):
        guessing = at(f"198.51.100.{turn}")
        first = guessing.post(LOGIN, {"login": "ana", "password": PASSWORD})
        answer = guessing.post(first["Location"], {"code": "000000"})
    assert "Tunggu lima menit" in text_of(answer)


@pytest.mark.parametrize(("language", "words"), [("id", "Terlalu banyak percobaan"), ("en", "Too many tries")])
def test_too_many_tries_from_one_place_are_told_in_our_own_words(client, db, language, words):
    answers = [
        client.post(LOGIN, {"login": f"user{turn}", "password": "x"}, headers={"accept-language": language})
        for turn in range(31)
    ]
    assert answers[-1].status_code == 429
    assert words in text_of(answers[-1])


def test_what_is_left_empty_is_asked_for_by_name(client, ana_with_phone):
    text = text_of(client.post(LOGIN, {}))
    assert "Tulis nama pengguna Anda." in text
    assert "Tulis kata sandi Anda." in text
    assert "Perlu diperbaiki" in text
    first = client.post(LOGIN, {"login": "ana", "password": PASSWORD})
    assert "Tulis kode dari telepon Anda." in text_of(client.post(first["Location"], {"code": ""}))


def test_a_wrong_code_while_setting_it_up_is_told_in_our_words(client, ana_without_phone):
    client.post(LOGIN, {"login": "ana", "password": PASSWORD})
    page = "/officer/sign-in/2fa/totp/activate/"
    client.get(page)
    answer = client.post(page, {"code": "000000"}, headers={"accept-language": "en"})
    assert "That code is not right" in text_of(answer)
    assert "Incorrect" not in text_of(answer)


def test_nobody_can_sign_themselves_up(client, db):
    assert client.get("/officer/sign-in/signup/").status_code == 404
    assert not User.objects.exists()


def test_the_short_address_leads_to_the_form_and_keeps_where_one_was_going(client, db):
    assert client.get("/officer/sign-in/")["Location"] == LOGIN
    assert client.get("/officer/sign-in/", {"next": "/counter/"})["Location"] == f"{LOGIN}?next=%2Fcounter%2F"


def test_signing_out_ends_it(client, ana_with_phone):
    sign_in(client, "ana", PASSWORD, SECRET)
    client.post("/officer/sign-in/logout/")
    assert client.get("/officer/").status_code == 302


def test_recovery_codes_are_offered_to_who_has_none_and_shown_to_who_has_them(client, ana_with_phone):
    sign_in(client, "ana", PASSWORD, SECRET)
    before = client.get("/officer/sign-in/2fa/")
    assert "Lihat kode cadangan" not in text_of(before), "there are none, and their page is not there"
    assert "Buat kode cadangan" in text_of(before)
    offered = client.get("/officer/sign-in/2fa/recovery-codes/new/")
    assert "Anda tidak punya kode cadangan" in text_of(offered)
    client.post("/officer/sign-in/2fa/recovery-codes/new/")
    assert "Lihat kode cadangan" in text_of(client.get("/officer/sign-in/2fa/"))
    assert "Simpan kode cadangan Anda" in text_of(client.get("/officer/sign-in/2fa/recovery-codes/"))
    assert "Kode yang lama tidak berlaku lagi" in text_of(client.get("/officer/sign-in/2fa/recovery-codes/new/"))


@pytest.mark.parametrize(
    "path",
    ["2fa/", "2fa/recovery-codes/new/", "2fa/totp/deactivate/", "2fa/reauthenticate/", "reauthenticate/", "logout/"],
)  # fmt: skip
def test_every_page_of_signing_in_wears_our_frame(client, ana_with_phone, path):
    sign_in(client, "ana", PASSWORD, SECRET)
    answer = client.get(f"/officer/sign-in/{path}", follow=True)
    assert answer.status_code == 200
    assert 'class="skip"' in answer.content.decode()
    assert "Menu:" not in answer.content.decode()


def test_a_change_of_how_one_signs_in_asks_for_the_code_again_after_a_while(client, ana_with_phone):
    sign_in(client, "ana", PASSWORD, SECRET)
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 3600} for record in session["account_authentication_methods"]
    ]
    session.save()
    answer = client.get("/officer/sign-in/2fa/totp/deactivate/")
    assert "reauthenticate" in answer["Location"]
    assert client.get("/officer/").status_code == 200
