"""The demo's landing page: the sign-ins that it shows are the ones that work, and a real office has no such page."""

import re
import sys
from datetime import UTC, date, datetime

import pytest
from django.urls import clear_url_caches, reverse

from layani.city.set_up import OFFICERS
from layani.office.actions.parties import Person, register
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.gateways.demo_sign_ins import DemoSignIn, new_password, new_totp, write_sign_ins
from layani.office.pages import page as page_module
from layani.office.pages.public.demo import SIGHTS, TRIES, OfficerCard, code_of, desks
from layani.office.tables.models import User
from layani.office.tables.models.papers import DemoMessage
from layani.rules.text import Text

pytestmark = pytest.mark.django_db
ANA = DemoSignIn("ana", "Ana Lestari", ("front-desk",), new_password(), new_totp())
OKI = DemoSignIn("oki", "Oki Saputra", ("operator",), new_password(), new_totp())
CARLA = DemoSignIn("", "Carla Wijaya", ("citizen",), nik="3171015503980000", phone="+6281200000001")


@pytest.fixture
def signed_up(settings, tmp_path):
    settings.KEY_FOLDER = tmp_path
    write_sign_ins(tmp_path, (CARLA, ANA, OKI))
    for one in (ANA, OKI):
        officer = Officer(one.username, one.name, one.roles, one.password, totp=one.totp)
        enter_officer(officer, since=date(2026, 1, 1))


def test_the_code_is_that_of_rfc_6238():
    """Appendix B, SHA-1, with the seed "12345678901234567890"; the last six of its eight digits."""
    seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    times = {59: "287082", 1111111109: "081804", 1234567890: "005924", 2000000000: "279037"}
    assert {at: code_of(seed, datetime.fromtimestamp(at, UTC)) for at in times} == times


def test_an_officer_gets_in_with_what_the_page_shows(client, signed_up):
    page = client.get("/demo/").content.decode()
    card = next(part for part in page.split("ds-card") if ">ana<" in part)
    password, code = re.findall(r"<code>([^<]+)</code>", card)[1:3]
    answer = client.post(reverse("account_login"), {"login": "ana", "password": password})
    answer = client.post(answer["Location"], {"code": code})
    assert answer.status_code == 302
    assert client.get(reverse("operator")).status_code == 403


def test_the_page_leads_each_officer_to_their_own_room(client, signed_up):
    answer = client.post("/demo/role/", {"username": "oki"})
    assert answer["Location"] == "/operator/"
    assert client.get("/operator/").status_code == 200, "with both factors, as whoever types them"
    assert client.get(reverse("auditor")).status_code == 403


def test_a_sign_in_that_is_not_what_the_page_shows_any_more_leads_to_the_form(client, signed_up):
    user = User.objects.get(username="oki")
    user.set_password(new_password())
    user.save()
    answer = client.post("/demo/role/", {"username": "oki"})
    assert answer["Location"] == f"{reverse('account_login')}?next=%2Foperator%2F"
    assert "_auth_user_id" not in client.session


def test_choosing_another_role_signs_the_first_one_out(client, signed_up, now):
    client.force_login(User.objects.get(username="ana"))
    assert "_auth_user_id" in client.session
    answer = client.post("/demo/role/", {"username": "oki"})
    assert answer["Location"] == "/operator/"
    assert client.session["_auth_user_id"] == str(User.objects.get(username="oki").pk)


def test_a_role_that_the_demo_does_not_have_is_refused(client, signed_up):
    assert client.post("/demo/role/", {"username": "nobody"}).status_code == 400
    assert client.get("/demo/role/").status_code == 405


def test_a_citizens_button_sends_the_code_and_puts_nothing_personal_into_an_address(client, signed_up, now):
    register(Person(nik=CARLA.nik, name=CARLA.name, birth_date="1998-03-15", phone=CARLA.phone), now=now)
    page = client.get("/demo/").content.decode()
    form = next(part for part in page.split("<form") if f'name="nik" value="{CARLA.nik}"' in part)
    address = re.search(r'method="post" action="([^"]+)"', form)[1]
    assert CARLA.nik not in address
    assert client.post(address, {"nik": CARLA.nik})["Location"] == reverse("citizen-sign-in-code")
    code = "".join(re.search(r"(\d{3}) (\d{3})", DemoMessage.objects.get(to=CARLA.phone).text).groups())
    client.post(reverse("citizen-sign-in-code"), {"code": code})
    assert client.get(reverse("my-cases")).status_code == 200


def test_the_page_is_kept_by_no_cache_for_its_codes_are_of_this_moment(client, signed_up):
    assert client.get("/demo/")["Cache-Control"] == "no-store"


def test_before_the_first_start_the_page_says_what_to_do(client, settings, tmp_path):
    settings.KEY_FOLDER = tmp_path
    assert "make demo" in client.get("/demo/").content.decode()


def test_a_real_office_has_no_such_pages(settings):
    settings.LAYANI_DEMO = False
    names = {pattern.name for pattern in page_module.url_patterns()}
    assert not names & {"demo", "demo-messages", "demo-role"}


@pytest.fixture
def real_office(settings):
    """The addresses of an office that is no demo, as it makes them at its start."""
    settings.LAYANI_DEMO = False
    kept = sys.modules.get(settings.ROOT_URLCONF)
    sys.modules.pop(settings.ROOT_URLCONF, None)
    clear_url_caches()
    yield
    sys.modules[settings.ROOT_URLCONF] = kept
    clear_url_caches()


def test_in_a_real_office_the_button_is_404_even_where_a_file_of_sign_ins_lies(client, signed_up, real_office):
    assert client.post("/demo/role/", {"username": "ana"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_page_leads_to_what_shows_most_and_every_address_is_there(client, signed_up):
    page = client.get("/demo/").content.decode()
    shown = page[page.index("<h2>") : page.index("kotak pesan")]
    addresses = re.findall(r'href="(/service/[^"]+)"', shown)
    assert len(addresses) == len(SIGHTS)
    assert {client.get(address).status_code for address in addresses} == {200}


def test_every_officer_has_one_card_under_one_desk():
    titled = [OfficerCard(DemoSignIn(name, name, roles), "", Text("", ""), "") for name, _, roles in OFFICERS]
    shown = [card.sign_in.username for _, cards in desks(titled) for card in cards]
    assert sorted(shown) == sorted(name for name, _, _ in OFFICERS)
    assert all(card.sign_in.roles[0] in TRIES for _, cards in desks(titled) for card in cards)
