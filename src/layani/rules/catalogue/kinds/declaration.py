"""A declaration that the citizen makes by ticking it; it cannot be answered with no."""

from collections.abc import Mapping
from typing import Any

from layani.rules.catalogue.expressions.types import YES_NO, Type
from layani.rules.catalogue.kind import Kind, Unreadable
from layani.rules.catalogue.model import Field
from layani.rules.text import Text


def _read(one: Field, parts: Mapping[str, str]) -> Any:
    if parts[""] not in ("", "yes", "on"):
        raise Unreadable(_problem(one, parts[""]))
    return True if parts[""] else None


def _schema(one: Field) -> dict[str, Any]:
    return {"const": True}


def _problem(one: Field, value: Any) -> Text:
    return Text(id="Centang pernyataan ini bila benar.", en="Tick this declaration if it is true.")


def _post(one: Field, value: Any) -> dict[str, str]:
    return {"": "yes"}


def _show(one: Field, value: Any, language: str) -> str:
    return Text(id="Dinyatakan", en="Declared").in_(language)


def _type(one: Field) -> Type:
    return YES_NO


KIND = Kind(read=_read, schema=_schema, problem=_problem, post=_post, show=_show, type=_type)
