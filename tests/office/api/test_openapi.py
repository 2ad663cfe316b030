"""The committed OpenAPI document is the one that the office serves, so that a change of the API shows in a review."""

import json
from pathlib import Path

import pytest

from layani.office.api.problems import KINDS
from layani.office.api.router import api
from tests.office.api.conftest import Caller

ROOT = Path(__file__).parents[3]
SNAPSHOT = ROOT / "docs" / "reference" / "openapi.json"
PAGE = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")


def test_the_snapshot_is_current():
    assert json.loads(SNAPSHOT.read_text(encoding="utf-8")) == api.get_openapi_schema(), "Run: make reference"


def test_the_office_serves_the_document():
    answer = Caller().ask("GET", "/api/openapi.json")
    assert answer.json() == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", api.get_openapi_schema()["paths"])
def test_every_address_has_a_line_in_the_reference(path):
    assert f"`{path.removeprefix('/api/v1')}`" in PAGE


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_problem_has_a_line_in_the_reference(name):
    assert f"| `{name}` | {KINDS[name].status} |" in PAGE


def test_every_operation_says_who_may_and_how_it_may_fail():
    for methods in api.get_openapi_schema()["paths"].values():
        for operation in methods.values():
            assert {"4XX", "5XX"} <= operation["responses"].keys()
            assert operation["summary"] and operation["description"]
