"""An e-mail address. Whether it exists shows only when a message arrives, so the form is all that is checked."""

from collections.abc import Mapping
from typing import Any

from layani.rules.catalogue.kind import Kind
from layani.rules.catalogue.model import Field
from layani.rules.text import Text


def _read(one: Field, parts: Mapping[str, str]) -> Any:
    return parts[""] or None


def _schema(one: Field) -> dict[str, Any]:
    return {"type": "string", "maxLength": 254, "pattern": r"^[^\s@<>\"(),;:\\]{1,64}@[^\s@.]+(\.[^\s@.]+)+$"}


def _problem(one: Field, value: Any) -> Text:
    return Text(
        id="Tulis alamat surel, misalnya nama@contoh.id.", en="Write an e-mail address, such as name@example.org."
    )


def _post(one: Field, value: Any) -> dict[str, str]:
    return {"": value}


def _show(one: Field, value: Any, language: str) -> str:
    return str(value)


KIND = Kind(read=_read, schema=_schema, problem=_problem, post=_post, show=_show)
