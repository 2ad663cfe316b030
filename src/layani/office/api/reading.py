"""Reads the body of a call: JSON as programs agree on it (RFC 7493), and nothing that means two things."""

import json
from math import isfinite
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from layani.rules.text import Text

DEEPEST = 20  # the deepest answer, an address, is at level 3

_OPENING = b"[{"
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")


class NotUnderstood(ValueError):
    """The body is not UTF-8, not JSON, or says one thing twice; ``said`` is which, in both languages."""

    def __init__(self, id_: str, en: str) -> None:
        self.said = Text(id_, en)
        super().__init__(en)


class WrongMediaType(ValueError):
    """The body does not say that it is JSON."""


class StrictParser(Parser):
    """Refuses what other readers of JSON would understand differently."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the value, or raise WrongMediaType or NotUnderstood; the message quotes nothing of the body."""
        if request.content_type != "application/json":
            raise WrongMediaType
        return read_json(request.body)


def read_json(body: bytes) -> Any:
    """Return the value of a JSON text.

    >>> read_json(b'{"a": 1, "a": 2}')
    Traceback (most recent call last):
    layani.office.api.reading.NotUnderstood: a name stands twice in one object
    """
    if too_deep(body):
        raise NotUnderstood(f"bersarang lebih dari {DEEPEST} tingkat", f"it is nested deeper than {DEEPEST} levels")
    try:
        value = json.loads(body.decode(), object_pairs_hook=_once_each, parse_constant=_no_number, parse_float=_finite)
        if b"\\u" in body:
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeDecodeError:
        raise NotUnderstood("bukan UTF-8", "it is not UTF-8") from None
    except UnicodeEncodeError:
        raise NotUnderstood(
            "ada setengah pasangan surrogate yang berdiri sendiri", "half of a surrogate pair stands alone"
        ) from None
    except NotUnderstood:
        raise
    except ValueError:
        raise NotUnderstood("bukan JSON", "it is not JSON") from None
    return value


def too_deep(body: bytes) -> bool:
    """Tell whether brackets open more than DEEPEST times; those within strings count too, so this is on the safe side.

    >>> too_deep(b"[" * 21), too_deep(b'{"a": [1, 2]}' * 100)
    (True, False)
    """
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return False
    level = 0
    for bracket in body.translate(None, _NO_BRACKETS):
        level += 1 if bracket in _OPENING else -1
        if level > DEEPEST:
            return True
    return False


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotUnderstood("satu nama berdiri dua kali dalam satu objek", "a name stands twice in one object")
    return value


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise NotUnderstood("ada angka yang terlalu besar", "a number is too large")
    return value


def _no_number(name: str) -> Any:
    raise NotUnderstood(f"{name} bukan angka JSON", f"{name} is no number of JSON")
