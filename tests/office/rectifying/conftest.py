"""Whoever says that something is wrong, and who answers, at their browsers."""

import pytest

from tests.office.citizen.conftest import as_carla, browser, carla, case, nothing_kept_from_before, plain_static_files
from tests.office.officer.conftest import browser_of

__all__ = ["as_carla", "browser", "browser_of", "carla", "case", "nothing_kept_from_before", "plain_static_files"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_record(settings, tmp_path):
    """Let the record live in a folder of this test alone: what others of this process have made public is not here."""
    settings.KEY_FOLDER = tmp_path / "keys"
    settings.LOG_FOLDER = tmp_path / "log"
    settings.LOG_ORIGIN = "office.example/cases"
