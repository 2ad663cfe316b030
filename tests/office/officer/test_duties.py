"""Carla's research letter asks for a report: she is reminded, says that it is sent, and an officer records it."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from layani.office.actions import duties, issuing
from layani.office.actions.rebuilding import differences
from layani.office.actor import Actor
from layani.office.jobs import look_after_duties
from layani.office.jobs.clock_ahead import ClockAhead
from layani.office.jobs.send_messages import words_of
from layani.office.tables.models import Case, Message, Party
from layani.office.tables.models.papers import Letter
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refused
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA
from tests.office.officer.researching import DAY, LAST, MINUTE, number, staff

SEEN = "Laporan 40 halaman diterima lewat surel"
__all__ = ["number", "staff"]


@pytest.fixture
def recorder(staff, browser_of):
    return browser_of("rian", "research-officer")


def case_of(number):
    return state_of(Case.objects.get(number=number))


def carla(number):
    return signed_in(Party.objects.get(pk=Case.objects.get(number=number).party_id))


def citizen(number):
    return Actor(kind="citizen", party=Case.objects.get(number=number).party_id)


def told(kind):
    return [words_of(one) for one in Message.objects.select_related("case", "party").filter(kind=kind)]


def is_whole():
    return [one for one in differences() if not isinstance(one, int)] == []


def test_the_letter_names_the_day_that_the_case_keeps(number):
    case, row = case_of(number), Case.objects.get(number=number)
    assert datetime.fromisoformat(case.duties["report"]["due_at"]) == LAST
    said = issuing.opened_letter(Letter.objects.get(case=row), row)["text"]["id"]["blocks"]
    assert "28\u00a0Februari\u00a02027" in json.dumps(said, ensure_ascii=False)
    assert is_whole()


@pytest.fixture
def office_at_work(monkeypatch):
    """Others file cases all the time, so the sweep trusts the clock."""
    monkeypatch.setattr(look_after_duties, "require_clock_not_ahead", lambda now: None)


def test_a_clock_that_runs_ahead_tells_nobody_anything(number):
    with pytest.raises(ClockAhead):
        look_after_duties.run(LAST + DAY)
    assert told("duty-late") == []


def test_she_is_reminded_once_and_told_once_that_it_is_late(number, office_at_work):
    assert look_after_duties.run(LAST - 8 * DAY) == 0
    assert look_after_duties.run(LAST - 6 * DAY) == 1 and look_after_duties.run(LAST - 6 * DAY) == 0
    (reminder,) = told("duty-reminded")
    assert "28 Februari 2027" in str(reminder)
    assert look_after_duties.run(LAST) == 0
    assert look_after_duties.run(LAST + MINUTE) == 1 and look_after_duties.run(LAST + DAY) == 0
    assert len(told("duty-late")) == 1
    assert case_of(number).duty_role == "research-officer"
    assert is_whole()


def test_after_a_long_sleep_one_sweep_does_both(number, office_at_work):
    assert look_after_duties.run(LAST + 30 * DAY) == 2
    assert is_whole()


def test_she_reads_it_says_it_and_reads_what_was_seen(number, recorder):
    browser = carla(number)
    page = browser.get(f"/case/{number}/").content.decode()
    for words in ("Kirim laporan hasil penelitian", "28 Februari 2027", "belum dilakukan", f"/case/{number}/owed/"):
        assert words in page
    form = browser.get(f"/case/{number}/owed/").content.decode()
    once = form.split('name="once" value="')[1].split('"')[0]
    posted = {"once": once, "duty": "report", "words": "Dikirim lewat surel"}
    assert browser.post(f"/case/{number}/owed/", {**posted, "words": "x" * 1_001}).status_code == 409
    assert browser.post(f"/case/{number}/owed/", {**posted, "duty": "other"}).status_code == 409
    assert browser.post(f"/case/{number}/owed/", posted)["Location"].endswith("?said")
    assert browser.get(f"/case/{number}/owed/")["Location"] == f"/case/{number}/"

    listed = recorder.get("/officer/duties/").content.decode()
    assert number in listed and "dinyatakan sudah" in listed
    shown = recorder.get(f"/officer/case/{number}/owed/").content.decode()
    assert "Dikirim lewat surel" in shown and CARLA.nik not in shown
    act = {"duty": "report", "act": "duty_met", "once": shown.split('name="once" value="')[1].split('"')[0]}
    short = recorder.post(f"/officer/case/{number}/owed/", {**act, "words": "ada"})
    assert short.status_code == 409 and "Apa yang dilihat belum jelas" in short.content.decode()
    assert recorder.post(f"/officer/case/{number}/owed/", {**act, "words": SEEN}).status_code == 302
    assert number not in recorder.get("/officer/duties/").content.decode()
    page = browser.get(f"/case/{number}/").content.decode()
    assert SEEN in page and "sudah dicatat" in page and f"/case/{number}/owed/" not in page
    assert len(told("duty-met")) == 1
    assert is_whole()


def test_what_is_not_done_yet_goes_back_with_what_is_missing(number, recorder):
    at = datetime.now(tz=UTC)
    duties.say_done(number, "report", "", actor=citizen(number), now=at)
    form = {"duty": "report", "act": "duty_again", "words": "Lampiran dua belum ada"}
    assert recorder.post(f"/officer/case/{number}/owed/", form).status_code == 302
    page = carla(number).get(f"/case/{number}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Lampiran dua belum ada" in page and "I have done it" in page
    assert len(told("duty-again")) == 1


def test_only_its_role_records_it(number, staff, browser_of):
    with pytest.raises(Refused, match="belongs to the role"):
        duties.record(number, "report", SEEN, actor=staff["loket"], now=LAST)
    other = browser_of("lina", "front-desk")
    assert other.get(f"/officer/case/{number}/owed/").status_code == 403
    assert number not in other.get("/officer/duties/").content.decode()
    assert other.get("/officer/").content.decode().count("/officer/duties/") == 0


def test_nobody_records_what_they_owe_themselves(number, browser_of):
    own = browser_of("carla", "research-officer", nik=CARLA.nik)
    assert own.get(f"/officer/case/{number}/owed/").status_code == 403
    with pytest.raises(Refused):
        duties.record(number, "report", SEEN, actor=own.actor, now=LAST)


def test_a_case_without_duties_is_nobodys(number, recorder, staff):
    Case.objects.filter(number=number).update(rest={})
    assert recorder.get(f"/officer/case/{number}/owed/").status_code == 403
    assert recorder.get("/officer/case/BLC-2026-0000-0000/owed/").status_code == 404


def test_the_list_is_one_query_however_long_it_is_and_goes_on_by_its_key(number, recorder):
    row = Case.objects.get(number=number)
    for place in range(30):
        row.pk, row.number = None, f"BLC-2026-DUTY-{place:04}"
        row.duty_role, row.duty_due = "research-officer", LAST + place * DAY
        row.ref = uuid4()
        row.save(force_insert=True)
    recorder.get("/officer/duties/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        first = recorder.get("/officer/duties/").content.decode()
    assert sum("duty_due" in one["sql"] for one in asked.captured_queries) == 1
    assert first.count("BLC-2026-DUTY-") == 50  # 25 rows, each with its address and its number
    onward = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert recorder.get(f"/officer/duties/{onward}").content.decode().count("BLC-2026-DUTY-") == 10
    assert recorder.get("/officer/duties/?due=x&id=y").content.decode().count("BLC-2026-DUTY-") == 50


def test_a_number_leads_to_its_case_and_nonsense_is_told(number, recorder):
    assert recorder.get("/officer/duties/", {"number": number})["Location"] == f"/officer/case/{number}/owed/"
    assert recorder.get("/officer/duties/", {"number": "?"}).status_code == 422


def test_the_services_page_says_what_is_owed_before_anybody_applies(staff, client):
    page = client.get("/service/research-letter/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "You still have to do" in page and "Send the report of the research" in page
    assert "When does it end?" in page
