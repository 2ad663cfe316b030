"""The two pages of signing in: the same for everyone, safe to send twice, and leading where one wanted to go."""

import re

import pytest
from django.test import Client

from layani.office.actions.parties import Person, register
from layani.office.actions.signing_in import PER_NIK_HERE
from layani.office.actor import CITIZEN_KEY
from layani.office.tables.models import DemoMessage, SignInCode, User
from tests.office.citizen.phone import Phone
from tests.office.conftest import CARLA

pytestmark = pytest.mark.django_db
NEW = "3174014107850004"


@pytest.fixture
def phone():
    return Phone().open("/sign-in/")


def code():
    return "".join(re.search(r"(\d{3}) (\d{3})", DemoMessage.objects.latest("pk").text).groups())


def shown(nik, **typed):
    """Return the whole way to the code and beyond it, as somebody without the right phone sees it."""
    phone = Phone().open("/sign-in/")
    way = []
    for form in ({"nik": nik, **typed}, {"code": ""}, {"code": "12345"}):
        phone.fill(**form)
        html = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", phone.page.content.decode())
        way.append((phone.page.redirect_chain, phone.page.status_code, sorted(phone.page.headers), html))
    return way


@pytest.mark.parametrize("typed", [{}, {"name": "Dan", "phone": "0899 9999 9999"}])
def test_known_and_unknown_people_see_the_same_page(carla, typed):
    assert shown(CARLA.nik, **typed) == shown(NEW, **typed)


def test_a_person_without_a_phone_or_whose_data_were_erased_sees_it_too(carla, erase, now):
    register(Person(nik=NEW, name="Eka"), now=now)
    unknown = shown("3174014107860004")
    assert shown(NEW) == unknown
    erase(carla)
    assert shown(CARLA.nik) == unknown


def test_the_page_shows_nothing_of_the_phone_and_says_where_a_code_would_be(phone, carla):
    phone.fill(nik=CARLA.nik)
    assert CARLA.phone[-2:] not in phone.text
    assert "Bila NIK ini kami kenal, kode sudah dikirim ke telepon yang terdaftar" in phone.text
    assert "Nomor Anda sudah berganti? Datang ke loket" in phone.text


def test_no_page_and_no_address_holds_the_nik_or_the_code(phone, carla):
    phone.fill(nik=CARLA.nik)
    page = phone.page.content.decode()
    assert CARLA.nik not in page
    assert code() not in page
    assert "nik" not in phone.at


def test_signing_in_leads_on_to_the_page_that_was_wanted(carla):
    phone = Phone().open("/apply/move-of-address/")
    phone.fill(nik=CARLA.nik).fill(code=code())
    assert phone.at == "/apply/move-of-address/you/"


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "https:evil"])
def test_nobody_is_led_away_from_the_office(carla, evil):
    phone = Phone().open(f"/sign-in/?next={evil}")
    phone.fill(nik=CARLA.nik).fill(code=code())
    assert phone.at == "/case/"


def test_the_session_gets_a_new_key(phone, carla):
    phone.fill(nik=CARLA.nik)
    before = phone.client.session.session_key
    phone.fill(code=code())
    assert phone.client.session.session_key != before
    assert phone.client.session[CITIZEN_KEY] == carla.pk


WANTED = "/apply/move-of-address/"
TYPED = {"known": {"nik": CARLA.nik}, "newcomer": {"nik": NEW, "name": "Eka", "phone": "0812 1111 2222"}}


def asked(typed):
    """Return a browser that has asked for a code on the way to a page."""
    return Phone().open(WANTED).fill(**typed)


def double(phone):
    """Return a browser that sends the cookies of this one as they are now: the second click of two."""
    other = Phone(Client())
    other.client.cookies["sessionid"] = phone.client.cookies["sessionid"].value
    other.page, other.at = phone.page, phone.at
    return other


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_a_second_click_whose_first_answer_was_never_read_signs_in_on_the_same_page(carla, typed):
    first = asked(typed)
    second = double(first)
    form = first.filled(code=code())
    landed = first.send(form).at
    second.send(form)
    assert (second.at, second.page.status_code) == (landed, 200)
    assert landed.startswith(WANTED)
    assert second.client.session[CITIZEN_KEY] == first.client.session[CITIZEN_KEY]


def test_both_clicks_stay_signed_in_whichever_answer_comes_last(carla):
    first = asked(TYPED["known"])
    second = double(first)
    form = first.filled(code=code())
    first.send(form)
    second.send(form)
    assert first.open(WANTED).at == second.open(WANTED).at == f"{WANTED}you/"
    assert second.client.cookies["sessionid"].value != first.client.cookies["sessionid"].value


def test_a_code_sent_again_with_the_button_back_leads_to_the_same_page(carla):
    phone = asked(TYPED["known"])
    form = phone.filled(code=code())
    landed = phone.send(form).at
    assert phone.send(form).at == landed
    assert phone.open("/sign-in/code/").at == landed


def test_who_knew_the_session_before_the_code_is_not_let_in_along(carla):
    phone = asked(TYPED["known"])
    thief = double(phone)
    phone.fill(code=code())
    assert CITIZEN_KEY not in thief.client.session
    assert thief.open("/case/").at.startswith("/sign-in/")


def test_an_officers_session_does_not_live_on_under_the_old_key(carla, ana):
    phone = Phone()
    phone.client.force_login(User.objects.get(pk=ana.user))
    phone.open("/sign-in/").fill(nik=CARLA.nik)
    thief = double(phone)
    phone.fill(code=code())
    assert "_auth_user_id" in phone.client.session
    assert not dict(thief.client.session)


def test_a_wrong_code_says_how_many_tries_are_left_and_the_last_one_ends_it(phone, carla):
    phone.fill(nik=CARLA.nik)
    for left in (4, 3, 2, 1):
        phone.fill(code="000000" if code() != "000000" else "111111")
        assert phone.page.status_code == 422
        assert f"Masih ada {left} percobaan" in phone.text
    phone.fill(code="000000" if code() != "000000" else "111111")
    assert phone.page.status_code == 410
    assert "Minta kode baru" in phone.text
    assert phone.open("/sign-in/code/").at == "/sign-in/"


def test_the_second_page_without_the_first_leads_to_the_first(phone):
    assert phone.open("/sign-in/code/").at == "/sign-in/"
    assert phone.client.post("/sign-in/code/", {"code": "123456"})["Location"] == "/sign-in/"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"nik": ""}, "Isi: NIK Anda"),
        ({"nik": "123"}, "NIK terdiri dari 16 angka"),
        ({"nik": "9974015501900002"}, "NIK ini tidak mungkin"),
        ({"nik": NEW, "name": "Eka"}, "Tulis nomor telepon Anda juga"),
        ({"nik": NEW, "phone": "081234567890"}, "Tulis nama Anda juga"),
        ({"nik": NEW, "name": "Eka", "phone": "12"}, "Tulis nomor telepon, misalnya"),
        ({"nik": NEW, "name": "x" * 6000, "phone": "081234567890"}, "paling banyak"),
    ],
)
def test_what_is_wrong_is_said_with_the_way_out(phone, typed, words):
    phone.fill(**typed)
    assert phone.page.status_code == 422
    assert words in phone.text
    assert "Perlu diperbaiki" in phone.text
    assert not SignInCode.objects.exists()


def test_too_many_codes_are_refused_with_a_way_out(phone, carla):
    for _ in range(PER_NIK_HERE.most):
        phone.open("/sign-in/").fill(nik=CARLA.nik)
    phone.open("/sign-in/").fill(nik=CARLA.nik)
    assert phone.page.status_code == 429
    assert "datang ke loket" in phone.text


def test_whoever_is_signed_in_need_not_sign_in(browser):
    assert browser.get("/sign-in/?next=/apply/move-of-address/")["Location"] == "/apply/move-of-address/"


def test_signing_out_forgets_everything_and_a_mere_link_does_not(browser):
    browser.get("/sign-out/")
    assert CITIZEN_KEY in browser.session
    assert browser.post("/sign-out/")["Location"] == "/"
    assert CITIZEN_KEY not in browser.session
    assert browser.post("/sign-out/").status_code == 302


def test_a_form_without_its_token_is_refused():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/", {"nik": CARLA.nik}).status_code == 403


def test_the_pages_speak_both_languages(phone):
    assert "Masuk" in phone.text
    phone.client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert "Sign in" in phone.open("/sign-in/").text
