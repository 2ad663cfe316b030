"""The office whose permit ends, is renewed and may be revoked; short walks of its cases."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from layani.office import house
from layani.office.actions import checking, deciding, filing, issuing, serving
from layani.office.actor import Actor
from tests.office.conftest import CARLA, officer
from tests.office.officer.building import run_office

PRACTICE = Path(__file__).parents[2] / "practice_office"
ROLES = {"dewi": "front-desk", "ina": "inspector", "kadis": "head"}
FIVE_YEARS = timedelta(days=5 * 365)


@pytest.fixture
def practice_office(settings, db):
    """Run the office whose permit ends."""
    with run_office(settings, PRACTICE):
        yield


@pytest.fixture
def staff(db, practice_office):
    """Dewi checks, Ina inspects and warns, the head decides."""
    return {name: officer(name, role) for name, role in ROLES.items()}


def answers(**other):
    about = {"profession": "midwife", "place": "Jalan Melati 3", "registration": "REG-1"}
    return {"name": CARLA.name, "nik": CARLA.nik, **about, **other}


def filed(at, slug="practice-permit", applicant=CARLA, **other):
    application = filing.Application(house.service(slug), applicant, answers(), "online", **other)
    return filing.file(application, actor=Actor(kind="citizen"), now=at).row.number


def granted(staff, number, at):
    """Check and grant the case at the head of the queue, and issue its letter."""
    minute = timedelta(minutes=1)
    assert serving.take_next(actor=staff["dewi"], now=at + minute).row.number == number
    checking.check_complete(number, actor=staff["dewi"], now=at + 2 * minute)
    assert serving.take_next(actor=staff["kadis"], now=at + 3 * minute).row.number == number
    deciding.grant(number, actor=staff["kadis"], now=at + 4 * minute)
    issuing.issue(number, actor=staff["kadis"], now=at + 5 * minute)
    return number


def permit(staff, at=None):
    """Return the number of a case whose permit was issued; some ten days ago if nothing is said."""
    at = at or timezone.now() - timedelta(days=10)
    return granted(staff, filed(at), at)


def ending(staff):
    """Return the number of a case whose permit ends in about a month."""
    return permit(staff, timezone.now() - FIVE_YEARS + timedelta(days=30))
