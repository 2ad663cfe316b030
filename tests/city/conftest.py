"""Offices of the made-up city before anything is filled in."""

import pytest

from tests.city.entered import FEW, SCENES_ALONE, entered


@pytest.fixture
def own_folders(settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"  # a record of this office's own
    settings.LAKE_FOLDER = tmp_path / "lake"


@pytest.fixture
def staff(db, own_folders, monkeypatch):
    return entered(monkeypatch, FEW)


@pytest.fixture
def scenes_staff(db, own_folders, monkeypatch):
    """The staff of a fill that makes nothing but the scenes."""
    return entered(monkeypatch, SCENES_ALONE)
