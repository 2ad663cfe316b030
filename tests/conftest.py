"""Tests that need an outside program are skipped with the remedy where it is missing; in CI nothing is skipped."""

import os
import signal

import pytest
from hypothesis import settings

from tests import available

# A shell that starts the tests in the background tells them to ignore Ctrl-C, and every program that a test starts
# would inherit that; tests that end a program as a person does need it to listen.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A property holds or it does not; how long a busy machine takes to see it says nothing.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# A test that asks for one of these opens the office's database; the others never can, for pytest-django forbids it.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
MARKS = ("browser", "validator", "conformance", "bpmnlint")


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens the database, and skip what cannot run here, or refuse to start if this is CI."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(item.fixturenames):
            item.add_marker("database")
    wanted = [mark for mark in MARKS if any(item.get_closest_marker(mark) for item in items)]
    remedies = {mark: remedy for mark in wanted if (remedy := available.missing(mark))}
    if remedies and os.environ.get("CI"):
        raise pytest.UsageError(f"In CI every test must run, but {' '.join(remedies.values())}")
    for item in items:
        for mark, remedy in remedies.items():
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=remedy))
