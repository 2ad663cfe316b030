"""Writes values as YAML that ``reading.py`` reads back as the same values."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from layani.rules.text import Text

_PLAIN: Final = re.compile(r"[A-Za-zÀ-ž][A-Za-z0-9À-ž'/().-]*( [A-Za-z0-9À-ž'/().-]+)*")
_OTHER_THAN_TEXT: Final = frozenset({"true", "false", "null"})
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
WIDEST: Final = 100
"""Characters of a line beyond which a mapping is written with one key on each line."""


def scalar(value: Any) -> str:
    """Return one value on one line; text is quoted only where it must be.

    >>> scalar("Alamat Anda"), scalar("Di mana?"), scalar("0031"), scalar(True), scalar(None)
    ('Alamat Anda', '"Di mana?"', '"0031"', 'true', 'null')
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if _PLAIN.fullmatch(text) and text not in _OTHER_THAN_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)


def inline(value: Any) -> str:
    """Return a value in one line, mappings and lists in brackets.

    >>> inline({"id": "Alamat", "en": "Address"}), inline(["a", 1])
    ('{id: Alamat, en: Address}', '[a, 1]')
    """
    if isinstance(value, Text):
        return inline({"id": value.id, "en": value.en})
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{scalar(key)}: {inline(one)}' for key, one in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(inline(one) for one in value)}]"
    return scalar(value)


def block(values: Mapping[str, Any], indent: int = 0) -> Iterator[str]:
    """Yield the lines of a mapping, one key on each; what fits into a line stays in one."""
    pad = " " * indent
    for key, value in values.items():
        line = f"{pad}{scalar(key)}: {inline(value)}"
        if isinstance(value, Mapping) and len(line) > WIDEST:
            yield f"{pad}{scalar(key)}:"
            yield from block(value, indent + 2)
        else:
            yield line


def one_line(text: str) -> str:
    """Return text without line breaks and without characters that nobody can see.

    >>> one_line("a\\n b\\x00c")
    'a b c'
    """
    return " ".join(_UNSEEN.sub(" ", text).split())
