"""Whether what somebody writes as right can stand in an item at all; the rest is for whoever answers."""

import re
from collections.abc import Mapping
from typing import Final

from layani.rules.text import Text

PERSON_KINDS: Final[Mapping[str, str]] = {"nik": "nik", "birth_date": "date", "phone": "phone", "email": "email"}
"""Item of the register of people -> kind of its question."""

_LIKE: Final[Mapping[str, tuple[re.Pattern[str], Text]]] = {
    "nik": (
        re.compile(r"^\D*(?:\d[ .-]?){16}\D*$", re.ASCII),
        Text("Tulis NIK yang benar, 16 angka.", "Write the right NIK, 16 digits."),
    ),
    "date": (
        re.compile(r"\d{1,2}\D.*\d{4}|\d{4}\D.*\d{1,2}", re.ASCII | re.DOTALL),
        Text("Tulis tanggal yang benar, misalnya 27 3 1990.", "Write the right day, such as 27 3 1990."),
    ),
    "phone": (
        re.compile(r"(?:\d\D{0,2}){8}", re.ASCII),
        Text(
            "Tulis nomor telepon yang benar, misalnya 0812 3456 7890.",
            "Write the right number, such as 0812 3456 7890.",
        ),
    ),
    "email": (
        re.compile(r"\S+@\S+\.\S+"),
        Text(
            "Tulis alamat surel yang benar, misalnya nama@contoh.id.",
            "Write the right address, such as name@example.id.",
        ),
    ),
}


def unlike(kind: str, right: str) -> Text | None:
    """Return what to write instead where words cannot be an answer of this kind; None where they can, or none is known.

    >>> unlike("date", "asdf").en
    'Write the right day, such as 27 3 1990.'
    >>> unlike("date", "17 Agustus 1990")
    """
    known = _LIKE.get(kind)
    return None if known is None or known[0].search(right) else known[1]
