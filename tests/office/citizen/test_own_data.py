"""A copy of one's own data and of who looked, without asking for it; and nobody else's."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from layani.office.actions import objecting, uploading
from layani.office.actions.filing import file
from layani.office.actions.looking import Shown, keep_look
from layani.office.actions.parties import Person, register
from layani.office.actor import Actor
from layani.office.house import service
from layani.office.tables.models import AgentLook, Case, Look, User
from layani.office.tables.models.people import SEEN
from layani.rules.record.look_words import BY_NIK
from tests.office.actions.applications import answers, application
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.files import PDF, sent
from tests.office.citizen.filling_in import store
from tests.office.conftest import CARLA
from tests.office.mandates.conftest import BUDI, given
from tests.office.officer.walks import FACT, refused

__all__ = ["store"]


def copy(browser):
    answer = browser.get("/my-data/file/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert "no-store" in answer["Cache-Control"]
    return json.loads(answer.content)


def test_the_file_holds_the_person_each_application_and_its_trail(browser, case, carla, ana, now):
    keep_look(Shown(carla.pk, case.pk, "counter-case", "counter"), actor=ana, role="front-desk", now=now)
    told = copy(browser)
    assert (told["person"]["nik"], told["person"]["name"], told["person"]["assurance"]) == (
        CARLA.nik, CARLA.name, "declared",
    )  # fmt: skip
    (application,) = told["applications"]
    assert application["number"] == case.number
    assert [act["act"] for act in application["acts"]] == ["file"]
    assert any(line["answer"] for line in application["answers"])
    assert all(line["question"] and "_" not in line["question"] for line in application["answers"])
    assert told["looks"][0]["application"] == case.number
    assert told["looks"][0]["what"] == "Membuka permohonan"


@pytest.mark.parametrize(
    ("language", "stands", "what", "known_by"),
    [
        ("id", "Menunggu diperiksa kelengkapannya", "Permohonan diterima secara daring", "pernyataan Anda sendiri"),
        ("en", "Waiting to be checked for completeness", "The application was received online", "your own word"),
    ],
)
def test_the_values_are_in_the_words_of_their_person(browser, case, language, stands, what, known_by):
    told = json.loads(browser.get("/my-data/file/", headers={"accept-language": language}).content)
    (application,) = told["applications"]
    assert (application["stands"], application["acts"][0]["what"]) == (stands, what)
    assert told["person"]["known_by"] == known_by


def test_each_uploaded_file_says_for_what_it_is_and_where_its_person_has_it(browser, carla, as_carla, now, store):
    of, rent = service("residence-letter"), {**answers(), "tenancy": "rent"}
    contract = uploading.upload(carla, of.fields["contract"], sent(PDF), now=now)
    number = file(
        replace(application(), applicant=carla, answers={**rent, "contract": contract}), actor=as_carla, now=now
    ).row.number
    (given,) = copy(browser)["applications"][0]["documents"]
    assert given["question"] == of.fields["contract"].label.id
    address = given["to_be_had_at"].removeprefix(settings.SITE_ADDRESS)
    assert number in address and b"".join(browser.get(address)) == PDF
    assert "alamat masing-masing tertulis di situ" in browser.get("/my-data/").content.decode()


def test_the_file_holds_what_was_said_and_who_acts_for_one(browser, carla, ana, ben, now):
    number = refused(ana, ben, at=now)
    objecting.object_to(
        number, "Saya tinggal di sini.", actor=Actor(kind="citizen", party=carla.pk), now=now + timedelta(hours=5)
    )
    budi = register(BUDI, now=now, assurance=SEEN)
    row = given(carla, budi, now)
    AgentLook.objects.create(agent=budi, party=carla, what="case", at=now)
    told = copy(browser)
    said = {act["act"]: act.get("said", {}) for act in told["applications"][0]["acts"]}
    assert said["decide_refuse"]["fact"] == FACT and said["objection_filed"]["words"] == "Saya tinggal di sini."
    (mandate,) = told["mandates"]
    assert mandate["given"] and (mandate["with"], mandate["services"]) == (BUDI.name, row.services)
    assert told["agents_looks"][0]["who"] == BUDI.name


def test_no_key_of_a_document_and_no_officers_name_is_in_it(browser, case, carla, ana, now):
    keep_look(Shown(carla.pk, None, BY_NIK, "counter"), actor=ana, role="front-desk", now=now)
    answer = browser.get("/my-data/file/").content.decode()
    assert '"key"' not in answer
    assert '"sha256"' not in answer
    assert User.objects.get(pk=ana.user).full_name not in answer


def test_the_page_says_who_looked_and_goes_on_to_earlier_ones(browser, carla, ana, now):
    for minute in range(25):
        keep_look(
            Shown(carla.pk, None, BY_NIK, "counter"), actor=ana, role="front-desk", now=now + timedelta(minutes=minute)
        )
    page = browser.get("/my-data/").content.decode()
    assert page.count("Mencari orang dengan NIK") == 20
    last = Look.objects.order_by("-pk")[19].pk
    assert f"?before={last}" in page
    assert browser.get(f"/my-data/?before={last}").content.decode().count("Mencari orang dengan NIK") == 5
    assert browser.get("/my-data/?before=%F0%9F%98%80").status_code == 200
    assert browser.get(f"/my-data/?before={'9' * 30}").status_code == 200


def test_an_empty_file_is_a_file_and_an_empty_page_says_so(browser):
    told = copy(browser)
    assert (told["applications"], told["looks"], told["begun"]) == ([], [], [])
    page = browser.get("/my-data/", headers={"Accept-Language": "en"}).content.decode()
    assert "No applications yet." in page
    assert "No officer has opened them" in page


def test_whoever_showed_only_a_phone_sees_nothing_from_the_counter(browser, case, carla, ana, now):
    Case.objects.filter(pk=case.pk).update(channel="counter")
    keep_look(Shown(carla.pk, case.pk, "counter-case", "counter"), actor=ana, role="front-desk", now=now)
    told = copy(browser)
    assert (told["applications"], told["looks"]) == ([], [])
    assert case.number not in browser.get("/my-data/").content.decode()


def test_it_is_nobody_elses(case, carla, ana, now):
    dan = signed_in(register(Person(nik="3174010101800001", name="Dan"), now=now, assurance=SEEN))
    told = copy(dan)
    assert told["person"]["name"] == "Dan"
    assert case.number not in json.dumps(told)
    stranger, officer = Client(), Client()
    officer.force_login(User.objects.get(pk=ana.user))
    for path in ("/my-data/", "/my-data/file/"):
        assert stranger.get(path)["Location"].startswith("/sign-in/")
        assert officer.get(path).status_code in (302, 403)
        assert dan.post(path).status_code == 405


def test_an_erased_application_is_listed_without_answers_and_an_erased_person_is_told(browser, case, carla, erase):
    erase(case)
    assert copy(browser)["applications"][0]["answers"] is None
    erase(carla)
    assert browser.get("/my-data/").status_code == 410
    assert browser.get("/my-data/file/").status_code == 410


@pytest.mark.parametrize("many", [1, 6])
def test_the_number_of_questions_does_not_grow(browser, case, as_carla, now, many, django_assert_max_num_queries):
    for _ in range(many):
        file(replace(application(), applicant=case.party), actor=as_carla, now=now)
    with django_assert_max_num_queries(16):
        copy(browser)
    with django_assert_max_num_queries(10):
        browser.get("/my-data/")
