"""The number and the code of a receipt on paper: easy to read out, checked against slips, and not to be counted on."""

import hmac
import re

from layani.office.actions.numbering import ALPHABET, check_letter
from layani.office.house import codes

_TYPED = re.compile(r"\s*K[-\s]*([0-9]{1,6})[-\s]+([0-9]{2})[-\s]*([0-9A-Z])\s*\Z", re.ASCII)
_ALIKE = str.maketrans("ILO", "110")
CODE_LETTERS = 10


def paper_number(block: int, seq: int) -> str:
    """Return the number as it is printed; its last letter checks the others.

    >>> paper_number(12, 7)
    'K12-07-8'
    """
    return f"K{block}-{seq:02d}-{check_letter(f'{block:06d}{seq:02d}')}"


def read_paper_number(text: str) -> tuple[int, int] | None:
    """Return block and number that somebody typed, or None if a letter must be wrong.

    >>> read_paper_number("k12 07-8"), read_paper_number("K12-08-8")
    ((12, 7), None)
    """
    found = _TYPED.match(text.upper())
    if not found:
        return None
    block, seq = int(found[1]), int(found[2])
    given = found[3].translate(_ALIKE)
    return (block, seq) if paper_number(block, seq)[-1] == given else None


def paper_code(number: str) -> str:
    """Return the code that is printed below a number: ten letters under the office's key."""
    drawn = int.from_bytes(codes().paper(number)[:8], "big")
    letters = "".join(ALPHABET[(drawn >> (5 * place)) & 31] for place in range(CODE_LETTERS))
    return f"{letters[:5]}-{letters[5:]}"


def is_code_of(number: str, given: str) -> bool:
    """Say, in constant time, whether somebody gave the code of a number."""
    cleaned = "".join(letter for letter in given.upper() if letter.isalnum()).translate(_ALIKE)
    return hmac.compare_digest(cleaned.encode(), paper_code(number).replace("-", "").encode())
