"""One answer out of a short list."""

from collections.abc import Mapping
from typing import Any

from layani.rules.catalogue.expressions.types import Type
from layani.rules.catalogue.kind import Kind
from layani.rules.catalogue.model import Field
from layani.rules.text import Text


def _read(one: Field, parts: Mapping[str, str]) -> Any:
    return parts[""] or None


def _schema(one: Field) -> dict[str, Any]:
    return {"enum": [value for value, _ in one.options]}


def _problem(one: Field, value: Any) -> Text:
    return Text(id="Pilih salah satu jawaban.", en="Choose one of the answers.")


def _post(one: Field, value: Any) -> dict[str, str]:
    return {"": value}


def _show(one: Field, value: Any, language: str) -> str:
    return dict(one.options)[value].in_(language)


def _type(one: Field) -> Type:
    return Type("text", options=tuple(value for value, _ in one.options))


KIND = Kind(
    read=_read,
    schema=_schema,
    problem=_problem,
    post=_post,
    show=_show,
    type=_type,
    keys=frozenset({"of"}),
    needs=frozenset({"of"}),
)
