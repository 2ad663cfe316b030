"""The JSON Schema of service.yaml, made from its grammar: editors complete and check the file with it."""

import json
from pathlib import Path
from typing import Any, Final

from layani.rules.catalogue.fields import KINDS
from layani.rules.catalogue.grammar.service import ServiceFile

SHIPPED: Final = Path(__file__).parent / "service.schema.json"
"""The file that comes with the package; ``layani check --schema`` prints the same."""


def service_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of service.yaml."""
    schema = ServiceFile.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A service of a government office (Layani service.yaml)"
    schema["$defs"]["FieldEntry"]["properties"]["is"]["enum"] = sorted(KINDS)
    schema["$defs"]["StepEntry"].update(minProperties=1, maxProperties=1)
    rows = schema["properties"]["fee"].pop("items")
    schema["properties"]["fee"].pop("type")
    schema["properties"]["fee"]["oneOf"] = [{"const": "free"}, rows, {"type": "array", "items": rows, "minItems": 1}]
    return schema


def schema_text() -> str:
    """Return the schema as it is shipped."""
    return json.dumps(service_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
