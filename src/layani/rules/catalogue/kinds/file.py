"""An uploaded file. The answer names the stored file; its content lies in the file store, never in the answers."""

from collections.abc import Mapping
from typing import Any, Final

from layani.rules.catalogue.expressions.types import NUMBER, TEXT, Type, record
from layani.rules.catalogue.kind import Kind
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

TYPES: Final = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
"""Media type, found from the content by the file store, by the ending that service files use."""

SMALLEST_LIMIT: Final = 1
"""Bytes; an empty file is not an answer."""


def _read(one: Field, parts: Mapping[str, str]) -> Any:
    return None  # files arrive by the ``files`` argument of read_form, after the file store has looked at their content


def _schema(one: Field) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "id": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
            "name": {"type": "string", "minLength": 1, "maxLength": 200},
            "type": {"enum": [TYPES[ending] for ending in one.accept]},
            "bytes": {"type": "integer", "minimum": SMALLEST_LIMIT, "maximum": one.max_bytes},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        },
        "required": ["id", "name", "type", "bytes", "sha256"],
        "additionalProperties": False,
    }


def _problem(one: Field, value: Any) -> Text:
    endings = ", ".join(ending.upper() for ending in one.accept)
    size = f"{one.max_bytes // 1_000_000} MB" if one.max_bytes >= 1_000_000 else f"{one.max_bytes // 1_000} kB"
    return Text(
        id=f"Unggah satu berkas {endings}, paling besar {size}.", en=f"Upload one file ({endings}) of at most {size}."
    )


def _post(one: Field, value: Any) -> dict[str, str]:
    return {}


def _show(one: Field, value: Any, language: str) -> str:
    return str(value["name"])


def _type(one: Field) -> Type:
    return record({"name": TEXT, "type": Type("text", options=tuple(TYPES.values())), "bytes": NUMBER})


KIND = Kind(
    read=_read,
    schema=_schema,
    problem=_problem,
    post=_post,
    show=_show,
    type=_type,
    keys=frozenset({"accept", "max"}),
    needs=frozenset({"accept", "max"}),
)
