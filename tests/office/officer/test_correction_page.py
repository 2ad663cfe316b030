"""The page on which a letter is corrected, the list of those that are open, and the applicant's answer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from layani.office.actions import correcting, issuing
from layani.office.actor import SYSTEM, Actor
from layani.office.tables.models import Case, Letter, Look
from tests.office.letters.test_correcting import RIGHT, SOURCE, WHY, WRONG, proposal
from tests.office.officer.asked_why import say_why
from tests.office.officer.walks import another, granted

DAY = timedelta(days=1)


@pytest.fixture
def number(ana, ben):
    at = timezone.now() - timedelta(days=20)
    number = granted(ana, ben, at=at)
    issuing.issue(number, actor=SYSTEM, now=at + timedelta(minutes=10))
    return number


def page(number):
    return f"/officer/case/{number}/correction/"


def sent(**other):
    return {"act": "propose_correction", "ground": "fact", "wrong": WRONG, "right": RIGHT, "source": SOURCE, **other}


def boxes(street="Jl. Melati 30"):
    return {
        "q": "address", "address-street": street, "address-rt": "001", "address-rw": "002",
    }  # fmt: skip


def test_the_chosen_question_is_shown_with_its_present_answer_and_the_proposal_reaches_the_case(
    browser_of, ben, number
):
    browser = say_why(browser_of("eva", "head"), page(number))
    html = browser.get(page(number), {"q": "address"}).content.decode()
    assert "Jl. Mawar 3" in html and 'name="address-street"' in html
    ward = correcting.answers_of(Case.objects.get())["address"]["ward"]
    answer = browser.post(page(number), sent(**boxes(), **{"address-ward": ward}))
    assert answer.status_code == 302
    assert Case.objects.get().rest["correction"]["fields"] == ["address"]
    text = browser.text(page(number))
    assert WRONG in text and "Melati 30" in text and "Pemohon dapat menyetujui atau membantah" in text


def test_what_is_missing_is_told_and_nothing_typed_is_lost(browser_of, ben, number):
    answer = say_why(browser_of("eva", "head"), page(number)).post(page(number), sent(ground="", right=RIGHT))
    assert answer.status_code == 409 and RIGHT in answer.content.decode()
    assert not Case.objects.get().rest.get("correction")


def test_the_list_is_ordered_by_day_goes_on_by_key_and_costs_the_same(
    browser_of, ana, ben, django_assert_max_num_queries
):
    at = timezone.now() - timedelta(days=20)
    for n in range(27):
        number = granted(ana, ben, another(n), at=at + timedelta(minutes=10 * n))
        issuing.issue(number, actor=SYSTEM, now=at + timedelta(days=1))
        correcting.propose_correction(number, proposal(number), actor=ben, now=at + timedelta(days=2, minutes=n))
    browser = browser_of("eva", "head")
    with django_assert_max_num_queries(5):
        html = browser.get("/officer/corrections/").content.decode()
    assert html.count("/correction/") == 25 and "due=" in html
    assert browser.get("/officer/corrections/", {"number": "x"}).status_code == 422
    assert browser.get("/officer/corrections/", {"number": number}).status_code == 302


def test_the_empty_list_says_what_to_do(browser_of, ben, db):
    assert "Tidak ada perbaikan yang berjalan" in browser_of("eva", "head").text("/officer/corrections/")


@pytest.mark.parametrize(
    ("role", "status"), [("front-desk", 403), ("auditor", 403), ("supervisor", 200), ("head", 200)]
)
def test_who_decides_and_who_supervises_see_it(browser_of, number, role, status):
    assert browser_of("xena", role).get(page(number)).status_code == status


@pytest.mark.parametrize("role", ["supervisor", "head"])
def test_who_has_no_part_says_why_before_any_answer_is_shown(browser_of, number, role):
    """That a letter could be corrected is no part in its case: else the page would open every answer of every case."""
    browser = browser_of("xena", role)
    asked = browser.get(page(number), {"q": "address"}).content.decode()
    assert "Jl. Mawar 3" not in asked and 'value="say-why"' in asked and not Look.objects.exists()
    refused = browser.post(page(number), sent(**boxes()))
    assert refused.status_code == 409 and "Jl. Mawar 3" not in refused.content.decode()
    assert not Case.objects.get().rest.get("correction") and not Look.objects.exists()
    assert browser.post(page(number), {"act": "say-why", "reason": "asked", "words": "x"}).status_code == 422
    shown = say_why(browser, page(number)).get(page(number), {"q": "address"}).content.decode()
    assert ("Jl. Mawar 3" in shown) == (role == "head")  # who supervises proposes nothing
    look = Look.objects.get()
    assert (look.what, look.purpose, look.role, look.case.number) == ("officer-correction", "reason", role, number)
    assert look.reason.kind == "asked" and look.reason.case_id == look.case_id


def test_who_has_a_part_and_who_is_called_are_asked_nothing(browser_of, ben, number):
    eva = browser_of("eva", "head")
    correcting.propose_correction(number, proposal(number), actor=ben, now=timezone.now() - DAY)
    assert WRONG in eva.get(page(number)).content.decode(), "it waits for who decides it"
    correcting.drop_correction(number, WHY, actor=eva.actor, now=timezone.now())
    assert 'value="say-why"' not in eva.get(page(number)).content.decode(), "they decided it"
    kept = Look.objects.values_list("what", "purpose", "reason")
    assert list(kept) == [("officer-correction", "correction", None)] * 2


def test_the_reason_is_that_of_one_case(browser_of, ana, ben, number):
    at = timezone.now() - timedelta(days=19)
    other = granted(ana, ben, another(1), at=at)
    issuing.issue(other, actor=SYSTEM, now=at + timedelta(minutes=10))
    browser = say_why(browser_of("eva", "head"), page(number))
    assert 'value="say-why"' in browser.get(page(other)).content.decode()


def test_the_applicant_sees_it_agrees_and_it_is_corrected(browser_of, ben, number, client):
    correcting.propose_correction(number, proposal(number), actor=ben, now=timezone.now() - DAY)
    citizen = Actor(kind="citizen", party=Case.objects.get().party_id)
    correcting.answer_correction(number, "", agrees=True, actor=citizen, now=timezone.now())
    fira = browser_of("fira", "head")
    assert fira.post(page(number), {"act": "correct", "why": WHY}).status_code == 302
    assert Letter.objects.count() == 2 and "diperbaiki oleh surat" in fira.text(page(number))
    assert client.get(f"/letter/{Letter.objects.get(edition=0).code}/").status_code == 200


def test_nobody_who_is_not_signed_in_reaches_the_pages(db, number):
    for path in (page(number), "/officer/corrections/", f"/case/{number}/correction/"):
        assert Client().get(path).status_code in (302, 403)
