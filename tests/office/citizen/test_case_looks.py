"""Who opened an application, for its person: purpose and reason, delays that end, and nobody else's looks."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from layani.office.actions.looking import Shown, keep_look
from layani.office.actions.parties import Person, register
from layani.office.gateways.sealing import seal
from layani.office.house import calendar, key_store
from layani.office.tables.models import Look, LookReason
from layani.office.tables.models.people import SEEN
from tests.office.citizen.conftest import signed_in

WORDS = "Laporan dari luar kantor."
DAY = timedelta(days=1)


@pytest.fixture
def today():
    return calendar().local(timezone.now()).date()


@pytest.fixture
def dan_party(now):
    return register(Person(nik="3174010101800001", name="Dan"), now=now, assurance=SEEN)


@pytest.fixture
def inquiry(case, ana):
    """Return a function that keeps a look of an inquiry which is shown from a day on."""

    def look(day):
        ref, now = uuid4(), timezone.now()
        sealed = seal(key_store().get(case.ref), {"words": WORDS}, f"look-reason/{ref}")
        reason = LookReason.objects.create(
            ref=ref, officer_id=ana.user, role="auditor", case=case, kind="inquiry", sealed=sealed, at=now,
            until=now + DAY, shown_from=day,
        )  # fmt: skip
        shown = Shown(case.party_id, case.pk, "auditor-case", "reason", reason.pk)
        keep_look(shown, actor=ana, role="auditor", now=now)
        return Look.objects.latest("pk")

    return look


def test_a_delayed_look_is_shown_from_its_day_on_and_marked(browser, case, inquiry, today):
    waits = inquiry(today + DAY)
    pages = (f"/case/{case.number}/looks/", "/my-data/")
    for path in pages:
        assert "Inspektorat" not in browser.get(path).content.decode(), path
    assert json.loads(browser.get("/my-data/file/").content)["looks"] == []
    assert browser.get(f"/my-data/looks/{waits.pk}/").status_code == 404
    inquiry(today)
    for path in pages:
        read = browser.get(path).content.decode()
        assert "Inspektorat" in read and "Ditunda menurut hukum" in read and WORDS in read, path
    [one] = json.loads(browser.get("/my-data/file/").content)["looks"]
    assert (one["shown_from"], one["reason_said"]) == (str(today), WORDS)
    assert one["purpose"].startswith("Tanpa bagian")


def test_how_many_are_delayed_is_public(client, inquiry, today):
    for day in (today + DAY, today + 2 * DAY, today):
        inquiry(day)
    caches["near"].clear()
    assert "Sekarang 2 yang ditunda; 1 sudah tampil." in client.get("/privacy/").content.decode()


def test_the_words_of_an_erased_application_are_gone(browser, case, inquiry, today, erase):
    inquiry(today)
    erase(case)
    read = browser.get("/my-data/").content.decode()
    assert WORDS not in read and "kata-katanya sudah dihapus" in read


def test_where_a_program_looked_its_system_and_its_agreement_stand(browser, case, ana):
    Look.objects.create(
        officer_id=ana.user, role="front-desk", party_id=case.party_id, case=case, what="program-notice",
        purpose="program", system="unknown-system", at=timezone.now(),
    )  # fmt: skip
    read = browser.get(f"/case/{case.number}/looks/").content.decode()
    assert "Program sistem lain, menurut perjanjiannya" in read and "unknown-system" in read


def test_an_earlier_look_has_no_purpose_and_says_so(browser, case, ana):
    keep_look(Shown(case.party_id, case.pk, "counter-case", ""), actor=ana, role="front-desk", now=timezone.now())
    assert "Waktu itu tujuan belum dicatat" in browser.get(f"/case/{case.number}/looks/").content.decode()


def test_it_goes_on_to_earlier_ones(browser, case, ana, django_assert_num_queries):
    for _ in range(25):
        shown = Shown(case.party_id, case.pk, "counter-case", "counter")
        keep_look(shown, actor=ana, role="front-desk", now=timezone.now())
    address = f"/case/{case.number}/looks/"
    with django_assert_num_queries(4):  # session, who it is, the case, the looks
        read = browser.get(address).content.decode()
    assert read.count("Melayani di loket") == 20
    last = Look.objects.order_by("-pk")[19].pk
    assert browser.get(f"{address}?before={last}").content.decode().count("Melayani di loket") == 5
    assert browser.get(f"{address}?before=%F0%9F%98%80").status_code == 200


def test_nobody_else_sees_it(case, dan_party, inquiry, today):
    look = inquiry(today)
    dan = signed_in(dan_party)
    for path in (f"/case/{case.number}/looks/", f"/my-data/looks/{look.pk}/"):
        assert WORDS not in dan.get(path).content.decode()
        assert dan.get(path).status_code in (302, 404)
        assert Client().get(path).status_code == 302
    assert dan.get(f"/my-data/looks/{'9' * 30}/").status_code == 404


def test_a_look_of_now_has_no_proof_yet(browser, inquiry, today):
    read = browser.get(f"/my-data/looks/{inquiry(today).pk}/")
    assert read.status_code == 200 and "belum masuk catatan" in read.content.decode()
