"""A service that was changed under its old version is told to the operator."""

import logging
from dataclasses import replace

import pytest

from layani.office.house import catalogue, service
from layani.office.jobs.watch_versions import run
from tests.office.officer.walks import filed

pytestmark = pytest.mark.django_db
SLUG = "residence-letter"


def test_what_is_as_it_was_is_not_spoken_of(caplog, now):
    filed()
    assert run(now) == 0
    assert not caplog.records


@pytest.mark.parametrize("filed_since", [False, True])
def test_other_contents_under_the_same_version_are_warned_of(monkeypatch, caplog, now, filed_since):
    filed()
    monkeypatch.setitem(catalogue().services, SLUG, replace(service(SLUG), digest="another"))
    if filed_since:
        filed()
    with caplog.at_level(logging.WARNING):
        run(now)
    assert "'residence-letter' was changed, but its version is still 2026-11-01" in caplog.text


def test_a_new_version_may_say_something_else(monkeypatch, caplog, now):
    filed()
    renewed = replace(service(SLUG), digest="another", version=service(SLUG).version.replace(year=2027))
    monkeypatch.setitem(catalogue().services, SLUG, renewed)
    run(now)
    assert not caplog.records
