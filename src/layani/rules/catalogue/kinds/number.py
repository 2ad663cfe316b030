"""A whole number, such as how many guests."""

import re
from collections.abc import Mapping
from typing import Any, Final

from layani.rules.catalogue.expressions.types import NUMBER, Type
from layani.rules.catalogue.kind import Kind, Unreadable
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

LARGEST: Final = 10**15
"""Bound of every number, so that sums stay exact."""


def _read(one: Field, parts: Mapping[str, str]) -> Any:
    text = parts[""]
    if not text:
        return None
    if not re.fullmatch(r"-?(?:[0-9]{1,15}|[0-9]{1,3}(?:[., ][0-9]{3}){1,4})", text):
        raise Unreadable(Text(id="Tulis angka bulat, misalnya 25.", en="Write a whole number, such as 25."))
    return int(re.sub("[., ]", "", text))


def _bounds(one: Field) -> tuple[int, int]:
    return one.limits.get("least", 0), one.limits.get("most", LARGEST)


def _schema(one: Field) -> dict[str, Any]:
    least, most = _bounds(one)
    return {"type": "integer", "minimum": least, "maximum": most}


def _problem(one: Field, value: Any) -> Text:
    least, most = _bounds(one)
    if "most" not in one.limits:
        return Text(id=f"Tulis angka bulat, paling sedikit {least}.", en=f"Write a whole number, at least {least}.")
    return Text(id=f"Tulis angka bulat dari {least} sampai {most}.", en=f"Write a whole number from {least} to {most}.")


def _confirm(one: Field, value: Any) -> Text | None:
    return None if type(value) is int else _problem(one, value)  # JSON Schema takes 4.0 for an integer


def _post(one: Field, value: Any) -> dict[str, str]:
    return {"": str(value)}


def _show(one: Field, value: Any, language: str) -> str:
    grouped = f"{value:,}"
    return grouped if language == "en" else grouped.replace(",", ".")


def _type(one: Field) -> Type:
    return NUMBER


KIND = Kind(
    read=_read,
    schema=_schema,
    problem=_problem,
    post=_post,
    show=_show,
    type=_type,
    confirm=_confirm,
    keys=frozenset({"least", "most"}),
)
