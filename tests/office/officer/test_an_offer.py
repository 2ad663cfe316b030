"""Carla is offered a water connection: she declines online, or by telephone, and nothing more is asked of her."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from layani.office import house
from layani.office.actions import checking, filing, performing, serving
from layani.office.actions.rebuilding import differences
from layani.office.actor import Actor
from layani.office.tables.models import Case, Party
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refused
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA, officer
from tests.office.officer.building import run_office

STANDARDS = Path(__file__).parents[2] / "standards_office"
ROLES = {"loket": "front-desk", "survei": "water-surveyor", "kepala": "water-head"}
FILED = datetime(2026, 11, 17, 2, tzinfo=UTC)  # 09:00 in Jakarta, a Tuesday
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ANSWERS = {
    "name": CARLA.name, "phone": "+628120000001", "use": "home", "owner_yes": True,
    "place": {"street": "Jalan Kenanga 12", "rt": "003", "rw": "007", "ward": "99.01.01.1002"},
}  # fmt: skip
SURVEY = {"pipe": 12, "crosses": True, "pressure": 12}


@pytest.fixture
def staff(settings, db):
    with run_office(settings, STANDARDS):
        yield {name: officer(name, role) for name, role in ROLES.items()}


@pytest.fixture
def number(staff):
    """A case whose survey is done, and that waits for Carla's answer."""
    application = filing.Application(house.service("water-connection"), CARLA, ANSWERS, "online")
    number = filing.file(application, actor=Actor(kind="citizen"), now=FILED).row.number
    serving.take_next(actor=staff["loket"], now=FILED + MINUTE)
    checking.check_complete(number, actor=staff["loket"], now=FILED + 2 * MINUTE)
    serving.take_next(actor=staff["survei"], now=FILED + 3 * MINUTE)
    found = performing.Found("survey", SURVEY, ("Sari",))
    performing.finish(number, found, actor=staff["survei"], now=FILED + 4 * MINUTE)
    return number


def case_of(number):
    return state_of(Case.objects.get(number=number))


def carla(number):
    return signed_in(Party.objects.get(pk=Case.objects.get(number=number).party_id))


def citizen(number):
    return Actor(kind="citizen", party=Case.objects.get(number=number).party_id)


def records(staff, number, at, *, done):
    found = performing.Found("offer", {"done": done, "seen": "Jawaban pemohon"})
    return performing.finish(number, found, actor=staff["loket"], now=at)


def test_she_reads_the_amount_and_has_two_answers(number):
    page = carla(number).get(f"/case/{number}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Accept the cost and the installation" in page and "IDR 2,010,000" in page and "Answer" in page
    form = carla(number).get(f"/case/{number}/done/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Yes, I agree" in form and "I do not agree" in form and "Have you done it?" not in form


def test_her_no_counts_at_once_and_what_hangs_on_it_falls_away(number, staff):
    browser = carla(number)
    once = browser.get(f"/case/{number}/done/").content.decode().split('name="once" value="')[1].split('"')[0]
    posted = {"once": once, "answer": "decline", "words": "Terlalu mahal"}
    assert browser.post(f"/case/{number}/done/", posted)["Location"].endswith("?said")
    case = case_of(number)
    assert (case.status, case.ball) == ("working", "office") and case.work["declined_at"]
    now = datetime.now(tz=UTC)
    serving.take_next(actor=staff["loket"], now=now)
    with pytest.raises(Refused, match="declined it"):
        records(staff, number, now, done=True)
    records(staff, number, now, done=False)
    case = case_of(number)
    assert (case.step, [step.id for step in case.steps]) == ("decide", ["check", "survey", "offer", "decide"])
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_a_mistaken_no_goes_back_and_becomes_a_yes(number, staff):
    performing.decline(number, "offer", "", actor=citizen(number), now=FILED + DAY)
    serving.take_next(actor=staff["loket"], now=FILED + DAY + MINUTE)
    performing.not_done_yet(number, "offer", "Salah tekan", actor=staff["loket"], now=FILED + DAY + 2 * MINUTE)
    assert "declined_at" not in case_of(number).work
    performing.say_done(number, "offer", "", actor=citizen(number), now=FILED + 2 * DAY)
    serving.take_next(actor=staff["loket"], now=FILED + 2 * DAY + MINUTE)
    records(staff, number, FILED + 2 * DAY + 2 * MINUTE, done=True)
    assert case_of(number).step == "payment"


def test_a_payment_is_no_offer_and_cannot_be_declined(number, staff):
    performing.say_done(number, "offer", "", actor=citizen(number), now=FILED + DAY)
    serving.take_next(actor=staff["loket"], now=FILED + DAY + MINUTE)
    records(staff, number, FILED + DAY + 2 * MINUTE, done=True)
    with pytest.raises(Refused, match="cannot be declined"):
        performing.decline(number, "payment", "", actor=citizen(number), now=FILED + 2 * DAY)


def test_the_officer_reads_that_it_was_declined_and_why(number, browser_of):
    performing.decline(number, "offer", "Terlalu mahal", actor=citizen(number), now=FILED + DAY)
    desk = browser_of("lina", "front-desk")
    desk.post("/officer/")
    page = desk.get(f"/officer/case/{number}/").content.decode()
    assert "Ditolak pemohon" in page and "Terlalu mahal" in page
