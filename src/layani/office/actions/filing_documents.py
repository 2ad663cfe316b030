"""Which uploaded files the answers of a form name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from layani.office.actions.uploading import upload_code
from layani.rules.catalogue.answers import Form


@dataclass(frozen=True, slots=True)
class Named:
    """An upload that an answer names: the question's field, the file's reference, the code of the whole answer."""

    field: str
    ref: UUID
    code: bytes


def documents_in(service: Form, answers: Mapping[str, Any]) -> tuple[UUID, ...]:
    """Return the references of the uploaded files that the answers name."""
    files = (answers.get(name) for name, one in service.answers.fields.items() if one.kind == "file")
    return tuple(_reference(value) for value in files if value)


def uploads_in(service: Form, answers: Mapping[str, Any]) -> tuple[Named, ...]:
    """Return the uploads that the answers name, with the code of what each answer says of its file."""
    named = ((name, answers.get(name)) for name, one in service.answers.fields.items() if one.kind == "file")
    return tuple(Named(name, _reference(value), upload_code(value)) for name, value in named if value)


def _reference(answer: Any) -> UUID:
    """Return the reference of the file that an answer names, which may not have been checked yet.

    What names none becomes one that no document has, and is then refused: by its field, or as missing.
    """
    text = answer.get("id") if isinstance(answer, Mapping) else None
    try:
        return UUID(text) if isinstance(text, str) else UUID(int=0)
    except ValueError:
        return UUID(int=0)
