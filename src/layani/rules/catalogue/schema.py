"""The JSON Schemas of the catalogue's files, made from their grammar, by which editors complete and check them."""

import json
from pathlib import Path
from typing import Any, Final

from layani.rules.catalogue.fields import KINDS
from layani.rules.catalogue.grammar.bundle import BundleExamples, BundleFile
from layani.rules.catalogue.grammar.examples import ExamplesFile
from layani.rules.catalogue.grammar.service import ServiceFile

SHIPPED: Final = {
    name: Path(__file__).parent / f"{name}.schema.json" for name in ("service", "examples", "bundle", "bundle-examples")
}
"""The files that come with the package; ``layani check --schema`` prints the same."""

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


def service_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of service.yaml."""
    schema = ServiceFile.model_json_schema(by_alias=True)
    schema["$schema"] = _DRAFT
    schema["title"] = "A service of a government office (Layani service.yaml)"
    schema["$defs"]["FieldEntry"]["properties"]["is"]["enum"] = sorted(KINDS)
    schema["$defs"]["StepEntry"].update(minProperties=1, maxProperties=1)
    rows = schema["properties"]["fee"].pop("items")
    schema["properties"]["fee"].pop("type")
    schema["properties"]["fee"]["oneOf"] = [{"const": "free"}, rows, {"type": "array", "items": rows, "minItems": 1}]
    return schema


def examples_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of examples.yaml."""
    schema = ExamplesFile.model_json_schema(by_alias=True)
    schema["$schema"] = _DRAFT
    schema["title"] = "The worked cases of a service (Layani examples.yaml)"
    schema["$defs"]["Expected"]["properties"]["fee"]["anyOf"].append({"const": "free"})
    return schema


def bundle_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of bundle.yaml."""
    schema = BundleFile.model_json_schema(by_alias=True)
    schema["$schema"] = _DRAFT
    schema["title"] = "Several services from one set of answers (Layani bundle.yaml)"
    return schema


def bundle_examples_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a bundle's examples.yaml."""
    schema = BundleExamples.model_json_schema(by_alias=True)
    schema["$schema"] = _DRAFT
    schema["title"] = "The worked cases of a bundle (Layani examples.yaml)"
    return schema


def schema_text(name: str = "service") -> str:
    """Return a schema as it is shipped; name: a key of ``SHIPPED``."""
    made = {"examples": examples_schema, "bundle": bundle_schema, "bundle-examples": bundle_examples_schema}
    schema = made.get(name, service_schema)()
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
