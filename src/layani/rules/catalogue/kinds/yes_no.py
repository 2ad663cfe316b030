"""A question with the answers yes and no."""

from collections.abc import Mapping
from typing import Any

from layani.rules.catalogue.expressions.types import YES_NO, Type
from layani.rules.catalogue.kind import Kind, Unreadable
from layani.rules.catalogue.model import Field
from layani.rules.text import Text


def _read(one: Field, parts: Mapping[str, str]) -> Any:
    if not parts[""]:
        return None
    if parts[""] not in ("yes", "no"):
        raise Unreadable(_problem(one, parts[""]))
    return parts[""] == "yes"


def _schema(one: Field) -> dict[str, Any]:
    return {"type": "boolean"}


def _problem(one: Field, value: Any) -> Text:
    return Text(id="Pilih ya atau tidak.", en="Choose yes or no.")


def _post(one: Field, value: Any) -> dict[str, str]:
    return {"": "yes" if value else "no"}


def _show(one: Field, value: Any, language: str) -> str:
    return (Text(id="Ya", en="Yes") if value else Text(id="Tidak", en="No")).in_(language)


def _type(one: Field) -> Type:
    return YES_NO


KIND = Kind(read=_read, schema=_schema, problem=_problem, post=_post, show=_show, type=_type)
