"""An officer ticks the conditions of a permit, and each of them stands on a line of its letter, in both languages."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from layani.office import house
from layani.office.actions import checking, deciding, filing, issuing, performing, serving
from layani.office.actor import SYSTEM, Actor
from layani.office.tables.models import Case
from layani.office.tables.models.papers import Letter
from tests.office.conftest import CARLA, officer
from tests.office.officer.building import run_office

STANDARDS = Path(__file__).parents[2] / "standards_office"
ROLES = {
    "loket": "front-desk", "pu": "road-engineer", "dishub": "traffic-officer", "polisi": "police-liaison",
    "kepala": "permit-head",
}  # fmt: skip
FILED = datetime(2026, 11, 17, 2, tzinfo=UTC)  # 09:00 in Jakarta, a Tuesday
MINUTE = timedelta(minutes=1)
ANSWERS = {
    "name": CARLA.name, "phone": "+628120000001", "event": "Pernikahan Carla",
    "road": {"street": "Jalan Kenanga", "rt": "003", "rw": "007", "ward": "99.01.01.1002"}, "class": "local",
    "first_day": "2026-12-19", "last_day": "2026-12-20", "whole": True, "neighbours": True,
}  # fmt: skip


@pytest.fixture
def staff(settings, db):
    with run_office(settings, STANDARDS):
        yield {name: officer(name, role) for name, role in ROLES.items()}


@pytest.fixture
def number(staff, monkeypatch):
    """Carla's case, complete, with three offices."""
    monkeypatch.setattr(filing, "check_answers", lambda *args: ())  # the map is no part of this test
    application = filing.Application(house.service("road-closure"), CARLA, ANSWERS, "online")
    number = filing.file(application, actor=Actor(kind="citizen"), now=FILED).row.number
    serving.take_next(actor=staff["loket"], now=FILED + MINUTE)
    checking.check_complete(number, actor=staff["loket"], now=FILED + 2 * MINUTE)
    return number


def finish(staff, number, who, step, at, **found):
    serving.take_next(actor=staff[who], now=FILED + at * MINUTE)
    performing.finish(number, performing.Found(step, found), actor=staff[who], now=FILED + (at + 1) * MINUTE)


def test_they_are_boxes_to_tick_on_the_officers_page(staff, number, browser_of):
    browser = browser_of("rian", "traffic-officer")
    browser.post("/officer/")
    page = browser.get(f"/officer/case/{number}/").content.decode()
    assert page.count('type="checkbox"') >= 2
    assert "Ada petugas pengatur lalu lintas" in page


def test_each_stands_on_a_line_of_the_letter_and_of_its_draft(staff, number):
    finish(staff, number, "pu", "works", 3, agrees=True, conditions=["drains"])
    finish(staff, number, "dishub", "traffic", 5, agrees=True, conditions=["guards", "signs"])
    finish(staff, number, "polisi", "police", 7, agrees=True)
    serving.take_next(actor=staff["kepala"], now=FILED + 10 * MINUTE)
    draft = issuing.drafted_grant(Case.objects.get(number=number), actor=staff["kepala"], now=FILED + 11 * MINUTE)
    lines = [item[0]["text"] for block in draft.blocks if block["kind"] == "list" for item in block["items"]]
    assert lines[1:] == [
        "Saluran air tidak ditutup.",
        "Ada petugas pengatur lalu lintas.",
        "Rambu pengalihan dipasang sehari sebelumnya.",
    ]
    deciding.grant(number, actor=staff["kepala"], now=FILED + 12 * MINUTE)
    issuing.issue(number, actor=SYSTEM, now=FILED + 13 * MINUTE)
    row = Case.objects.get(number=number)
    said = issuing.opened_letter(Letter.objects.get(case=row), row)["text"]["en"]["blocks"]
    english = [item[0]["text"] for block in said if block["kind"] == "list" for item in block["items"]]
    assert english[1:] == [
        "The drains stay open.",
        "Guards direct the traffic.",
        "Signs of the detour stand a day before.",
    ]
