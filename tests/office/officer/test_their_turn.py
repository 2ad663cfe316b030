"""Carla pays before her permit is issued: whose turn it is, until when, how much, and what an officer records."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from layani.office import house
from layani.office.actions import checking, filing, performing, serving
from layani.office.actions.rebuilding import differences
from layani.office.actor import Actor
from layani.office.jobs import close_unanswered
from layani.office.jobs.send_messages import words_of
from layani.office.pages.citizen.case_words import due_of
from layani.office.tables.models import Case, Event, Message, Party
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refused
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA, officer
from tests.office.officer.building import run_office

STANDARDS = Path(__file__).parents[2] / "standards_office"
ROLES = {"loket": "front-desk", "petugas": "cemetery-officer", "kepala": "cemetery-head"}
FILED = datetime(2026, 11, 17, 2, tzinfo=UTC)  # 09:00 in Jakarta, a Tuesday
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ANSWERS = {
    "name": CARLA.name, "nik": CARLA.nik, "phone": "+628120000001", "deceased": "Wijaya Kusuma",
    "died_on": "2026-11-16", "relation": "child", "kind": "new", "class": "a1", "plot_width": 150, "plot_length": 250,
    "poor": False, "responsible": True,
}  # fmt: skip
PLOT = {"usable": True, "cemetery": "TPU Melati", "place": "Blok B"}
PAID = {"done": True, "number": "STS-004211"}


@pytest.fixture
def staff(settings, db):
    with run_office(settings, STANDARDS):
        yield {name: officer(name, role) for name, role in ROLES.items()}


@pytest.fixture
def counter(staff, browser_of):
    """The browser of another officer at the counter."""
    return browser_of("lina", "front-desk")


@pytest.fixture
def number(staff, monkeypatch):
    """A case whose plot is chosen, and that waits for Carla to pay."""
    monkeypatch.setattr(filing, "check_answers", lambda *args: ())  # the death letter is no part of this test
    application = filing.Application(house.service("burial-plot"), CARLA, ANSWERS, "online")
    number = filing.file(application, actor=Actor(kind="citizen"), now=FILED).row.number
    serving.take_next(actor=staff["loket"], now=FILED + MINUTE)
    checking.check_complete(number, actor=staff["loket"], now=FILED + 2 * MINUTE)
    serving.take_next(actor=staff["petugas"], now=FILED + 3 * MINUTE)
    found = performing.Found("plot", PLOT)
    performing.finish(number, found, actor=staff["petugas"], now=FILED + 4 * MINUTE)
    return number


def case_of(number):
    return state_of(Case.objects.get(number=number))


def is_whole():
    return [one for one in differences() if not isinstance(one, int)] == []


def carla(number):
    return signed_in(Party.objects.get(pk=Case.objects.get(number=number).party_id))


def said_done(number, at, words=""):
    party = Case.objects.get(number=number).party_id
    return performing.say_done(number, "payment", words, actor=Actor(kind="citizen", party=party), now=at)


def test_the_clock_stands_and_the_ball_is_hers(number):
    case = case_of(number)
    assert (case.status, case.step, case.ball, case.holder) == ("waiting", "payment", "citizen", None)
    assert case.paused_at == FILED + 4 * MINUTE
    assert case.answer_by == datetime(2026, 11, 19, 9, tzinfo=UTC)  # two working days: Thursday, 16:00
    due_before = case.due_at
    said_done(number, FILED + DAY)
    case = case_of(number)
    assert (case.status, case.ball) == ("working", "office")
    assert case.due_at > due_before and case.pauses[-1].cause == "citizen"
    assert is_whole()


def test_she_reads_what_to_do_until_when_and_how_much(number):
    page = carla(number).get(f"/case/{number}/").content.decode()
    for words in ("Bayar retribusi di bank daerah", "60.000", "Giliran Anda", "19 November 2026", "/done/"):
        assert words in page
    assert "Ini yang masih kurang" not in page
    english = carla(number).get(f"/case/{number}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Pay the fee at the regional bank" in english and "This is for you to do" in english


def test_what_is_missing_is_not_asked_by_a_form(number):
    browser = carla(number)
    assert browser.get(f"/case/{number}/answer/")["Location"] == f"/case/{number}/"


def test_she_says_online_that_it_is_done_and_an_officer_sees_the_receipt(number, counter):
    browser = carla(number)
    once = browser.get(f"/case/{number}/done/").content.decode().split('name="once" value="')[1].split('"')[0]
    posted = {"once": once, "words": "Setoran tanggal 2, STS-004211"}
    assert browser.post(f"/case/{number}/done/", {**posted, "words": "x" * 1_001}).status_code == 409
    assert browser.post(f"/case/{number}/done/", posted)["Location"].endswith("?said")
    assert browser.post(f"/case/{number}/done/", posted).status_code == 302
    assert Event.objects.filter(act="turn_said").count() == 1
    assert "kantor sudah tahu" in browser.get(f"/case/{number}/?said").content.decode()
    desk = counter
    desk.post("/officer/")
    page = desk.get(f"/officer/case/{number}/").content.decode()
    assert "Setoran tanggal 2" in page and 'value="turn_done"' in page and 'value="turn_again"' in page


def test_at_the_counter_the_number_must_look_like_a_receipts(number, counter):
    desk = counter
    assert number in desk.get("/officer/").content.decode()
    assert desk.post("/officer/", {"case": number})["Location"] == f"/officer/case/{number}/"
    page = desk.get(f"/officer/case/{number}/").content.decode()
    once = page.split('name="once" value="')[1].split('"')[0]
    form = {"once": once, "step": "payment", "act": "turn_done", "done": "yes", "number": "4211", "seen": ""}
    refused = desk.post(f"/officer/case/{number}/", form)
    assert refused.status_code != 302 and "Salin lagi dari buktinya" in refused.content.decode()
    assert desk.post(f"/officer/case/{number}/", {**form, "number": "STS-004211"}).status_code == 302
    case = case_of(number)
    assert (case.step, case.status, case.ball) == ("decide", "deciding", "office")
    assert case.rules["paid"] == "passed" and case.paused_at is None


def test_it_goes_back_with_words_and_is_not_recorded_as_undone_too_early(number, staff):
    said_done(number, FILED + DAY)
    serving.take_next(actor=staff["loket"], now=FILED + DAY + MINUTE)
    undone = performing.Found("payment", {"done": False, "seen": "Tidak ada setoran"})
    with pytest.raises(Refused, match="still has time"):
        performing.finish(number, undone, actor=staff["loket"], now=FILED + DAY + 2 * MINUTE)
    words = "Setoran itu untuk petak lain."
    performing.not_done_yet(number, "payment", words, actor=staff["loket"], now=FILED + DAY + 3 * MINUTE)
    case = case_of(number)
    assert (case.status, case.ball, case.holder) == ("waiting", "citizen", None)
    assert case.answer_by == datetime(2026, 11, 20, 9, tzinfo=UTC)  # two working days from when it went back
    assert words in carla(number).get(f"/case/{number}/").content.decode()
    assert is_whole()


def test_she_is_told_and_reminded_once_and_nobody_closes_the_case(number, staff, counter):
    said = list(Message.objects.filter(case__number=number).order_by("id").values_list("kind", flat=True))
    assert said == ["filed", "their-turn"]
    assert "19 November 2026" in words_of(Message.objects.get(kind="their-turn")).email
    assert [close_unanswered.run(FILED + days * DAY) for days in (0.5, 1.5, 2, 30)] == [0, 1, 0, 0]
    assert "masih menunggu Anda" in words_of(Message.objects.get(kind="their-turn-reminded")).subject
    assert case_of(number).status == "waiting"
    assert "boleh mencatat" in due_of(case_of(number), FILED).why.id
    desk = counter.get("/officer/").content.decode()
    assert "Menunggu pemohon" in desk and "waktunya lewat" in desk
    undone = performing.Found("payment", {"done": False, "seen": "Tidak ada setoran"})
    serving.take_up(number, actor=staff["loket"], now=FILED + 30 * DAY)
    performing.finish(number, undone, actor=staff["loket"], now=FILED + 30 * DAY + MINUTE)
    case = case_of(number)
    assert (case.step, case.rules["paid"]) == ("decide", "failed")
