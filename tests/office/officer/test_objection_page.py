"""The pages of an objection: the applicant's, the counter's, the list, and the answer."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from layani.office.actions import deciding, serving
from layani.office.actions.rebuilding import differences
from layani.office.gateways.malware import EICAR
from layani.office.tables.models import Attempt, Case, Document, Look
from layani.office.tables.projection import state_of
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.files import PDF
from tests.office.conftest import CARLA
from tests.office.counter.conftest import send
from tests.office.officer.conftest import words_of
from tests.office.officer.walks import another, refused

WORDS = "Saya tinggal di Jalan Mawar 3 sejak 2019."
REASON = "Rekening listrik menunjukkan bahwa pemohon tinggal di alamat itu."


@pytest.fixture
def number(ana, ben):
    return refused(ana, ben, at=timezone.now() - timedelta(hours=2))


@pytest.fixture
def carla(number):
    """The applicant's browser."""
    return signed_in(Case.objects.get(number=number).party)


def page(number):
    return f"/officer/case/{number}/objection/"


def state(number):
    return state_of(Case.objects.get(number=number))


def test_from_the_refusal_to_a_new_decision(number, carla, browser_of):
    assert f"/case/{number}/objection/" in carla.get(f"/case/{number}/").content.decode()
    asked = carla.get(f"/case/{number}/objection/").content.decode()
    assert "Bukan orang yang memutuskan" in asked
    empty = carla.post(f"/case/{number}/objection/", {"words": " "})
    assert empty.status_code == 409 and "belum ditulis" in empty.content.decode()
    long = carla.post(f"/case/{number}/objection/", {"words": "x" * 4_001})
    assert long.status_code == 409 and "4001 karakter" in long.content.decode()
    assert carla.post(f"/case/{number}/objection/", {"words": WORDS})["Location"] == f"/case/{number}/"
    waits = carla.get(f"/case/{number}/").content.decode()
    assert "menunggu jawaban" in waits and "tidak oleh orang yang ikut mengerjakan atau memutuskan" in waits
    assert carla.get(f"/case/{number}/objection/").status_code == 302

    sari = browser_of("sari", "supervisor")
    assert number in sari.text("/officer/objections/")
    shown = sari.text(page(number))
    assert WORDS in shown and "Pada kartu keluarga tertulis" in shown
    short = sari.post(page(number), {"act": "objection_upheld", "fact": "Ya.", "back_to": "decide"})
    assert short.status_code == 409 and "belum jelas" in words_of(short)
    assert sari.post(page(number), {"act": "objection_upheld", "fact": REASON, "back_to": "decide"}).status_code == 302
    assert "Tidak ada keberatan" in sari.text("/officer/objections/")
    assert Look.objects.filter(case__number=number).exists()

    gita = browser_of("gita", "head")
    serving.take_next(actor=gita.actor, now=timezone.now())
    anew = gita.text(f"/officer/case/{number}/")
    assert "Diputuskan lagi karena keberatan dikabulkan" in anew
    assert all(words in anew for words in (WORDS, REASON, "Pada kartu keluarga tertulis"))

    told = carla.get(f"/case/{number}/").content.decode()
    assert "Keberatan Anda diterima" in told and REASON in told
    assert state(number).status == "deciding"


def test_who_decided_is_told_that_somebody_else_answers(number, carla, browser_of):
    carla.post(f"/case/{number}/objection/", {"words": WORDS})
    hadi = browser_of("hadi", "head")
    Case.objects.filter(number=number).update(
        rest={**Case.objects.get(number=number).rest, "done_by": {"decide": hadi.actor.user}}
    )
    assert "orang lain yang menjawab keberatan" in hadi.text(page(number))
    assert hadi.post(page(number), {"act": "objection_rejected", "fact": REASON}).status_code == 409
    assert Attempt.objects.get().code == "four-eyes"


@pytest.mark.parametrize("role", ["front-desk", "verifier", "registrar"])
def test_no_other_role_reads_it(number, carla, browser_of, role):
    carla.post(f"/case/{number}/objection/", {"words": WORDS})
    assert browser_of("eva", role).get(page(number)).status_code == 403


def test_without_an_objection_there_is_nothing_to_read(number, browser_of):
    assert browser_of("sari", "supervisor").get(page(number)).status_code == 403


def test_a_rejection_names_the_superior_and_the_court(number, carla, browser_of):
    carla.post(f"/case/{number}/objection/", {"words": WORDS})
    browser_of("sari", "supervisor").post(page(number), {"act": "objection_rejected", "fact": REASON})
    told = carla.get(f"/case/{number}/").content.decode()
    assert "tidak diterima" in told and "banding kepada atasan" in told and "90 hari kalender" in told
    assert f"/case/{number}/objection/" not in told


def test_the_list_turns_its_pages_by_a_key(ana, ben, browser_of):
    early = timezone.now() - timedelta(hours=3)
    for place in range(27):
        number = refused(ana, ben, another(place), at=early + timedelta(minutes=5 * place))
        signed_in(Case.objects.get(number=number).party).post(f"/case/{number}/objection/", {"words": WORDS})
    sari = browser_of("sari", "supervisor")
    first = sari.get("/officer/objections/").content.decode()
    assert first.count("/objection/") == 25
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = sari.get(f"/officer/objections/{following}").content.decode()
    assert second.count("/objection/") == 2
    numbers = [set(re.findall(r"case/([\w-]+)/objection", page)) for page in (first, second)]
    assert len(numbers[0] | numbers[1]) == 27


def test_the_counter_writes_down_what_a_person_says(number, browser_of):
    eva = browser_of("eva", "front-desk")
    eva.post("/counter/", {"nik": CARLA.nik})
    path = f"/counter/case/{number}/"
    assert "Orang ini keberatan" in eva.text(path)
    assert send(eva, path, act="objection_filed", words="tidak").status_code == 409
    assert send(eva, path, act="objection_filed", words=WORDS).status_code == 302
    assert WORDS in eva.text(path) and "ditulis di loket" in eva.text(path)
    assert state(number).done_by["@object"] == eva.actor.user


def test_decided_anew_it_may_be_objected_to_again(number, carla, browser_of, ana):
    carla.post(f"/case/{number}/objection/", {"words": WORDS})
    sari, gita = browser_of("sari", "supervisor"), browser_of("gita", "head")
    sari.post(page(number), {"act": "objection_upheld", "fact": REASON, "back_to": "decide"})
    now = timezone.now() + timedelta(minutes=1)
    serving.take_next(actor=gita.actor, now=now)
    fact = "Kartu keluarga pemohon masih tercatat di kecamatan lain."
    deciding.refuse(number, deciding.Why("not-resident", fact), actor=gita.actor, now=now)
    assert f"/case/{number}/objection/" in carla.get(f"/case/{number}/").content.decode()


def test_a_file_comes_with_it_for_who_answers_and_who_decides_anew_alone(number, carla, browser_of):
    path = f"/case/{number}/objection/"
    harmful = SimpleUploadedFile("listrik.pdf", PDF + EICAR, "application/pdf")
    refused_page = carla.post(path, {"words": WORDS, "evidence": harmful})
    assert refused_page.status_code == 409 and "program berbahaya" in refused_page.content.decode()
    assert not state(number).objection and WORDS in refused_page.content.decode()
    short = carla.post(path, {"words": " ", "evidence": SimpleUploadedFile("l.pdf", PDF, "application/pdf")})
    assert short.status_code == 409 and not Document.objects.exists(), "nothing is kept of what was not sent"
    proof = SimpleUploadedFile("listrik.pdf", PDF, "application/pdf")
    assert carla.post(path, {"words": WORDS, "evidence": proof}).status_code == 302
    document = Document.objects.get(case__number=number)
    assert "listrik.pdf" in carla.get(f"/case/{number}/").content.decode()
    assert carla.get(f"/case/{number}/document/{document.ref}/").status_code == 200

    place = f"/officer/case/{number}/document/{document.ref}/"
    gita, sari = browser_of("gita", "head"), browser_of("sari", "supervisor")
    assert place in gita.get(page(number)).content.decode()
    assert gita.get(place).status_code == 200, "who answers reads the proof"
    assert browser_of("eva", "front-desk").get(place).status_code == 403
    sari.post(page(number), {"act": "objection_upheld", "fact": REASON, "back_to": "decide"})
    serving.take_next(actor=gita.actor, now=timezone.now())
    assert gita.get(place).status_code == 200 and place in gita.get(f"/officer/case/{number}/").content.decode()
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_another_deciding_role_opens_the_proof_while_it_answers_and_no_other_paper(number, carla, browser_of):
    proof = SimpleUploadedFile("listrik.pdf", PDF, "application/pdf")
    carla.post(f"/case/{number}/objection/", {"words": WORDS, "evidence": proof})
    row = Case.objects.get(number=number)
    row.rest["objection"]["roles"].append("verifier")  # as in a service that verifiers decide
    Case.objects.filter(pk=row.pk).update(rest=row.rest)
    eko = browser_of("eko", "verifier")
    place = f"/officer/case/{number}/document/"
    document = Document.objects.get(case=row)
    other = Document.objects.create(
        ref=uuid4(), party=row.party, case=row, media_type=document.media_type, size=1, scanned="clean",
        uploaded_at=timezone.now(),
    )  # fmt: skip
    assert eko.get(f"{place}{document.ref}/").status_code == 200
    assert eko.get(f"{place}{other.ref}/").status_code == 403
    row.rest["objection"]["roles"].remove("verifier")
    Case.objects.filter(pk=row.pk).update(rest=row.rest)
    assert eko.get(f"{place}{document.ref}/").status_code == 403
