"""What a kind of field is, and the words that several kinds use to say what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from layani.rules.catalogue.expressions.types import TEXT, Type
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

LONGEST_POSTING: Final = 5_000
"""Characters in one posted value of any field; longer ones are refused unread."""

Posted = Mapping[str, Sequence[str]]
"""The posted form: {key: values}. A field of one box posts under its name, one of several under ``name-part``."""


class Unreadable(Exception):
    """What was posted cannot be the answer; ``text`` tells the citizen what to write."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


def _text(one: Field) -> Type:
    return TEXT


@dataclass(frozen=True)
class Kind:
    """One kind of field.

    read:      (field, strings by part) -> JSON value, None for an empty answer, or raises Unreadable
    schema:    field -> JSON Schema of the value (draft 2020-12)
    problem:   (field, value) -> what to write instead, for a value that the schema refuses
    post:      (field, value) -> strings by part, the inverse of ``read``, to fill the form in again
    type:      field -> the type of the value in expressions
    show:      (field, value, language) -> the value as a reader sees it, in letters and on the page of the case
    parts:     names of the boxes; ("",) is a single box with the field's own name
    keys:      keys of the service file, beyond the common ones, that this kind understands
    needs:     those of them that it cannot do without
    confirm:   (value) -> problem that a schema cannot express (a date that does not exist, a NIK of nowhere), or None
    gather:    (field, posted form) -> strings by part, of a kind whose boxes are as many as the citizen's rows
    """

    read: Callable[[Field, Mapping[str, str]], Any]
    schema: Callable[[Field], dict[str, Any]]
    problem: Callable[[Field, Any], Text]
    post: Callable[[Field, Any], dict[str, str]]
    show: Callable[[Field, Any, str], str]
    type: Callable[[Field], Type] = _text
    parts: tuple[str, ...] = ("",)
    keys: frozenset[str] = field(default_factory=frozenset)
    needs: frozenset[str] = field(default_factory=frozenset)
    confirm: Callable[[Field, Any], Text | None] | None = None
    several: bool = False
    gather: Callable[[Field, Posted], dict[str, str]] | None = None


def posted_parts(kind: Kind, one: Field, posted: Posted) -> dict[str, str]:
    """Return the trimmed strings of a field's boxes by part; raise Unreadable when one is huge."""
    if kind.gather is not None:
        return kind.gather(one, posted)
    found: dict[str, str] = {}
    for part in kind.parts:
        values = posted.get(f"{one.name}-{part}" if part else one.name, ())
        text = "\n".join(values) if kind.several else (values[-1] if values else "")
        if len(text) > LONGEST_POSTING:
            raise Unreadable(too_long(LONGEST_POSTING))
        if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
            raise Unreadable(Text(id="Tulis dengan huruf biasa.", en="Write with ordinary characters."))
        found[part] = text.replace("\r\n", "\n").strip()
    return found


def too_long(most: int) -> Text:
    """Return the words for an answer of more than ``most`` characters."""
    return Text(id=f"Tulis paling banyak {most} huruf.", en=f"Write at most {most} characters.")
