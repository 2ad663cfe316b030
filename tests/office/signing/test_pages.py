"""The queue of letters in front of who signs them, and in front of everybody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from layani.office.actions import signing
from layani.office.actions.rectifying import Answer, Wrong, answer, ask
from layani.office.actor import Actor
from layani.office.gateways.fake_signing_service import make_key
from layani.office.tables.models import Case, Letter, Look, Signature
from tests.office.conftest import CARLA, officer
from tests.office.officer.conftest import words_of
from tests.office.officer.walks import another, granted
from tests.office.signing.conftest import PASSPHRASE

PAGE = "/letters/signing/"


@pytest.fixture
def early():
    return timezone.now() - timedelta(hours=2)


@pytest.fixture
def hana(browser_of):
    return browser_of("hana", "head")


def waits(checker, decider, early, person=CARLA):
    number = granted(checker, decider.actor, person, at=early)
    signing.issue_or_wait(number, now=timezone.now())
    return number


@pytest.fixture
def key(local):
    make_key(local, "hana", PASSPHRASE)
    return local


def test_who_decided_reads_each_letter_and_signs_several_at_once(key, ana, hana, early, client):
    first, second = waits(ana, hana, early), waits(ana, hana, early + timedelta(minutes=20), another(1))
    words = hana.text(PAGE)
    assert words.index(first) < words.index(second) and "hana (contoh)" in words and CARLA.name not in words
    assert hana.get(f"{PAGE}{first}/paper/")["Content-Type"] == "application/pdf"
    assert Look.objects.filter(what="signing-paper").count() == 1
    answer = hana.post(PAGE, {"letter": [first, second], "passphrase": PASSPHRASE})
    assert answer.headers["Location"] == f"{PAGE}?issued=2&sent=0"
    assert "Terbit: 2" in hana.text(answer.headers["Location"])
    assert Case.objects.filter(issued_at=None).count() == 0


def test_a_refusal_of_the_service_is_said_with_what_to_do_and_the_choice_stays(key, ana, hana, early):
    number = waits(ana, hana, early)
    answer = hana.post(PAGE, {"letter": [number], "passphrase": "wrong"})
    assert answer.status_code == 409 and "Frasa sandinya tidak cocok" in words_of(answer)
    assert "checked" in answer.content.decode() and "wrong" not in answer.content.decode()
    assert hana.post(PAGE, {"letter": [number]}).status_code == 422
    assert hana.post(PAGE, {"passphrase": PASSPHRASE}).status_code == 422


def test_a_certificate_that_ends_soon_is_told(local, ana, hana, early):
    make_key(local, "hana", PASSPHRASE, lasts=timedelta(days=50))
    assert "Segera berakhir" in hana.text(PAGE)


def test_without_a_certificate_the_letters_wait_and_the_page_says_for_what(local, ana, hana, early):
    number = waits(ana, hana, early)
    assert "belum mempunyai sertifikat" in hana.text(PAGE)
    assert hana.post(PAGE, {"letter": [number], "passphrase": "x"}).status_code == 409
    assert not Letter.objects.exists()


def test_an_outage_is_a_state_of_the_page(fake, ana, hana, early):
    number = waits(ana, hana, early)
    fake.mkdir()
    (fake / "away").touch()
    assert "sedang tidak menjawab" in hana.text(PAGE)
    assert hana.post(PAGE, {"letter": [number], "passphrase": "frasa-contoh"}).status_code == 409


def test_nobody_else_reads_the_letter_or_learns_that_it_waits(key, ana, hana, browser_of, early):
    number = waits(ana, hana, early)
    other = browser_of("dina", "head")
    assert number not in other.text(PAGE)
    for path in ("paper/", "ink/"):
        assert other.get(f"{PAGE}{number}/{path}").status_code == 403
    assert Signature.objects.get().state == "waiting"


def test_in_ink_two_steps_issue_the_letter(ink, ana, hana, early):
    number = waits(ana, hana, early)
    page = f"{PAGE}{number}/ink/"
    assert "Beri nomor dan cetak" in hana.text(page)
    hana.post(page, {"doing": "number"})
    assert Letter.objects.get().number in hana.text(page)
    assert hana.post(page, {"doing": "scan"}).status_code == 409
    assert hana.post(page, {"doing": "x"}).status_code == 400
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.7 signed", "application/pdf")
    assert hana.post(page, {"doing": "scan", "scan": scan}).status_code == 302
    assert Case.objects.get().issued_at is not None


def test_a_letter_with_a_number_and_no_signature_is_called_so_on_its_own_page_and_in_the_register(
    ink, ana, hana, early, client, browser_of
):
    number = waits(ana, hana, early)
    hana.post(f"{PAGE}{number}/ink/", {"doing": "number"})
    assert "belum ditandatangani dan belum berlaku" in words_of(client.get(f"/letter/{Letter.objects.get().code}/"))
    assert "Menunggu tanda tangan" in browser_of("citra", "supervisor").text("/letters/register/")


def test_an_office_that_signs_by_deciding_has_no_queue(hana):
    assert "tidak menandatangani surat satu per satu" in hana.text(PAGE)
    assert f'href="{PAGE}"' not in hana.get(PAGE).content.decode()


def test_the_queue_goes_on_by_key_with_as_many_queries(ink, ana, hana, early, django_assert_max_num_queries):
    for n in range(27):
        waits(ana, hana, early + timedelta(minutes=n * 4), another(n))
    with django_assert_max_num_queries(9):
        page = hana.get(PAGE).content.decode()
    older = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert page.count("/ink/") == 25 and hana.get(PAGE + older).content.decode().count("/ink/") == 2


def test_what_was_put_right_of_the_person_after_the_decision_is_said_before_it_is_signed(key, ana, hana, early):
    number = waits(ana, hana, early)
    said = "Data diri pemohon diperbaiki sesudah diputus"
    assert said not in hana.text(PAGE)
    party = Case.objects.get(number=number).party
    wrong = Wrong("name", "Karla Wijayanti", "Akta kelahiran nomor 12, baris nama.")
    one = ask(party, wrong, actor=Actor("citizen", party=party.pk), now=timezone.now(), once=uuid4())
    right = Answer("corrected", "Akta kelahirannya menyebut nama itu.", card_seen=True, value="Karla Wijayanti")
    answer(one, right, actor=officer("eva", "counter"), now=timezone.now())
    page = hana.text(PAGE)
    assert said in page and "Karla Wijayanti" not in page
    case = hana.text(f"/officer/case/{number}/")
    assert "Karla Wijayanti" in case and "usulkan perbaikannya setelah terbit" in case
    assert hana.post(PAGE, {"letter": [number], "passphrase": PASSPHRASE}).status_code == 302
