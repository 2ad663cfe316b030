"""The short code on a paper form: it names the service, the version and the language, and notices a slip of the pen.

Ten signs in two groups, such as ``JV5JR-206AC``: five for the service, four for version and language, one that checks
the others. The alphabet leaves out what looks alike on paper (I and L beside 1, O beside 0, U beside V, Z beside 2);
with its 31 signs, a prime number, one wrong sign or two exchanged neighbours are always noticed.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXY"
BASE: Final = len(ALPHABET)
READ_AS: Final = str.maketrans("ILOUZ", "110V2")
SERVICE_SIGNS: Final = 5
VERSION_SIGNS: Final = 4
LENGTH: Final = SERVICE_SIGNS + VERSION_SIGNS + 1
LANGUAGES: Final = ("id", "en")
FIRST_DAY: Final = date(1945, 1, 1)
"""Versions are counted in days from here; four signs reach beyond the year 3200."""


@dataclass(frozen=True, slots=True)
class FormCode:
    """What a code says. ``service`` is a number made from the service's name; only its own office can tell the name."""

    service: int
    version: date
    language: str

    def slug(self, services: Iterable[str]) -> str | None:
        """Return which of the office's services is meant; None when none is, or when two share the number."""
        found = [one for one in services if _number(one) == self.service]
        return found[0] if len(found) == 1 else None


def form_code(service: str, version: date, language: str) -> str:
    """Return the code of a service's form.

    >>> form_code("hall-use", date(2026, 11, 1), "id")
    'JV5JR-206AC'
    """
    days = (version - FIRST_DAY).days
    signs = _written(_number(service), SERVICE_SIGNS)
    signs += _written(days * len(LANGUAGES) + LANGUAGES.index(language), VERSION_SIGNS)
    signs += ALPHABET[_check(signs)]
    return f"{signs[:SERVICE_SIGNS]}-{signs[SERVICE_SIGNS:]}"


def read_form_code(typed: str) -> FormCode | None:
    """Return what was typed or scanned, also a whole address that ends in a code; None when it cannot be a code."""
    last = typed.strip().rstrip("/").rpartition("/")[2]
    signs = re.sub(r"[\s-]", "", last).upper().translate(READ_AS)
    if len(signs) != LENGTH or not set(signs) <= set(ALPHABET) or signs[-1] != ALPHABET[_check(signs[:-1])]:
        return None
    days, language = divmod(_value(signs[SERVICE_SIGNS:-1]), len(LANGUAGES))
    return FormCode(_value(signs[:SERVICE_SIGNS]), FIRST_DAY + timedelta(days=days), LANGUAGES[language])


def _number(service: str) -> int:
    return int.from_bytes(hashlib.sha256(service.encode()).digest()) % BASE**SERVICE_SIGNS


def _written(number: int, signs: int) -> str:
    if not 0 <= number < BASE**signs:
        raise ValueError(f"{number} does not fit into {signs} signs; versions lie between 1945 and 3200.")
    text = ""
    for _ in range(signs):
        number, sign = divmod(number, BASE)
        text = ALPHABET[sign] + text
    return text


def _value(signs: str) -> int:
    value = 0
    for sign in signs:
        value = value * BASE + ALPHABET.index(sign)
    return value


def _check(signs: str) -> int:
    """Weigh each sign by its place, from 2 on: the weights differ, so an exchange changes the sum."""
    return sum(place * ALPHABET.index(sign) for place, sign in enumerate(signs, 2)) % BASE
