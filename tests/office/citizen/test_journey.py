"""Carla's way from a need to a letter, with nothing but a browser; and the office's acts in between."""

import re

import pytest

from layani.office.actions import checking, deciding, issuing, serving
from layani.office.actions.viewing import answers_of
from layani.office.tables.models import Case, DemoMessage, Draft
from tests.office.citizen.files import PDF, sent
from tests.office.citizen.phone import Phone
from tests.office.conftest import CARLA

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone():
    return Phone()


def code():
    return "".join(re.search(r"(\d{3}) (\d{3})", DemoMessage.objects.latest("pk").text).groups())


def sign_in_new(phone):
    phone.fill(nik=CARLA.nik, name=CARLA.name, phone="0812 3456 7890")
    assert phone.at == "/sign-in/code/"
    return phone.fill(code=code())


MOVE = {
    "you": {},
    "old-address": {"old_address": "Jalan Kenanga 9, Harapan Baru"},
    "new-address": {
        "address__street": "Jalan Mawar 3", "address__rt": "1", "address__rw": "12", "address__ward": "99.01.01.1001"
    },
    "moved-on": {"moved_on__day": "1", "moved_on__month": "11", "moved_on__year": "2026"},
    "home": {"tenancy": "rent"},
    "proof": {"contract": sent(PDF)},
    "family-card": {"family_card": sent(PDF, "kk.pdf")},
    "family": {"family_role": "head", "movers": "1"},
}  # fmt: skip


def fill_in_move(phone):
    for page, typed in MOVE.items():
        assert phone.at == f"/apply/move-of-address/{page}/", phone.text
        for file in typed.values():
            if hasattr(file, "seek"):
                file.seek(0)
        phone.fill(**typed)
    return phone


def test_the_whole_way_from_a_need_to_the_letter(phone, ana, ben):
    # She finds the service by her need, with a slip of the finger, and sees what it costs and when she will have it.
    phone.open("/?q=pindha rumah")
    assert "Surat keterangan pindah alamat" in phone.text
    phone.open("/service/move-of-address/")
    assert "Gratis" in phone.text
    assert "keputusan paling lambat" in phone.text

    # She signs in on the way, and is led on to the form.
    phone.open("/apply/move-of-address/")
    assert phone.at.startswith("/sign-in/")
    sign_in_new(phone)
    fill_in_move(phone)
    assert phone.at == "/apply/move-of-address/check/"
    assert "Jalan Mawar 3" in phone.text

    # She declares once that it is true, sends it and has a receipt.
    assert "Dengan mengirim, saya menyatakan" not in phone.text
    phone.fill()
    assert "Centang pernyataan ini bila benar." in phone.text
    phone.fill(truthful="yes")
    case = Case.objects.get()
    assert phone.at == f"/case/{case.number}/filed/"
    assert case.number in phone.text
    receipt = phone.client.get(f"/case/{case.number}/receipt/0/")
    assert receipt.content.startswith(b"provisional-receipt/v1")
    assert case.documents.count() == 2

    # The front desk asks once for what is missing.
    now = case.received_at
    serving.take_next(actor=ana, now=now)
    checking.ask_missing(case.number, {"contract": "Halaman kedua tidak terbaca."}, actor=ana, now=now)
    phone.open(f"/case/{case.number}/")
    assert "Halaman kedua tidak terbaca." in phone.text
    assert "Menunggu Anda" in phone.text

    # She answers.
    phone.open(f"/case/{case.number}/answer/").fill(contract=sent(PDF + b"2", "baru.pdf"))
    assert phone.at == f"/case/{case.number}/?answered"
    assert "Jawaban Anda sudah kami terima" in phone.text
    assert answers_of(case)["contract"]["name"] == "baru.pdf"
    assert case.documents.count() == 3

    # It is checked, decided by another person, and the letter is issued.
    serving.take_next(actor=ana, now=now)
    checking.check_complete(case.number, actor=ana, now=now)
    serving.take_next(actor=ben, now=now)
    deciding.grant(case.number, actor=ben, now=now)
    issuing.issue(case.number, actor=ben, now=now)
    phone.open(f"/case/{case.number}/")
    assert "Dikabulkan" in phone.text

    # She downloads it; the first time it counts as handed over.
    for _ in range(2):
        letter = phone.client.get(f"/case/{case.number}/letter/")
        assert letter["Content-Type"] == "application/pdf"
        assert letter.content.startswith(b"%PDF-")
    case.refresh_from_db()
    assert case.delivered_at
    assert [event.act for event in case.events.order_by("seq")].count("deliver") == 1
    assert not Draft.objects.exists()


def test_a_session_that_ends_on_page_three_loses_nothing_not_even_that_page(phone, carla):
    phone.open("/apply/move-of-address/")
    phone.fill(nik=CARLA.nik).fill(code=code())
    phone.fill().fill(old_address="Jalan Kenanga 9")
    page_three = phone.filled(**MOVE["new-address"])
    phone.client.session.flush()

    phone.send(page_three)
    assert phone.at.startswith("/sign-in/")
    phone.fill(nik=CARLA.nik).fill(code=code())
    assert phone.at == "/apply/move-of-address/"
    assert "Lanjutkan permohonan Anda" in phone.text
    phone.open("/apply/move-of-address/new-address/")
    assert phone.form().values["address-street"] == ["Jalan Mawar 3"]
    phone.open("/apply/move-of-address/old-address/")
    assert phone.form().values["old_address"] == ["Jalan Kenanga 9"]


def test_one_file_for_two_documents_is_told_and_may_still_be_sent(phone, carla):
    phone.open("/apply/move-of-address/").fill(nik=CARLA.nik).fill(code=code())
    fill_in_move(phone)
    assert "Berkas yang sama untuk dua dokumen" in phone.text
    assert "Perjanjian sewa atau kontrak = Kartu keluarga yang sekarang" in phone.text
    phone.open("/apply/move-of-address/family-card/").fill(family_card=sent(PDF + b"2", "kk.pdf"))
    assert phone.at == "/apply/move-of-address/check/"
    assert "Berkas yang sama" not in phone.text
    phone.open("/apply/move-of-address/family-card/").fill(family_card=sent(PDF, "kk.pdf")).fill(truthful="yes")
    assert Case.objects.get().documents.count() == 2
