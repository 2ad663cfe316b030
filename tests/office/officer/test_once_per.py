"""A second application about the same person is a question to the officer, with the earlier case's number."""

from datetime import timedelta

import pytest

from layani.office.actions import checking, filing, serving
from layani.office.actions.parties import Person, register
from layani.office.actions.subjects import earlier_about_the_same, subject_of
from layani.office.actor import Actor
from layani.office.house import codes, service
from layani.office.tables.models import Case, Event, Subject
from tests.office.actions.applications import answers as residence_answers
from tests.office.bundles.widow import answers as widow_answers
from tests.office.bundles.widow import paper
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA, MONDAY
from tests.office.officer.conftest import browser_of, words_of

__all__ = ["browser_of"]
pytestmark = pytest.mark.django_db
DAN = Person(nik="3174010101800001", name="Dan Wijaya", birth_date="1980-01-01", phone="+6281200000000")
QUESTION = "Apakah ini yang kedua?"


def filed(person, *, at=MONDAY, **changed):
    party = register(person, now=at)
    form = service("death-certificate")
    given = widow_answers(paper(party, at), services=[], relation="other") | {
        "name": person.name, "nik": person.nik, "birth_date": person.birth_date, "phone": person.phone,
        "relation": "child", **changed,
    }  # fmt: skip
    own = {name: value for name, value in given.items() if name in form.fields}
    application = filing.Application(form, party, own, "online")
    return filing.file(application, actor=Actor(kind="citizen", party=party.pk), now=at).row


def earlier(row):
    return [one.number for one in earlier_about_the_same(row, service(row.service))]


def test_the_officer_is_asked_and_given_the_earlier_number(browser_of, monkeypatch):  # noqa: F811
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY + timedelta(hours=1))
    first = filed(CARLA)
    eva = browser_of("eva", "front-desk")
    eva.post("/officer/")
    assert QUESTION not in words_of(eva.get(f"/officer/case/{first.number}/"))
    second = filed(DAN)
    dewi = browser_of("dewi", "front-desk")
    dewi.post("/officer/")
    page = words_of(dewi.get(f"/officer/case/{second.number}/"))
    assert QUESTION in page
    assert first.number in page
    other = browser_of("oki", "information-officer").get(f"/officer/case/{second.number}/")
    assert first.number not in other.content.decode(), "who may not read the case is asked nothing"


def test_nothing_is_refused_and_the_citizen_reads_nothing_of_it():
    first, second = filed(CARLA), filed(DAN)
    assert second.status == "checking"
    browser = signed_in(second.party)
    for page in ("", "answers/", "filed/"):
        shown = browser.get(f"/case/{second.number}/{page}").content.decode()
        assert QUESTION not in shown
        assert first.number not in shown


def test_another_person_or_another_service_is_not_the_same():
    first = filed(CARLA)
    assert earlier(filed(DAN, deceased_nik="3171011203950009")) == []
    assert earlier(first) == [], "the earlier one is not told of the later one"


@pytest.mark.parametrize("status", ["refused", "withdrawn", "closed"])
def test_what_ended_without_a_certificate_is_nothing_to_ask_about(status):
    first = filed(CARLA)
    Case.objects.filter(pk=first.pk).update(status=status)
    assert earlier(filed(DAN)) == []


def test_names_are_compared_as_people_mean_them():
    form = service("birth-certificate")
    same = [
        {"child_name": name, "born_on": "2026-11-10"} for name in ("Gita  Wijaya", "GITA WIJAYA ", "Gita Wijayanti")
    ]
    first, second, third = (subject_of(form, one) for one in same)
    assert first == second != third
    assert subject_of(form, {"child_name": "Gita Wijaya"}) is None


def test_only_a_code_is_kept_and_the_record_says_nothing():
    row = filed(CARLA)
    kept = bytes(Subject.objects.get().code)
    assert len(kept) == 16
    assert b"3171011203950002" not in kept
    assert "3171011203950002" not in Event.objects.get(case=row).body
    assert kept != codes().nik("3171011203950002"), "who has the register's codes cannot look the dead up by them"


def test_a_service_that_names_nothing_keeps_nothing(now):
    application = filing.Application(service("residence-letter"), CARLA, residence_answers(), "online")
    filing.file(application, actor=Actor(kind="citizen"), now=now)
    assert not Subject.objects.exists()


def test_a_corrected_answer_changes_what_the_case_is_about(ana, now):
    first, second = filed(CARLA), filed(DAN, deceased_nik="3171011203950009")
    checking.check_complete(serving.take_next(actor=ana, now=now).row.number, actor=ana, now=now)
    assert serving.take_next(actor=ana, now=now).row.number == second.number
    checking.ask_missing(second.number, {"deceased_nik": "NIK ini bukan yang tertulis di surat."}, actor=ana, now=now)
    citizen = Actor(kind="citizen", party=second.party_id)
    checking.answer(second.number, {"deceased_nik": "3171011203950002"}, actor=citizen, now=now + timedelta(hours=1))
    assert earlier(second) == [first.number]
