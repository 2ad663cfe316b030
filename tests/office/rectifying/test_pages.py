"""The pages on which a person says what is wrong, an officer answers, and a supervisor sees what is late."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from layani.office.actions import rectifying_facts
from layani.office.actions.parties import person_of
from layani.office.actions.rectifying import Answer, Wrong, answer, ask
from layani.office.actor import Actor
from layani.office.house import catalogue
from layani.office.tables.models import Case, Event, Look, Party, Rectification
from tests.office.conftest import CARLA, officer
from tests.office.officer.conftest import words_of

PROOF = "Akta kelahiran nomor 12, baris nama."


def sent(**other):
    return {"once": str(uuid4()), "about": "", "item": "name", "right": "Karla Wijayanti", "evidence": PROOF, **other}


def wrong(party, item="name", right="Karla Wijayanti", *, case=None, at=None):
    actor = Actor(kind="citizen", party=party.pk)
    return ask(party, Wrong(item, right, PROOF, case), actor=actor, now=at or timezone.now(), once=uuid4())


def test_a_person_says_it_on_my_data_and_reads_there_by_when_it_is_answered(browser, carla):
    page = words_of(browser.get("/my-data/wrong/"))
    assert "3 x 24 jam" in page and "belum dicocokkan dengan naskah resmi" in page
    answer = browser.post("/my-data/wrong/", sent())
    assert (answer.status_code, answer["Location"]) == (302, "/my-data/#wrong")
    assert Rectification.objects.get().party == carla
    page = words_of(browser.get("/my-data/"))
    assert "Karla Wijayanti" in page and "Sedang diperiksa" in page


def test_an_answer_of_an_application_can_be_called_wrong_and_nobody_else_s(browser, case):
    page = browser.get("/my-data/wrong/", {"about": case.number})
    assert f"Jawaban pada permohonan {case.number}" in words_of(page) and 'value="address"' in page.content.decode()
    assert browser.post("/my-data/wrong/", sent(about=case.number, item="address")).status_code == 302
    assert Rectification.objects.get().case == case
    Case.objects.filter(pk=case.pk).update(party=Party.objects.create(sealed=b"", created_at=timezone.now()))
    for number in (case.number, "SKM-2026-0000-0000", "x\0y"):
        assert browser.get("/my-data/wrong/", {"about": number}).status_code == 404


@pytest.mark.parametrize(("box", "status"), [("item", 422), ("right", 422), ("evidence", 422)])
def test_what_is_missing_is_told_and_nothing_typed_is_lost(browser, box, status):
    answer = browser.post("/my-data/wrong/", sent(**{box: ""}))
    assert answer.status_code == status and not Rectification.objects.exists()
    assert box == "evidence" or PROOF in answer.content.decode()


def test_a_day_that_is_none_is_told(browser):
    answer = browser.post("/my-data/wrong/", sent(item="birth_date", right="asdf"))
    assert answer.status_code == 422 and "misalnya 27 3 1990" in words_of(answer)
    assert PROOF in answer.content.decode() and not Rectification.objects.exists()


def test_a_declaration_that_was_ticked_is_no_item(monkeypatch, case):
    definition = catalogue().services["business-number"]
    monkeypatch.setattr(rectifying_facts, "definition_for", lambda row: definition)
    monkeypatch.setattr(rectifying_facts, "correctable", lambda of, answers: list(answers))
    monkeypatch.setattr(rectifying_facts, "answers_of", lambda row: {"low_risk_promise": True, "business_name": "Jaya"})
    assert definition.fields["low_risk_promise"].kind == "declaration"
    assert list(rectifying_facts.items_of(case)) == ["business_name"]


def test_too_short_a_proof_is_refused_with_what_to_write(browser):
    answer = browser.post("/my-data/wrong/", sent(evidence="KTP"))
    assert answer.status_code == 409 and "apa yang membuktikannya" in words_of(answer)
    assert "Karla Wijayanti" in answer.content.decode()


def test_the_answer_with_its_reason_stands_on_my_data_and_in_the_file(browser, carla):
    eva = officer("eva", "counter")
    answer(wrong(carla), Answer("refused", "Akta menyebut nama yang tercatat."), actor=eva, now=timezone.now())
    page = words_of(browser.get("/my-data/"))
    assert "Akta menyebut nama yang tercatat." in page and "Tidak diperbaiki" in page and "Petugas loket" in page
    (line,) = json.loads(browser.get("/my-data/file/").content)["called_wrong"]
    assert (line["item"], line["outcome"], line["right"]) == ("Nama", "Tidak diperbaiki", "Karla Wijayanti")
    assert line["why"] == "Akta menyebut nama yang tercatat." and line["answered_at"]


def test_an_officer_puts_it_right_on_the_page_and_leaves_a_look(browser_of, carla):
    one, browser = wrong(carla), browser_of("eva", "front-desk")
    page = browser.text(f"/officer/data/{one.ref}/")
    assert CARLA.name in page and PROOF in page and Look.objects.filter(what="rectification", party=carla).exists()
    posted = {"act": "answer", "outcome": "corrected", "name": "Karla Wijayanti", "why": "Akta kelahirannya begitu."}
    assert browser.post(f"/officer/data/{one.ref}/", posted).status_code == 302
    assert person_of(Party.objects.get(pk=carla.pk)).name == "Karla Wijayanti"
    assert "Sudah diperbaiki" in browser.text(f"/officer/data/{one.ref}/")


def test_an_answer_of_an_open_case_is_put_right_on_the_page(browser_of, case):
    one, browser = wrong(case.party, "address", "Jl. Melati 30", case=case), browser_of("eva", "head")
    html = browser.get(f"/officer/data/{one.ref}/").content.decode()
    assert "Jalan Mawar 3" in html and 'name="address-street"' in html
    posted = {"act": "answer", "outcome": "corrected", "why": "Kartu keluarga menyebutnya.", "address-rt": "001",
              "address-rw": "002", "address-street": ""}  # fmt: skip
    assert browser.post(f"/officer/data/{one.ref}/", posted).status_code == 422
    ward = html.partition('name="address-ward"')[2].partition("selected")[0].rpartition('value="')[2].partition('"')[0]
    posted |= {"address-street": "Jl. Melati 30", "address-ward": ward}
    assert browser.post(f"/officer/data/{one.ref}/", posted).status_code == 302
    assert Event.objects.filter(case=case).last().act == "put_right"


def test_who_has_no_part_in_it_reads_nothing(browser_of, case, carla):
    about_case, about_person = wrong(carla, "address", "x", case=case), wrong(carla)
    verifier = browser_of("vina", "verifier")
    assert verifier.get(f"/officer/data/{about_person.ref}/").status_code == 403
    assert verifier.get(f"/officer/data/{about_case.ref}/").status_code == 403
    assert verifier.get(f"/officer/data/{uuid4()}/").status_code == 404
    assert browser_of("carla2", "head", nik=CARLA.nik).get(f"/officer/data/{about_case.ref}/").status_code == 403


def test_the_list_begins_with_the_earliest_day_and_costs_the_same(browser_of, carla, django_assert_max_num_queries):
    browser, at = browser_of("eva", "front-desk"), timezone.now() - timedelta(days=9)
    assert "Tidak ada laporan yang menunggu jawaban" in browser.text("/officer/data/")
    for n in range(27):
        party = Party.objects.create(sealed=b"", created_at=at) if n else carla
        row = wrong(carla, "name" if not n else "email", at=at + timedelta(hours=n)) if n < 2 else None
        if row is None:
            first = Rectification.objects.order_by("pk").first()
            Rectification.objects.create(
                ref=uuid4(), party=party, item="name", asked_at=at, due_at=first.due_at + timedelta(hours=n), body="",
                sealed=b"", once=uuid4(), outbox=first.outbox.__class__.objects.create(leaf="x"),
            )  # fmt: skip
    with django_assert_max_num_queries(6):
        html = browser.get("/officer/data/").content.decode()
    assert html.count("jawab sampai") == 25 and "lewat waktu" in html
    following = html.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert browser.text(f"/officer/data/{following}").count("jawab sampai") == 2


def test_the_supervisor_sees_how_many_are_late(browser_of, carla):
    browser = browser_of("sari", "supervisor")
    assert "3 x 24 jam" not in browser.text("/officer/late/")
    wrong(carla, at=timezone.now() - timedelta(hours=73))
    assert "1 laporan data keliru tidak dijawab dalam 3 x 24 jam" in browser.text("/officer/late/")


def test_the_counter_writes_down_what_a_person_says_and_does_not_answer_it(browser_of, carla):
    browser = browser_of("eva", "front-desk")
    browser.post("/counter/", {"act": "find", "nik": CARLA.nik})
    page = browser.get("/counter/person/wrong/")
    assert page.status_code == 200, page
    answer = browser.post("/counter/person/wrong/", sent(**{"for": str(carla.ref)}))
    assert answer.status_code == 302
    one = Rectification.objects.get()
    assert one.asked_by_id == browser.actor.user
    assert "Anda sendiri yang memasukkan data ini atau mencatat laporannya." in browser.text(
        f"/officer/data/{one.ref}/"
    )
    assert browser.get("/counter/person/wrong/", {"about": "SKM-2026-0000-0000"}).status_code == 404
