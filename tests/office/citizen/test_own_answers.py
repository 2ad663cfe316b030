"""What a person gave is theirs to see again: the answers as they stand, and every file."""

import pytest

from layani.office.actions import checking, serving, uploading
from layani.office.actions.filing import Application, file
from layani.office.actions.parties import Person, register
from layani.office.actions.uploading import INFECTED, upload
from layani.office.gateways.file_store import MemoryStore
from layani.office.house import service
from layani.office.tables.models import Case, Document
from tests.office.actions.applications import answers
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.files import PDF, sent
from tests.office.citizen.phone import Phone


@pytest.fixture(autouse=True)
def store(monkeypatch):
    memory = MemoryStore()
    monkeypatch.setattr(uploading, "file_store", lambda: memory)
    return memory


@pytest.fixture
def rented(carla, as_carla, now):
    letter = service("residence-letter")
    contract = upload(carla, letter.fields["contract"], sent(PDF, "Sewa Bu Núr.pdf"), now=now)
    given = answers(tenancy="rent", contract=contract)
    return file(Application(letter, carla, given, "online"), actor=as_carla, now=now).row


def document_path(case):
    return f"/case/{case.number}/document/{Document.objects.get().ref}/"


def test_the_answers_stand_with_their_corrections(browser, rented, as_carla, ana, now):
    serving.take_next(actor=ana, now=now)
    checking.ask_missing(rented.number, {"purpose": "Benarkah?"}, actor=ana, now=now)
    checking.answer(rented.number, {"purpose": "school"}, actor=as_carla, now=now)
    text = Phone(browser).open(f"/case/{rented.number}/answers/").text
    for words in ("Jalan Mawar 3", "Mendaftar sekolah", "Sewa Bu Núr.pdf"):
        assert words in text
    assert "Membuka rekening bank" not in text


def test_a_file_comes_back_as_it_was_uploaded_and_can_do_nothing(browser, rented):
    answer = browser.get(document_path(rented))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "Núr" not in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_nobody_else_opens_them(rented, now):
    dan = signed_in(register(Person(nik="3174010101800001", name="Dan"), now=now))
    assert dan.get(document_path(rented)).status_code == 404
    assert dan.get(f"/case/{rented.number}/answers/").status_code == 404


def test_a_file_of_another_case_is_not_found_here(browser, rented, case):
    assert browser.get(document_path(case)).status_code == 404


def test_a_file_in_which_malware_was_found_later_is_given_to_nobody(browser, rented):
    Document.objects.update(scanned=INFECTED)
    answer = browser.get(document_path(rented))
    assert answer.status_code == 410
    assert "program berbahaya" in answer.content.decode()


def test_a_file_that_the_store_has_lost_is_said_to_be_our_fault(browser, rented, store):
    store.files.clear()
    answer = browser.get(document_path(rented))
    assert answer.status_code == 410
    assert "kesalahan di pihak kami" in answer.content.decode()


def test_the_answers_of_a_form_that_is_no_longer_offered_still_show(browser, rented):
    Case.objects.filter(pk=rented.pk).update(service="old-permit")
    assert "Jalan Mawar 3" in Phone(browser).open(f"/case/{rented.number}/answers/").text
