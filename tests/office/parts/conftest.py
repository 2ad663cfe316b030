"""Pages are rendered from the source tree: the manifest of static files exists only where an office is set up."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]


@pytest.fixture(params=["id", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def asked() -> HttpRequest:
    """A stranger's request, as the middleware leaves it."""
    return RequestFactory().get("/some/page/?a=1")
