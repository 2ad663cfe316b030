"""Oki and Citra keep the staff ledger; Ben serves."""

from datetime import date

import pytest

from layani.office.actions.staffing import Officer, enter_officer
from layani.office.tables.models import User
from tests.office.conftest import officer
from tests.office.officer.conftest import browser_of

__all__ = ["browser_of"]


@pytest.fixture
def oki(db):
    return officer("oki", "operator")


@pytest.fixture
def citra(db):
    return officer("citra", "supervisor")


@pytest.fixture
def bens_roles(db):
    """Ben, who has been a verifier since January."""
    person = Officer("ben", "Ben", ("verifier",), "melati-mawar-2026")
    enter_officer(person, since=date(2026, 1, 1), check_password=False)
    return User.objects.get(username="ben")
