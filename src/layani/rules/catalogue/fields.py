"""Every kind of field, found in ``kinds``; its name in a service file is the module's, with spaces."""

from typing import Any, Final

from layani.rules.catalogue import kinds
from layani.rules.catalogue.kind import Kind
from layani.rules.catalogue.model import Field
from layani.rules.discover import discover

KINDS: Final[dict[str, Kind]] = {name.replace("_", " "): kind for name, kind in discover(kinds, "KIND").items()}


def kind_of(one: Field) -> Kind:
    """Return the kind of a compiled field."""
    return KINDS[one.kind]


def show(one: Field, value: Any, language: str) -> str:
    """Return an answer as a reader sees it; an absent one is "–"."""
    return "–" if value is None else kind_of(one).show(one, value, language)


def posted(one: Field, value: Any) -> dict[str, str]:
    """Return what to put into the field's boxes, by the name each posts under; the inverse of reading."""
    if value is None:
        return {}
    return {f"{one.name}-{part}" if part else one.name: text for part, text in kind_of(one).post(one, value).items()}
