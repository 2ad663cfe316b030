"""The officers' pages of a revocation: who reads them, the list, the forms, and what they refuse."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from layani.office.actions import issuing, revoking
from layani.office.actor import Actor
from layani.office.house import role_title, service
from layani.office.jobs import send_messages
from layani.office.jobs.send_messages import words_of as words_sent
from layani.office.tables.models import Case, Look, Message
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refused
from tests.office.counter.conftest import CARD
from tests.office.officer.asked_why import say_why
from tests.office.officer.conftest import words_of
from tests.office.officer.practising import permit, practice_office, staff

__all__ = ["practice_office", "staff"]
FACT = "Pada 3 Mei praktik di Jalan Melati 3 kosong."


@pytest.fixture
def number(staff):  # noqa: F811
    return permit(staff)


def page(number):
    return f"/officer/case/{number}/revocation/"


def state(number):
    return state_of(Case.objects.get(number=number))


def revoked(number, staff):  # noqa: F811
    """Let a permit be revoked after its holder has answered; returns when."""
    now = timezone.now()
    holder = Actor(kind="citizen", party=Case.objects.get(number=number).party_id)
    revoking.warn_revocation(number, "other-place", FACT, actor=staff["ina"], now=now - timedelta(days=9))
    revoking.answer_revocation(number, "Saya pindah.", actor=holder, now=now - timedelta(days=8))
    revoking.revoke(number, FACT, actor=staff["kadis"], now=now)
    return now


def test_an_inspector_warns_and_the_head_revokes(number, browser_of, monkeypatch):
    inspector, head = browser_of("wati", "inspector"), browser_of("hadi", "head")
    assert "Peringatkan pemegang" in inspector.text(page(number))
    warn = {"act": "warn_revocation", "ground": "other-place", "fact": FACT}
    assert inspector.post(page(number), warn).status_code == 302
    assert "menunggu jawaban" in head.text("/officer/revocations/")
    early = head.post(page(number), {"act": "revoke", "fact": FACT})
    assert early.status_code == 409 and "masih mempunyai waktu" in words_of(early)
    answer = {"act": "answer_revocation", "words": "Ia datang dan berkata praktiknya pindah."}
    assert inspector.post(page(number), answer).status_code == 302
    assert "praktiknya pindah" in head.text(page(number))
    still = head.post(page(number), {"act": "revoke", "fact": FACT})
    assert still.status_code == 409 and "masih mempunyai waktu" in words_of(still)  # an officer wrote the answer down
    at = timezone.now() + timedelta(days=16)
    later = SimpleNamespace(now=lambda: at)
    monkeypatch.setattr("layani.office.pages.officer.side_page.timezone", later)
    assert head.post(page(number), {"act": "revoke", "fact": FACT}).status_code == 302
    assert "Dicabut" in head.text(page(number)) and state(number).revoked_at
    assert "Tidak ada pencabutan yang berjalan" in head.text("/officer/revocations/")


def test_the_holder_is_told_that_it_is_revoked_and_that_they_may_object(number, browser_of, client, monkeypatch):
    inspector, head = browser_of("wati", "inspector"), browser_of("hadi", "head")
    inspector.post(page(number), {"act": "warn_revocation", "ground": "other-place", "fact": FACT})
    at = timezone.now() + timedelta(days=16)
    monkeypatch.setattr("layani.office.pages.officer.side_page.timezone", SimpleNamespace(now=lambda: at))
    assert head.post(page(number), {"act": "revoke", "fact": FACT}).status_code == 302
    monkeypatch.undo()
    send_messages.run(at)
    told = Message.objects.get(kind="revoked", case__number=number)
    assert told.sent_at == at and "mengajukan keberatan" in words_sent(told).email
    read = client.get(reverse("demo-messages")).content.decode()
    assert f"surat dari {number} dicabut. Alasan dan jalan keluarnya" in read  # she gave a phone and no e-mail


def test_what_is_missing_is_said_and_what_was_typed_stays(number, browser_of):
    answer = browser_of("wati", "inspector").post(page(number), {"act": "warn_revocation", "fact": "kosong sekali"})
    assert answer.status_code == 409 and "alasan yang tercantum" in words_of(answer)
    assert "kosong sekali" in answer.content.decode()
    assert state(number).revocation_due is None


def test_who_has_no_part_in_it_reads_nothing(number, browser_of):
    assert browser_of("dian", "front-desk").get(page(number)).status_code == 403


def test_nobody_reads_the_page_of_their_own_letter(number, browser_of):
    own = browser_of("carla", "inspector", nik="3174015501900002")
    assert own.get(page(number)).status_code == 403


def test_a_look_is_kept(number, browser_of):
    before = Look.objects.count()
    browser_of("wati", "inspector").text(page(number))
    assert Look.objects.count() == before + 1


def test_an_unknown_case_and_an_unknown_act_are_answered_plainly(number, browser_of):
    inspector = browser_of("wati", "inspector")
    assert inspector.get(page("KES-2026-0000-0000")).status_code == 404
    assert inspector.post(page(number), {"act": "burn"}).status_code == 400


def test_a_number_that_is_typed_leads_to_its_case_and_nonsense_is_told(number, browser_of):
    inspector = browser_of("wati", "inspector")
    assert inspector.get("/officer/revocations/", {"number": number.lower()})["Location"] == page(number)
    wrong = inspector.get("/officer/revocations/", {"number": "siapa?"})
    assert wrong.status_code == 422 and "bukan nomor permohonan" in words_of(wrong)
    assert inspector.get("/officer/revocations/", {"due": "9999-99-99", "id": "x"}).status_code == 200


def test_the_list_costs_one_query_however_long(number, staff, browser_of, django_assert_max_num_queries):  # noqa: F811
    inspector = browser_of("wati", "inspector")
    now = timezone.now()
    revoking.warn_revocation(number, "other-place", FACT, actor=staff["ina"], now=now)
    with django_assert_max_num_queries(12) as one:
        inspector.get("/officer/revocations/")
    for days in range(1, 5):
        other = permit(staff, now - timedelta(days=days))
        revoking.warn_revocation(other, "other-place", FACT, actor=staff["ina"], now=now)
    with django_assert_max_num_queries(len(one)):
        inspector.get("/officer/revocations/")


def test_the_list_goes_on_by_the_key_of_its_last_row(number, staff, browser_of, monkeypatch):  # noqa: F811
    monkeypatch.setattr("layani.office.pages.officer.revocations.ROWS", 1)
    now = timezone.now()
    other = permit(staff, now - timedelta(days=3))
    for place, one in enumerate((number, other)):
        revoking.warn_revocation(one, "other-place", FACT, actor=staff["ina"], now=now + timedelta(days=place))
    inspector = browser_of("wati", "inspector")
    first = inspector.get("/officer/revocations/").content.decode()
    assert number in first and other not in first
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = inspector.get(f"/officer/revocations/{following}").content.decode()
    assert other in second and number not in second


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("supervisor", "/officer/case/{}/"),
        ("front-desk", "/counter/case/{}/"),
        ("front-desk", "/counter/person/"),
        ("auditor", "/auditor/case/{}/"),
    ],
)
def test_no_page_of_the_office_calls_a_revoked_permit_granted(number, staff, browser_of, role, address):  # noqa: F811
    revoked(number, staff)
    here = browser_of("siti", role)
    if role == "front-desk":
        here.post("/counter/new/", CARD)
    if role in ("supervisor", "auditor"):
        say_why(here, address.format(number), reason="other")
    page = here.get(address.format(number)).content.decode()
    tags = re.findall(r'<span class="ds-tag"[^>]*>([^<]*)</span>', page)
    assert "Dicabut" in tags and "Dikabulkan" not in tags


def test_a_revoked_letter_is_not_handed_over(number, staff):  # noqa: F811
    now = revoked(number, staff)
    with pytest.raises(Refused) as refused:
        issuing.deliver(number, actor=staff["dewi"], now=now, how="counter")
    assert refused.value.refusals[0].code == "letter-revoked"
    assert state(number).delivered_at is None


def test_today_calls_who_decides_a_revocation_and_tells_the_others_whom_it_waits_for(number, staff, browser_of):  # noqa: F811
    revoking.warn_revocation(number, "other-place", FACT, actor=staff["ina"], now=timezone.now())
    decides = service("practice-permit").revocation.decides
    told = {}
    for name, roles in (("dian", ("supervisor",)), ("hasan", ("supervisor", decides))):
        html = browser_of(name, *roles).get("/officer/late/").content.decode()
        told[name] = html.partition("Menunggu petugas lain")
    assert "Pencabutan surat" not in told["dian"][0]
    assert "Pencabutan surat" in told["dian"][2] and role_title(decides).id in told["dian"][2]
    assert "Pencabutan surat" in told["hasan"][0] and not told["hasan"][1]
