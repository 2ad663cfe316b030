"""The office on a live server, with the cast of the office's tests."""

import os

import pytest

from tests.office.conftest import ana, ben, django_db_setup, now

__all__ = ["ana", "ben", "django_db_setup", "now"]


@pytest.fixture
def office(live_server, settings, monkeypatch):
    """Return the address of a running office; its style sheet comes from the source tree."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    # Playwright's own loop runs in this thread, but nothing here uses the database from within it.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    return live_server.url
