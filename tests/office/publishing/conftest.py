"""An office with a catalogue in a folder of its own, open since today, with an analyst and two who publish."""

import shutil

import pytest
from django.core.cache import cache
from django.urls import reverse

from layani.commands.compare import compared
from layani.office import house
from layani.office.actions import publishing
from layani.office.actor import Actor
from layani.office.tables.models import User
from layani.rules.text import Text
from tests.office.conftest import officer

WHY = Text("Agar tamu lebih banyak dapat datang.", "So that more guests can come.")


def forget():
    house.in_force.cache_clear()
    house._kept.cache_clear()
    cache.clear()


@pytest.fixture
def not_open(db, settings, tmp_path, monkeypatch):
    """The catalogue's folder of an office that has not opened; what it compares runs in this process and database."""
    shutil.copytree(settings.CATALOGUE, tmp_path / "catalogue")
    settings.CATALOGUE, settings.VERSION_FOLDER = tmp_path / "catalogue", tmp_path / "versions"
    settings.LOG_FOLDER = tmp_path / "log"  # what other tests published is not this office's record
    reverse("home")  # the addresses are made once, and other tests look at the demo's
    settings.LAYANI_DEMO = False
    monkeypatch.setattr(publishing, "compared", lambda place: compared(place, 50))
    forget()
    yield settings.CATALOGUE
    forget()


@pytest.fixture
def folder(not_open, now):
    """The same of an office that has opened."""
    publishing.open_office(house.catalogue(), now=now)
    return not_open


@pytest.fixture
def sari(db):
    return staff("sari", "analyst")


@pytest.fixture
def citra(db):
    return staff("citra", "publisher")


def staff(name, *roles, nik=None) -> Actor:
    """Someone of the office, whose account says whose it is."""
    actor = officer(name, *roles, nik=nik)
    User.objects.filter(pk=actor.user).update(nik_mac=actor.nik_mac)
    return actor


def edit(folder, *pieces, service="hall-use", version="2027-02-01"):
    """Change a service's file as an analyst does."""
    file = folder / service / "service.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in (("version: 2026-11-01", f"version: {version}"), *pieces):
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
