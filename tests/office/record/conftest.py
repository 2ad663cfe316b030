"""A record of its own for each test: fresh folders and keys."""

import pytest

from layani.office.gateways.log_keys import trust_policy
from layani.rules.record.policy import parse_policy
from tests.office.record.witnesses import Real, policy_file, serving


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


@pytest.fixture
def two(own_record, settings):
    """Two real witnesses, both asked for."""
    a, b = Real(own_record / "a", "ombudsman"), Real(own_record / "b", "press")
    settings.WITNESSES = policy_file(own_record / "witnesses", [a.line(), b.line()], 2)
    with serving(a.server), serving(b.server):
        yield a, b
