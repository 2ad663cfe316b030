"""A longer text of several lines, such as a reason."""

from collections.abc import Mapping
from typing import Any, Final

from layani.rules.catalogue.kind import Kind, too_long
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

LONGEST: Final = 1_000
"""Characters, unless the service file says otherwise."""


def _read(one: Field, parts: Mapping[str, str]) -> Any:
    return parts[""] or None


def _schema(one: Field) -> dict[str, Any]:
    most = one.limits.get("longest", LONGEST)
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": r"^[^\u0000-\u0008\u000b-\u001f\u007f]*$"}


def _problem(one: Field, value: Any) -> Text:
    most = one.limits.get("longest", LONGEST)
    if isinstance(value, str) and len(value) > most:
        return too_long(most)
    return Text(id="Tulis teks biasa.", en="Write plain text.")


def _post(one: Field, value: Any) -> dict[str, str]:
    return {"": value}


def _show(one: Field, value: Any, language: str) -> str:
    return str(value)


KIND = Kind(read=_read, schema=_schema, problem=_problem, post=_post, show=_show, keys=frozenset({"longest"}))
