"""An office whose letters are signed: with keys in files, by the fake of a service, or in ink."""

from datetime import timedelta

import pytest

from layani.office.actions import signing
from layani.office.gateways.fake_signing_service import make_key
from tests.office.conftest import MONDAY
from tests.office.letters.conftest import read_pdf  # noqa: F401  a fixture
from tests.office.officer.conftest import browser_of  # noqa: F401  a fixture
from tests.office.officer.walks import granted

PASSPHRASE = "mangga-manis-77"
PASSWORD_OF_DINI = "rambutan-merah-12"
LATER = MONDAY + timedelta(minutes=10)


@pytest.fixture
def local(settings, tmp_path):
    """Ben's key in a file; returns the folder."""
    settings.SIGNING, settings.SIGNING_KEYS = "local", tmp_path / "signing"
    make_key(settings.SIGNING_KEYS, "ben", PASSPHRASE, begins=MONDAY - timedelta(days=30))
    return settings.SIGNING_KEYS


@pytest.fixture
def fake(settings, tmp_path):
    settings.SIGNING, settings.DATA = "fake", tmp_path
    return tmp_path / "fake-signing"


@pytest.fixture
def ink(settings):
    settings.SIGNING = "ink"


@pytest.fixture
def waiting(ana, ben):
    """The number of a case whose letter waits for Ben."""
    number = granted(ana, ben)
    assert signing.issue_or_wait(number, now=LATER) is None
    return number
