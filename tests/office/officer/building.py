"""The office whose one service has every kind of step, and short walks of its cases."""

from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import caches

from layani.office import house
from layani.office.actions import checking, filing, performing, serving
from layani.office.actions.performing import Found
from layani.office.actor import Actor
from layani.office.tables.models import Case
from tests.office.conftest import CARLA, officer

BUILDING = Path(__file__).parents[2] / "building_office"
SIDE_BY_SIDE = Path(__file__).parents[2] / "side_by_side_office"
ROLES = {"dewi": "front-desk", "rudi": "surveyor", "sek": "section-head", "sekre": "secretary", "kadis": "head"}


@pytest.fixture
def building_office(settings, db):
    """Run the office whose one service has every kind of step."""
    with run_office(settings, BUILDING):
        yield


@pytest.fixture
def side_by_side_office(settings, db):
    """Run the city in whose one service three offices work side by side."""
    with run_office(settings, SIDE_BY_SIDE):
        yield


@contextmanager
def run_office(settings, folder):
    settings.CATALOGUE = folder
    made = (house.in_force, house.calendar, house.facts_on)
    for one in made:
        one.cache_clear()
    caches["near"].clear()
    yield
    for one in made:
        one.cache_clear()
    caches["near"].clear()


def staff_of_the_building_office():
    """Return the officers of a case whose beginning is not the matter: dewi files and posts, rudi measures."""
    return {name: officer(name, role) for name, role in ROLES.items()}


def filed(early, floors=1):
    answers = {"name": CARLA.name, "nik": CARLA.nik, "floors": floors}
    application = filing.Application(house.service("building-permit"), CARLA, answers, "online")
    return filing.file(application, actor=Actor(kind="citizen"), now=early).row.number


def up_to(step, staff, early, floors=1, **seen):
    """File a case and do its steps until one waits in its queue; each act ten minutes after the one before."""
    number, at = filed(early, floors), early
    found = {"setback": 4, "floods": False, **seen}
    registered = Found("external", {"number": f"PBG-{Case.objects.get(number=number).pk:06}-1"})
    ways = {
        "check": ("dewi", lambda **by: checking.check_complete(number, **by)),
        "site-visit": ("rudi", lambda **by: performing.finish(number, Found("site-visit", found, ("A", "B")), **by)),
        "assess": ("rudi", lambda **by: performing.finish(number, Found("assess", {"raised": True}), **by)),
        "initial-section": ("sek", lambda **by: performing.initial(number, "initial-section", **by)),
        "external": ("dewi", lambda **by: performing.finish(number, registered, **by)),
    }  # fmt: skip
    while (now_open := Case.objects.get(number=number).step) != step:
        name, do = ways[now_open]
        at += timedelta(minutes=10)
        assert serving.take_next(actor=staff[name], now=at).row.number == number
        do(actor=staff[name], now=at + timedelta(minutes=5))
    return number
