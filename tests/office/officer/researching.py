"""An office that gives research letters, and Carla's granted case, which still owes a report."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from layani.office import house
from layani.office.actions import checking, deciding, filing, issuing, performing, serving
from layani.office.actor import SYSTEM, Actor
from tests.office.conftest import CARLA, officer
from tests.office.officer.building import run_office

STANDARDS = Path(__file__).parents[2] / "standards_office"
ROLES = {"loket": "front-desk", "petugas": "research-officer", "kepala": "research-head"}
FILED = datetime(2026, 11, 17, 2, tzinfo=UTC)  # 09:00 in Jakarta, a Tuesday
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LAST = datetime(2027, 2, 28, 16, 59, 59, tzinfo=UTC)  # a month after the research ends, when the day ends in Jakarta
ANSWERS = {
    "name": CARLA.name, "nik": CARLA.nik, "phone": "+628120000001", "title": "Pedagang pasar", "campus": "Universitas",
    "ends": "2027-01-31", "places": [{"where": "UPT Pasar"}, {"where": "Dinas Sosial"}],
}  # fmt: skip


@pytest.fixture
def staff(settings, db):
    with run_office(settings, STANDARDS):
        yield {name: officer(name, role) for name, role in ROLES.items()}


@pytest.fixture
def number(staff, monkeypatch):
    """Carla's granted case with its letter."""
    monkeypatch.setattr(filing, "check_answers", lambda *args: ())  # the proposal is no part of this test
    application = filing.Application(house.service("research-letter"), CARLA, ANSWERS, "online")
    number = filing.file(application, actor=Actor(kind="citizen"), now=FILED).row.number
    serving.take_next(actor=staff["loket"], now=FILED + MINUTE)
    checking.check_complete(number, actor=staff["loket"], now=FILED + 2 * MINUTE)
    serving.take_next(actor=staff["petugas"], now=FILED + 3 * MINUTE)
    performing.finish(
        number, performing.Found("review", {"sound": True}), actor=staff["petugas"], now=FILED + 4 * MINUTE
    )
    serving.take_next(actor=staff["kepala"], now=FILED + 5 * MINUTE)
    deciding.grant(number, actor=staff["kepala"], now=FILED + 6 * MINUTE)
    issuing.issue(number, actor=SYSTEM, now=FILED + 7 * MINUTE)
    return number
