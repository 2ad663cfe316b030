"""Carla, who lets others act for her; Budi, who acts for others; and a store of files that forgets."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from layani.office.actions import uploading
from layani.office.actions.filing import Application, file
from layani.office.actions.mandating import Wish, give, record
from layani.office.actions.parties import Person, person_of, register
from layani.office.actions.proxying import ByProxy
from layani.office.actor import Actor
from layani.office.gateways.file_store import MemoryStore
from layani.office.house import calendar
from layani.office.tables.models import Mandate, User
from layani.office.tables.models.people import SEEN
from tests.office.actions.applications import answers, application
from tests.office.citizen.conftest import browser, carla, erase, nothing_kept_from_before, plain_static_files, signed_in
from tests.office.conftest import officer
from tests.office.counter.conftest import carla_here, eva
from tests.office.officer.conftest import browser_of

__all__ = [
    "browser", "browser_of", "carla", "carla_here", "erase", "eva", "nothing_kept_from_before", "plain_static_files",
]  # fmt: skip

BUDI = Person(nik="3174010101800001", name="Budi Santoso", birth_date="1980-01-01", phone="+6281200000000")
SERVICE = application().service.slug


@pytest.fixture(autouse=True)
def store(monkeypatch):
    memory = MemoryStore()
    monkeypatch.setattr(uploading, "file_store", lambda: memory)
    return memory


@pytest.fixture
def budi(db, now):
    return register(replace(BUDI, source="counter, card seen, officer 1, 2026-11-01"), now=now, assurance=SEEN)


@pytest.fixture
def budis(budi):
    """Budi's browser."""
    return signed_in(budi)


def person(n, now, **more):
    """Return the party of the n-th of many, with a phone of their own."""
    born = f"1990-01-{n:02d}"
    values = {
        "nik": f"317401{n:02d}01900001",
        "name": f"Ns. Sari {n}",
        "birth_date": born,
        "phone": f"+62813000000{n:02d}",
    }
    return register(Person(**{**values, **more}), now=now)


def as_citizen(party):
    return Actor(kind="citizen", party=party.pk, seen=party.assurance == SEEN)


def wish(giver, holder, now, **more):
    today = calendar().local(now).date()
    values = {"services": (SERVICE,), "basis": "word", "since": today, "until": today + timedelta(days=30)}
    return Wish(giver, holder, **{**values, **more})


def given(giver, holder, now, **more):
    """Return a mandate that the person gave themselves."""
    return give(wish(giver, holder, now, **more), actor=as_citizen(giver), now=now, once=uuid4())


def recorded(giver, holder, officer, now, **more):
    """Return a mandate that an officer recorded by a letter."""
    values = {"basis": "letter", "seen": "Surat kuasa nomor 1 tahun 2026", **more}
    return record(wish(giver, holder, now, **values), actor=officer, now=now, once=uuid4())


def filed(mandate, now, *, actor=None, **more):
    """Return what came of filing under a mandate, by its holder unless somebody else is named."""
    mandate = Mandate.objects.select_related("giver", "holder").get(pk=mandate.pk)
    proxy = ByProxy(mandate, more.pop("why_not", ""))
    base = application()
    whole = Application(
        service=base.service, applicant=more.pop("applicant", mandate.giver),
        answers={**answers(person_of(mandate.giver)), **more.pop("answers", {})}, channel="online", proxy=proxy, **more,
    )  # fmt: skip
    return file(whole, actor=actor or as_citizen(mandate.holder), now=now)


def serving_here(name, known):
    """Return an officer of this office who is a person that the register knows."""
    actor = officer(name, "front-desk", nik=known.nik)
    User.objects.filter(pk=actor.user).update(nik_mac=actor.nik_mac)
    return actor
