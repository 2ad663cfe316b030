"""A day, asked in three boxes; the answer is "YYYY-MM-DD", so that days compare as text."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from layani.rules.catalogue.expressions.types import DATE, Type
from layani.rules.catalogue.kind import Kind, Unreadable
from layani.rules.catalogue.model import Field
from layani.rules.dates import day_words
from layani.rules.text import Text

_EXAMPLE: Final = Text(
    id="Tulis tanggal yang ada, misalnya 27 3 2026.", en="Write a date that exists, such as 27 3 2026."
)


def _read(one: Field, parts: Mapping[str, str]) -> Any:
    if not any(parts.values()):
        return None
    if not all(text.isascii() and text.isdigit() and len(text) <= 4 for text in parts.values()):
        raise Unreadable(_EXAMPLE)
    try:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"])).isoformat()
    except ValueError as fault:
        raise Unreadable(_EXAMPLE) from fault


def _schema(one: Field) -> dict[str, Any]:
    return {"type": "string", "pattern": "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}


def _confirm(one: Field, value: Any) -> Text | None:
    try:
        date.fromisoformat(value)
    except ValueError:
        return _EXAMPLE
    return None


def _problem(one: Field, value: Any) -> Text:
    return _EXAMPLE


def _post(one: Field, value: Any) -> dict[str, str]:
    day = date.fromisoformat(value)
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}


def show_date(value: str, language: str) -> str:
    """Return an ISO date in words: ``27 Maret 2026``."""
    return day_words(date.fromisoformat(value)).in_(language)


def _show(one: Field, value: Any, language: str) -> str:
    return show_date(value, language)


def _type(one: Field) -> Type:
    return DATE


KIND = Kind(
    read=_read,
    schema=_schema,
    problem=_problem,
    post=_post,
    show=_show,
    type=_type,
    confirm=_confirm,
    parts=("day", "month", "year"),
)
