"""Those who keep the register: Oki enters, Citra confirms; Ben is to act for the head."""

from datetime import date

import pytest

from layani.office.actions.authorising import Power
from layani.office.tables.models import Role
from tests.office.conftest import officer
from tests.office.letters.conftest import read_pdf  # noqa: F401  a fixture
from tests.office.officer.conftest import browser_of  # noqa: F401  a fixture


@pytest.fixture
def oki(db):
    return officer("oki", "operator")


@pytest.fixture
def citra(db):
    found = officer("citra", "head", "supervisor")
    Role.objects.create(user_id=found.user, office=found.office, name="head", since=date(2026, 1, 1))
    return found


def acting(username="ben", **changed):
    """What is entered of somebody who acts for the head for three days from Monday, 23 November 2026."""
    said = {
        "post": "head",
        "kind": "plh",
        "decree": "800/31/2026",
        "decree_on": date(2026, 11, 20),
        "since": date(2026, 11, 23),
        "until": date(2026, 11, 25),
        "username": username,
    }
    return Power(**(said | changed))
