"""The page of one case as its officers open it: a checker's and a decider's browser, and cases on their desks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from layani.office.tables.models import Case
from tests.office.conftest import CARLA
from tests.office.officer.walks import checked, filed


@pytest.fixture
def early():
    return timezone.now() - timedelta(hours=2)


@pytest.fixture
def eva(browser_of):
    return browser_of("eva", "front-desk")


@pytest.fixture
def hana(browser_of):
    return browser_of("hana", "head")


def page(number):
    return f"/officer/case/{number}/"


def post(browser, number, act, **values):
    return browser.post(page(number), {"act": act, "once": str(uuid4()), **values})


def on_the_checkers_desk(browser, early, person=CARLA, **other):
    number = filed(person, at=early, **other)
    browser.post("/officer/")
    assert Case.objects.get(number=number).holder_id == browser.actor.user
    return number


def on_the_deciders_desk(checker, decider, early, person=CARLA, **other):
    number = checked(checker.actor, person, at=early, **other)
    decider.post("/officer/")
    assert Case.objects.get(number=number).holder_id == decider.actor.user
    return number


# What stands on it
