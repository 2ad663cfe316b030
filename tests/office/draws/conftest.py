"""An office whose front desk is drawn: five people at it, and a record of its own."""

from dataclasses import replace
from datetime import date

import pytest

from layani.office import house
from layani.office.gateways.log_keys import trust_policy
from layani.office.house import catalogue
from layani.office.tables.models import Role
from layani.rules.record.policy import parse_policy
from tests.office.conftest import officer


@pytest.fixture
def own_record(settings, tmp_path):
    """Let the record live in a folder of this test alone."""
    settings.KEY_FOLDER = tmp_path / "keys"
    settings.LOG_FOLDER = tmp_path / "log"
    settings.LOG_ORIGIN = "office.example/cases"
    return tmp_path


@pytest.fixture
def policy(own_record):
    return parse_policy(trust_policy().encode())


@pytest.fixture
def drawing(monkeypatch):
    """Let the check of the residence letter be drawn."""
    found = catalogue()
    letter = found.services["residence-letter"]
    steps = tuple(replace(one, mode="draw") if one.id == "check" else one for one in letter.steps)
    services = {**found.services, "residence-letter": replace(letter, steps=steps)}
    monkeypatch.setattr(house, "_given", [replace(found, services=services)])


def at_the_desk(count, **more):
    made = []
    for number in range(count):
        one = officer(f"desk{number}", "front-desk", **more)
        Role.objects.create(user_id=one.user, office=one.office, name="front-desk", since=date(2026, 1, 1))
        made.append(one)
    return {one.user: one for one in made}


@pytest.fixture
def desk(db, own_record, drawing):
    """Five at the front desk, by id."""
    return at_the_desk(5)
