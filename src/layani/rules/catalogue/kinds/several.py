"""Any number of answers out of a short list."""

from collections.abc import Mapping
from typing import Any

from layani.rules.catalogue.expressions.types import Type, list_of
from layani.rules.catalogue.kind import Kind
from layani.rules.catalogue.model import Field
from layani.rules.text import Text


def _read(one: Field, parts: Mapping[str, str]) -> Any:
    return list(dict.fromkeys(parts[""].split("\n"))) if parts[""] else None


def _schema(one: Field) -> dict[str, Any]:
    values = [value for value, _ in one.options]
    return {"type": "array", "items": {"enum": values}, "minItems": 1, "uniqueItems": True, "maxItems": len(values)}


def _problem(one: Field, value: Any) -> Text:
    return Text(id="Pilih satu atau beberapa jawaban.", en="Choose one or more of the answers.")


def _post(one: Field, value: Any) -> dict[str, str]:
    return {"": "\n".join(value)}


def _show(one: Field, value: Any, language: str) -> str:
    labels = dict(one.options)
    return ", ".join(labels[item].in_(language) for item in value)


def _type(one: Field) -> Type:
    return list_of(Type("text", options=tuple(value for value, _ in one.options)), len(one.options))


KIND = Kind(
    read=_read,
    schema=_schema,
    problem=_problem,
    post=_post,
    show=_show,
    type=_type,
    keys=frozenset({"of"}),
    needs=frozenset({"of"}),
    several=True,
)
