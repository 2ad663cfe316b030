"""A bundle on a phone and at the counter: found, filled in once, sent once, and each case followed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from layani.office import house
from layani.office.actions import checking, deciding, serving
from layani.office.actions.numbering import receipt_code
from layani.office.actions.parties import register
from layani.office.actor import Actor
from layani.office.jobs import open_followers
from layani.office.tables.models import Case, Draft
from layani.office.tables.projection import state_of
from tests.office.bundles.widow import MINUTE, file_all, refused, staff
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.files import PDF, sent
from tests.office.citizen.phone import Phone
from tests.office.conftest import CARLA
from tests.office.counter.conftest import carla_here, eva, send
from tests.office.officer.conftest import browser_of

__all__ = ["browser_of", "carla_here", "eva"]
pytestmark = pytest.mark.django_db

HERE = "/apply/losing-a-relative"
DIED = {"died_on__day": "20", "died_on__month": "11", "died_on__year": "2026", "died_in": "Kota Contoh"}


@pytest.fixture(autouse=True)
def nothing_kept_from_before():
    caches["near"].clear()


@pytest.fixture
def phone(browser):
    return Phone(browser)


def fill_in(phone, relation="spouse", **ticked):
    ways = {
        "services": {"services": ["family-card", "id-card", "death-grant"], **ticked},
        "death-certificate-you": {},
        "death-certificate-deceased": {"deceased_name": "Danu Wijaya", "deceased_nik": "3171011203950002"},
        "death-certificate-death": DIED,
        "death-certificate-death-letter": {"death_letter": sent(PDF)},
        "death-certificate-relation": {"relation": relation},
        "death-grant-account": {"bank": "Bank Contoh", "account": "1234567890"},
    }
    for page, typed in ways.items():
        if page == "death-grant-account" and "death-grant" not in ways["services"]["services"]:
            continue
        assert phone.at == f"{HERE}/{page}/", phone.text
        phone.fill(**typed)
    return phone


@pytest.mark.parametrize("address", ["/?q=keluarga meninggal", "/?event=losing-a-relative", "/service/"])
def test_it_is_found_like_a_service(client, address):
    assert 'href="/bundle/losing-a-relative/"' in client.get(address).content.decode()


def test_its_page_says_of_each_product_what_it_costs_needs_and_when_it_comes(client):
    phone = Phone(client).open("/bundle/losing-a-relative/")
    for said in ("Kutipan akta kematian", "Kartu keluarga", "Santunan kematian", "Gratis", "setelah", "Surat kematian"):
        assert said in phone.text, said


def test_a_bundle_that_is_not_there_is_not_found(client):
    assert client.get("/bundle/nothing/").status_code == 404
    assert client.get("/bundle/id-card/").status_code == 404


def test_each_question_is_answered_once_and_all_is_sent_once(phone):
    fill_in(phone.open(f"{HERE}/"))
    assert phone.at == f"{HERE}/check/"
    assert phone.text.count("Danu Wijaya") == 1
    for said in ("Kutipan akta kematian", "KTP elektronik", "Keputusan santunan kematian", "Menunggu"):
        assert said in phone.text, said
    phone.fill(truthful="yes", hands_in="yes")
    cases = {case.service: case for case in Case.objects.all()}
    assert set(cases) == {"death-certificate", "family-card", "id-card", "death-grant"}
    assert phone.at == f"/case/{cases['death-certificate'].number}/filed/"
    for case in cases.values():
        assert case.number in phone.text
        assert f"/case/{case.number}/receipt/0/" in phone.page.content.decode()
    assert not Draft.objects.exists()


def test_what_the_answers_do_not_call_for_is_said_with_the_reason(phone):
    fill_in(phone.open(f"{HERE}/"), relation="child", services=["family-card", "id-card"])
    assert "hanya suami atau istri almarhum" in phone.text
    phone.fill(truthful="yes")
    assert {case.service for case in Case.objects.all()} == {"death-certificate", "family-card"}


def test_the_button_pressed_twice_files_once(phone):
    fill_in(phone.open(f"{HERE}/"))
    form = phone.filled(truthful="yes", hands_in="yes")
    first = phone.send(form).at
    assert phone.send(form).at == first
    assert Case.objects.count() == 4


def test_a_declaration_that_is_missing_files_nothing(phone):
    fill_in(phone.open(f"{HERE}/"))
    phone.fill(truthful="yes")
    assert phone.page.status_code == 422
    assert not Case.objects.exists()


def test_a_version_published_between_two_pages_has_every_page_looked_through_again(phone, monkeypatch):
    fill_in(phone.open(f"{HERE}/"))
    bundle = house.catalogue().bundles["losing-a-relative"]
    newer = replace(bundle, version="another")
    monkeypatch.setitem(house.catalogue().bundles, "losing-a-relative", newer)
    phone.open(f"{HERE}/check/")
    assert phone.at == f"{HERE}/"
    assert "Formulir ini diperbarui" in phone.text
    assert not Case.objects.exists()


def test_the_case_that_waits_says_for_what_and_shows_the_others(carla, browser, now):
    rows = file_all(carla, now)
    page = Phone(browser).open(f"/case/{rows['family-card'].number}/")
    assert f"Menunggu Akta kematian ({rows['death-certificate'].number})" in page.text
    assert "Menunggu permohonan Anda yang lain" in page.text
    for row in rows.values():
        assert row.number in page.text


def test_the_list_of_cases_asks_no_more_for_those_of_a_bundle(carla, browser, now, django_assert_max_num_queries):
    file_all(carla, now)
    with django_assert_max_num_queries(8):
        browser.get("/case/")


def test_a_receipts_code_opens_one_case_and_not_the_others(carla, now):
    rows = file_all(carla, now)
    number, other = rows["family-card"].number, rows["id-card"].number
    code = receipt_code(house.key_store().get(rows["family-card"].ref))
    stranger = Phone(Client())
    stranger.open("/follow/").fill(number=number, code=code)
    assert stranger.at == f"/case/{number}/"
    assert other not in stranger.text
    assert Client().get(f"/case/{other}/filed/").status_code == 302


def test_whose_certificate_was_refused_is_told_what_they_can_do(carla, browser, now):
    rows, people = file_all(carla, now), staff()
    open_followers.run(refused(rows["death-certificate"].number, people, now + MINUTE))
    page = Phone(browser).open(f"/case/{rows['id-card'].number}/")
    assert "Yang ditunggu tidak dikabulkan" in page.text
    deciding.withdraw(rows["id-card"].number, actor=Actor(kind="citizen", party=carla.pk), now=now + timedelta(hours=1))
    assert "Yang ditunggu tidak dikabulkan" not in page.open(f"/case/{rows['id-card'].number}/").text


def test_another_citizen_sees_none_of_it(carla, now):
    rows = file_all(carla, now)
    other = register(type(CARLA)(nik="3171011203950002", name="Dan Lain", birth_date="1995-03-12"), now=now)
    for row in rows.values():
        assert signed_in(other).get(f"/case/{row.number}/filed/").status_code in (302, 404)


def test_an_officer_types_it_at_the_counter(eva, carla_here):  # noqa: F811
    assert "losing-a-relative" in eva.get("/counter/person/").content.decode()
    typed = {
        "services": ["family-card"],
        "deceased_name": "Danu Wijaya",
        "deceased_nik": "3171011203950002",
        "died_on-day": "20",
        "died_on-month": "11",
        "died_on-year": "2026",
        "died_in": "Kota Contoh",
        "death_letter": sent(PDF),
        "relation": "spouse",
        "truthful": "yes",
    }
    answer = send(eva, "/counter/apply/losing-a-relative/", **typed)
    assert answer["Location"] == "/counter/apply/losing-a-relative/check/", answer.content.decode()
    answer = send(eva, "/counter/apply/losing-a-relative/check/")
    first, second = Case.objects.order_by("pk")
    assert (first.service, second.service) == ("death-certificate", "family-card")
    assert answer["Location"] == f"/counter/case/{first.number}/receipt/"
    assert second.number in eva.get(answer["Location"]).content.decode()
    assert second.channel == "counter"


@pytest.mark.parametrize("item", ["member_name", "certificate_number"])
def test_what_the_refused_case_should_have_given_is_asked_only_where_the_officer_asks_for_it(carla, browser, item):
    now = timezone.now() - timedelta(hours=5)
    rows, people = file_all(carla, now), staff()
    at = refused(rows["death-certificate"].number, people, now)
    open_followers.run(at)
    number = rows["family-card"].number
    serving.take(number, actor=people["dewi"], now=at)
    checking.ask_missing(number, {item: "Mohon diisi."}, actor=people["dewi"], now=at)
    page, given = f"/case/{number}/answer/", {"member_name": "Danu W. Wijaya", "certificate_number": "3171-KM-0001"}
    assert ('name="certificate_number"' in browser.get(page).content.decode()) == (item == "certificate_number")
    assert browser.post(page, given).status_code == 302
    assert (state_of(Case.objects.get(number=number)).without == ()) == (item == "certificate_number")
