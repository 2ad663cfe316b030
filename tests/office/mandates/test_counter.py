"""Mandates at the counter: recorded on the spot, confirmed by the person's own phone; and who stands there is said."""

import re

import pytest
from django.utils import timezone

from layani.office.actions.mandating import code_of
from layani.office.actions.parties import register
from layani.office.house import key_store
from layani.office.tables.models import Case, Document, Look, Mandate, Message, Party, ProxyFiling
from tests.office.citizen.files import PDF
from tests.office.counter.conftest import FORM, send
from tests.office.mandates.conftest import BUDI, SERVICE
from tests.office.officer.conftest import words_of


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def budi(db, now):
    return register(BUDI, now=now)


LETTER = {
    "holder": BUDI.nik, "basis": "letter", "seen": "Surat kuasa nomor 7 tahun 2026", "services": SERVICE,
    "until-day": "31", "until-month": "12",
}  # fmt: skip


def letter(now, **more):
    return {**LETTER, "until-year": f"{now.year}", **more}


def test_a_letter_is_recorded_with_its_scan_and_the_person_is_told(eva, carla_here, budi, now, tmp_path):
    scan = tmp_path / "kuasa.pdf"
    scan.write_bytes(PDF)
    with scan.open("rb") as paper:
        answer = send(eva, "/counter/mandate/", **letter(now), scan=paper)
    row = Mandate.objects.get()
    assert answer["Location"] == f"/counter/mandate/{row.ref}/", words_of(answer)
    assert row.mandate().in_force(timezone.localdate(now)) and row.recorded_by_id == eva.actor.user
    assert row.scan == Document.objects.get() and Message.objects.get(kind="mandate-recorded").party_id == carla_here.pk
    assert Look.objects.filter(party=budi, what="counter-mandate").exists()
    assert BUDI.name in words_of(eva.get(f"/counter/mandate/{row.ref}/"))


def test_what_is_missing_is_said_and_nothing_recorded(eva, carla_here, budi, now):
    assert send(eva, "/counter/mandate/").status_code == 422
    assert "Catat dia dahulu" in words_of(send(eva, "/counter/mandate/", **letter(now, holder="3174010101700009")))
    assert "Tulis apa yang Anda lihat" in words_of(send(eva, "/counter/mandate/", **letter(now, seen="surat")))
    assert not Mandate.objects.exists()


def test_the_persons_word_holds_once_they_say_the_code(eva, carla_here, budi, now):
    send(eva, "/counter/mandate/", **letter(now, basis="word", seen=""))
    row = Mandate.objects.get()
    path, right = f"/counter/mandate/{row.ref}/", code_of(key_store().get(row.ref))
    assert right not in words_of(eva.get(path)), "the officer learns it from the person alone"
    wrong = send(eva, path, code=f"{(int(right) + 1) % 10**6:06d}")
    assert wrong.status_code == 409
    assert send(eva, path, code=right).status_code == 302
    row.refresh_from_db()
    assert row.confirmed_at is not None


def filed_by(eva, stands, **more):
    form = f"/counter/apply/{SERVICE}/"
    send(eva, form, **FORM)
    return send(eva, f"{form}check/", **({"stands": stands} if stands else {}), **more)


def test_the_officer_says_who_stands_there(eva, carla_here, budi, now):
    send(eva, "/counter/mandate/", **letter(now))
    row = Mandate.objects.get()
    assert "Belum dipilih siapa" in words_of(filed_by(eva, ""))
    assert not Case.objects.exists()
    assert filed_by(eva, str(row.ref)).status_code == 302
    filing = ProxyFiling.objects.get()
    assert (filing.officer_id, filing.holder_id, filing.case.party_id) == (eva.actor.user, budi.pk, carla_here.pk)
    assert Message.objects.get(kind="filed-by-proxy").party_id == carla_here.pk


def test_the_person_themselves_files_as_ever(eva, carla_here, budi, now):
    send(eva, "/counter/mandate/", **letter(now))
    assert filed_by(eva, "person").status_code == 302
    assert Case.objects.exists() and not ProxyFiling.objects.exists()


def test_without_a_mandate_nothing_is_asked(eva, carla_here):
    send(eva, f"/counter/apply/{SERVICE}/", **FORM)
    assert "berdiri di depan" not in eva.get(f"/counter/apply/{SERVICE}/check/").content.decode()
    assert filed_by(eva, "").status_code == 302


def test_a_mandate_of_somebody_else_helps_nobody(eva, carla_here, budi, now):
    assert "Tidak ada kuasa" in words_of(filed_by(eva, "00000000-0000-0000-0000-000000000000"))
    assert eva.get("/counter/mandate/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert re.search("Loket", words_of(eva.get("/counter/"))) and Party.objects.count() == 2


def test_a_death_ends_it(eva, carla_here, budi, now):
    send(eva, "/counter/mandate/", **letter(now))
    row = Mandate.objects.get()
    send(eva, f"/counter/mandate/{row.ref}/", act="death")
    row.refresh_from_db()
    assert row.ended == "death"
