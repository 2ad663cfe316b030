"""Officers at the counters of the hall."""

import pytest

from tests.office.conftest import officer
from tests.office.officer.conftest import browser_of

__all__ = ["browser_of"]


@pytest.fixture(autouse=True)
def own_record(settings, tmp_path):
    """What other tests published is not this office's record."""
    settings.LOG_FOLDER = tmp_path / "log"


@pytest.fixture
def eva(db):
    """A front-desk officer."""
    return officer("eva", "front-desk")


@pytest.fixture
def fajar(db):
    """Another front-desk officer."""
    return officer("fajar", "front-desk")
