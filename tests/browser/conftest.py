"""The office on a live server, with the cast of the office's tests."""

import os

import pytest

from tests.browser.browsing import CHROMIUM
from tests.office.conftest import ana, ben, django_db_setup, now

__all__ = ["ana", "ben", "django_db_setup", "now"]


@pytest.fixture(scope="module", autouse=True)
def one_chromium():
    """Let a file's tests share one Chromium, and leave nothing of it to the tests of other files."""
    with pytest.MonkeyPatch.context() as patch:
        # Playwright's own loop runs in this thread, but nothing here uses the database from within it.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield
        CHROMIUM.end()


@pytest.fixture
def office(live_server, settings):
    """Return the address of a running office; its style sheet comes from the source tree."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    return live_server.url
