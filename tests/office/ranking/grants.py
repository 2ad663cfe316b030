"""The office whose one service gives out places by a ranking, with its people and applicants."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from layani.office import house
from layani.office.actions import checking, filing, serving
from layani.office.actions import ranking as places
from layani.office.actions.parties import Person
from layani.office.actor import Actor
from layani.office.tables.models import Case
from tests.office.conftest import officer
from tests.office.officer.building import run_office

GRANT = Path(__file__).parents[2] / "grant_office"
FILED = datetime(2026, 11, 17, 2, tzinfo=UTC)  # 09:00 in Jakarta, in the window of 16 to 27 November
CLOSED = datetime(2026, 11, 30, 2, tzinfo=UTC)
COUNTS = datetime(2026, 12, 4, 2, tzinfo=UTC)  # objections ended on 3 December, 16:00
PERIOD = "2026-11-16"
ROLES = {"loket": "front-desk", "seksi": "section-head", "kadis": "head", "wakil": "head"}


@pytest.fixture
def grant_office(settings, db):
    """Run the office that ranks."""
    with run_office(settings, GRANT):
        yield


@pytest.fixture
def staff(grant_office, db):
    return {name: officer(name, role) for name, role in ROLES.items()}


def applicant(number):
    nik = f"31740155019000{number:02d}"
    return Person(
        nik=nik, name=f"Pemohon {number}", birth_date="1990-01-15", phone=f"+62812345678{number:02d}", source="declared"
    )


def applied(number, income, children, at=FILED):
    """File one application at its minute; returns the case's number."""
    person = applicant(number)
    answers = {"name": person.name, "nik": person.nik, "income": income * 100, "children": children}
    application = filing.Application(house.service("school-grant"), person, answers, "online")
    return filing.file(application, actor=Actor(kind="citizen"), now=at + timedelta(minutes=number)).row.number


def checked(staff, count):
    """Let the counter find so many cases complete."""
    for number in range(count):
        at = FILED + timedelta(hours=2, minutes=number)
        row = serving.take_next(actor=staff["loket"], now=at).row
        checking.check_complete(row.number, actor=staff["loket"], now=at)


def four_applied(staff):
    """Four families: 80 and 60 points, 40, and one without a child; returns their numbers in this order."""
    numbers = [applied(1, 1_500_000, 3), applied(2, 1_900_000, 1), applied(3, 9_000_000, 3), applied(4, 1_000_000, 0)]
    checked(staff, 4)
    return numbers


def service():
    return house.service("school-grant")


def signed(staff, at=CLOSED):
    made = places.make(service(), PERIOD, actor=staff["seksi"], now=at)
    return places.sign(service(), PERIOD, made.digest, actor=staff["kadis"], now=at + timedelta(minutes=5))


def place(number):
    return Case.objects.get(number=number).rest.get("place", {})
