"""Figures and surveys for the public pages."""

from datetime import date

import pytest
from django.core.cache import caches

from layani.office.actions.parties import register
from layani.office.tables.models import Figures
from tests.office.conftest import CARLA, MONDAY

SLUG = "residence-letter"


@pytest.fixture(autouse=True)
def no_memory():
    caches["near"].clear()


@pytest.fixture
def today(monkeypatch):
    """The pages are read on the tests' Monday."""
    for module in ("promise", "promises", "promise_data"):
        monkeypatch.setattr(f"layani.office.pages.public.{module}.timezone.localdate", MONDAY.date)
    return MONDAY.date()


@pytest.fixture
def month(db):
    def month(number, decided=20, on_time=19, refused=0, deemed=0, received=None, slug=SLUG, year=2026):
        return Figures.objects.create(
            office="sukamaju", service=slug, month=date(year, number, 1), decided=decided, on_time=on_time,
            received=decided if received is None else received, refused=refused, deemed=deemed, computed_at=MONDAY,
            median_minutes=90 if decided else None, p90_minutes=600 if decided else None,
        )  # fmt: skip

    return month


@pytest.fixture
def carla_party(db):
    return register(CARLA, now=MONDAY)
