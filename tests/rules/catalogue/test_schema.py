"""The JSON Schema for editors says what the grammar says."""

import json
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from layani.rules.catalogue.bundles.loading import bundle_folders
from layani.rules.catalogue.reading import parse_yaml, read_yaml
from layani.rules.catalogue.schema import (
    SHIPPED,
    bundle_examples_schema,
    bundle_schema,
    examples_schema,
    schema_text,
    service_schema,
)

from .conftest import FOLDER


@pytest.fixture(scope="module")
def schema():
    return jsonschema_rs.Draft202012Validator(service_schema())


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_schema_is_current(name):
    assert SHIPPED[name].read_text(encoding="utf-8") == schema_text(name), (
        f"Write it anew: layani check --schema {name} > src/layani/rules/catalogue/{name}.schema.json"
    )


def test_the_schema_is_a_schema():
    assert jsonschema_rs.meta.is_valid(service_schema())
    assert jsonschema_rs.meta.is_valid(examples_schema())


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/service.yaml")), ids=lambda path: path.parent.name)
def test_the_example_services_fit_the_schema(schema, path):
    values = json.loads(json.dumps(read_yaml(path, path.name).values, default=str))
    assert [error.message for error in schema.iter_errors(values)] == []


def test_everything_that_is_reckoned_with_fits_the_schema(schema):
    text = (FOLDER / "hall-use" / "service.yaml").read_text(encoding="utf-8")
    priced = text.replace("fee: free\n", (Path(__file__).parent / "priced.yaml").read_text(encoding="utf-8"))
    values = json.loads(json.dumps(parse_yaml(priced, "service.yaml").values, default=str))
    assert [error.message for error in schema.iter_errors(values)] == []


@pytest.mark.parametrize("name", ["bundle", "examples"])
def test_the_example_bundles_fit_their_schema(name):
    schema = bundle_schema() if name == "bundle" else bundle_examples_schema()
    assert jsonschema_rs.meta.is_valid(schema)
    read = jsonschema_rs.Draft202012Validator(schema)
    for folder in bundle_folders(FOLDER):
        values = json.loads(json.dumps(read_yaml(folder / f"{name}.yaml", name).values, default=str))
        assert [error.message for error in read.iter_errors(values)] == []
        assert not read.is_valid({**values, "surprise": 1})


EXAMPLES = [path.parent / "examples.yaml" for path in sorted(FOLDER.glob("*/service.yaml"))]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_examples_fit_their_schema(path):
    values = json.loads(json.dumps(read_yaml(path, path.name).values, default=str))
    examples = jsonschema_rs.Draft202012Validator(examples_schema())
    assert [error.message for error in examples.iter_errors(values)] == []
    next(one for one in values["examples"] if "then" in one)["then"][0]["do"] = "dance"
    assert not examples.is_valid(values)


WORK = {"by": "x", "within": "1 working day"}
A = {"id": "a", "en": "a"}


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"minutes": "five"},
        {"fee": "cheap"},
        {"fee": []},
        {"tables": {"t": {"says": A, "law": "a", "columns": [], "rows": [{"when": [], "gives": 1}]}}},
        {"quota": {"places": 0, "per": "year", "ranked_by": "received", "waiting_list": True, "law": "a"}},
        {"steps": [{"check": WORK, "decide": WORK}]},
        {"promise": {"total": "3 days", "pledge": "95%", "if_late": "escalate"}},
        {"name": {"id": "Hanya Indonesia"}},
        {"ask": [{"page": "a", "title": A, "fields": {"x": {"is": "choise", "label": A}}}]},
    ],
)
def test_the_schema_refuses_what_check_refuses(schema, change):
    values = yaml.safe_load((FOLDER / "hall-use" / "service.yaml").read_text(encoding="utf-8"))
    assert not schema.is_valid(json.loads(json.dumps({**values, **change}, default=str)))
