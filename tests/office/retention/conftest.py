"""Oki holds, Indra of the inspectorate confirms."""

import pytest

from tests.office.officer.conftest import browser_of  # noqa: F401  a fixture


@pytest.fixture
def oki(browser_of):  # noqa: F811  the fixture of that name
    return browser_of("oki", "operator")


@pytest.fixture
def indra(browser_of):  # noqa: F811  the fixture of that name
    return browser_of("indra", "auditor")
