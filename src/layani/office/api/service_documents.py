"""What a program downloads to file for one service: the shape of its answers, and the API's document with it inside."""

from typing import Any

from layani.office.api.applicants import identity_names
from layani.rules.catalogue import Service
from layani.rules.catalogue.answers import answers_schema

FILING = ("/api/v1/cases/", "/api/v1/documents/")
"""The addresses of the API that a filing uses."""


def schema_of(service: Service, address: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the answers in a filing; its name is the address where it can be fetched."""
    own = identity_names(service)
    asked = tuple(one for one in service.answers.fields.values() if one.name not in own)
    return {
        **answers_schema(asked),
        "$id": address,
        "title": service.name.en,
        "description": f"Answers to {service.slug}, version {service.version}.",
    }


def openapi_of(service: Service, whole: dict[str, Any], address: str) -> dict[str, Any]:
    """Return the API's document with what a filing for this service needs, and its answers spelt out.

    whole:  the document of the whole API; it is not changed
    """
    schemas = dict(whole["components"]["schemas"])
    answers = {name: value for name, value in schema_of(service, address).items() if name not in ("$schema", "$id")}
    filing = schemas["FilingIn"]
    fixed: dict[str, dict[str, Any]] = {
        "service": {"const": service.slug},
        "version": {"enum": ["", str(service.version)]},
    }
    named = {name: {**filing["properties"][name], **fixed[name]} for name in fixed}
    of_service = {**filing, "properties": {**filing["properties"], **named, "answers": answers}}
    return {
        **whole,
        "info": {**whole["info"], "title": f"{whole['info']['title']}: {service.name.en}"},
        "paths": {path: whole["paths"][path] for path in FILING},
        "components": {**whole["components"], "schemas": {**schemas, "FilingIn": of_service}},
    }
