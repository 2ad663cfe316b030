"""An officer at the counter, with a person before them."""

import re

import pytest

from layani.office.actions.parties import find_party
from tests.office.conftest import CARLA
from tests.office.officer.conftest import browser_of  # noqa: F401  a fixture

CARD = {
    "nik": CARLA.nik,
    "name": CARLA.name,
    "birth_date-day": "15",
    "birth_date-month": "1",
    "birth_date-year": "1990",
    "phone": "0812 3456 7890",
    "email": "",
    "language": "id",
    "seen": "yes",
}
FORM = {
    "address-street": "Jl. Mawar 3",
    "address-rt": "001",
    "address-rw": "002",
    "address-ward": "99.01.01.1001",
    "tenancy": "own",
    "purpose": "bank",
}


@pytest.fixture
def eva(browser_of):  # noqa: F811
    """A front-desk officer."""
    return browser_of("eva", "front-desk")


@pytest.fixture
def carla_here(eva):
    """Carla stands at Eva's counter and was entered with her card; returns her party."""
    eva.post("/counter/new/", CARD)
    return find_party(CARLA.nik)


def send(browser, path, **values):
    """Post a form of the counter as the page would: with the person it was opened for and its own key."""
    html = browser.get(path).content.decode()
    hidden = {name: value for name, value in re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', html)}
    hidden.pop("csrfmiddlewaretoken", None)
    hidden.pop("next", None)
    return browser.post(path, {**hidden, **values})
