"""Payment references: what a payer writes on a transfer, so that the money finds its case without anybody guessing.

Eleven signs in groups, of which the last checks the others: ``7KQ4-M2XD-9A3``. The signs leave out I, L, O and U, which
look like others on paper. Neither serial nor derived from the case: a reference tells nothing about whom it is of.
Source: ISO 7064:2003, hybrid system MOD 37,36, as python-stdnum computes it: every single wrong sign is found, and
nearly every swap of two neighbours.
"""

import re
from collections.abc import Iterable
from typing import Final

from stdnum.iso7064 import mod_37_36

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32."""

DRAWN_SIGNS: Final = 10
"""Signs that are drawn: fifty bits, so nobody hits another's reference by trying."""

LENGTH: Final = DRAWN_SIGNS + 1

BITS: Final = 5 * DRAWN_SIGNS

_ALIKE: Final = str.maketrans("ILO", "110")
_GROUPS: Final = (4, 8)


class NoReference(ValueError):
    """No drawn number gave a reference that can be read out."""


def reference_of(drawn: Iterable[int]) -> str:
    """Return the reference of the first drawn number (0 to 2^50 - 1) whose check sign can be told from others.

    One number in nine has the check sign I, L, O or U and is passed over. NoReference where all were.
    >>> reference_of([0])
    '0000000000P'
    """
    for number in drawn:
        if not 0 <= number < 1 << BITS:
            raise NoReference(f"{number} is not a number of {BITS} bits. Draw one.")
        signs = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(DRAWN_SIGNS))
        check = str(mod_37_36.calc_check_digit(signs))
        if check in ALPHABET:
            return signs + check
    raise NoReference("None of the numbers gave a reference that can be read out. Draw more of them.")


def printed(reference: str) -> str:
    """Return a reference in groups, as it is printed and read out.

    >>> printed("0000000000P")
    '0000-0000-00P'
    """
    first, second = _GROUPS
    return "-".join((reference[:first], reference[first:second], reference[second:]))


def compact(text: str) -> str:
    """Return the letters and digits of what somebody typed, in the one spelling that references have.

    >>> compact(" 7kq4-m2xd.o1l")
    '7KQ4M2XD011'
    """
    return re.sub(r"[^0-9A-Z]", "", text.upper()).translate(_ALIKE)


def is_reference(signs: str) -> bool:
    """Tell whether compact signs can be a reference: its length, its signs, and its check sign."""
    return len(signs) == LENGTH and set(signs) <= set(ALPHABET) and bool(mod_37_36.is_valid(signs))


def read_reference(text: str) -> str | None:
    """Return the reference that somebody typed or read out, in its one spelling, or None if a sign must be wrong.

    >>> read_reference("oooo oooo oop"), read_reference("0000-0000-003")
    ('0000000000P', None)
    """
    signs = compact(text)
    return signs if is_reference(signs) else None
