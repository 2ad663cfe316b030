"""A record of its own for each test: fresh folders and keys."""

import pytest

from layani.office.gateways.log_keys import trust_policy
from layani.rules.record.policy import parse_policy


@pytest.fixture
def own_record(settings, tmp_path):
    """Let the record live in a folder of this test alone; returns the folder."""
    settings.KEY_FOLDER = tmp_path / "keys"
    settings.LOG_FOLDER = tmp_path / "log"
    settings.LOG_ORIGIN = "office.example/cases"
    return tmp_path


@pytest.fixture
def policy(own_record):
    """Give what a stranger would take from the office's public page."""
    return parse_policy(trust_policy().encode())
