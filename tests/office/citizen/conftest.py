"""Carla at her phone: signed in, with a case, or a stranger; pages rendered from the source tree."""

from dataclasses import replace

import pytest
from django.core.cache import caches
from django.test import Client

from layani.office.actions.filing import file
from layani.office.actions.parties import register
from layani.office.actor import Actor, let_in
from layani.office.house import key_store
from tests.office.actions.applications import application
from tests.office.conftest import CARLA


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]


@pytest.fixture(autouse=True)
def nothing_kept_from_before():
    """Forget the bodies of public pages that are kept for a minute."""
    caches["near"].clear()


@pytest.fixture
def carla(db, now):
    """Carla's party in the register."""
    return register(CARLA, now=now)


def signed_in(party):
    """Return a browser in which a party is signed in."""
    client = Client()
    session = client.session
    let_in(session, party)
    session.save()
    return client


@pytest.fixture
def browser(carla):
    return signed_in(carla)


@pytest.fixture
def as_carla(carla):
    return Actor(kind="citizen", party=carla.pk)


@pytest.fixture
def case(carla, as_carla, now):
    """Carla's newly filed case."""
    return file(replace(application(), applicant=carla), actor=as_carla, now=now).row


@pytest.fixture
def erase():
    """Return a function that erases the key of a case or party, as the retention schedule would."""
    return lambda row: key_store().erase(row.ref)
