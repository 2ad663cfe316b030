import pytest
from django.utils import timezone

from layani.office.tables.models import Checkpoint
from tests.office.ranking.grants import CLOSED, four_applied, grant_office, staff

__all__ = ["grant_office", "staff"]


@pytest.fixture
def numbers(staff):  # noqa: F811
    """Four checked cases, and a checkpoint with which the draw begins."""
    found = four_applied(staff)
    Checkpoint.objects.create(size=3, text="contoh.example/education\n3\nAAAA\n\n", signed_at=CLOSED)
    return found


@pytest.fixture
def at(monkeypatch):
    """Set the clock of the pages."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to
