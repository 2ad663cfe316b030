"""Case numbers and receipt codes: not to be guessed, easy to read out, and a slip of the pen is noticed."""

import hashlib
import hmac
import re
import secrets
from datetime import date

# Without I, L, O and U: nothing to confuse on paper, no words by accident (Crockford's base 32).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_LETTERS = 7
_ALIKE = str.maketrans("ILO", "110")
_TYPED = re.compile(r"\s*([A-Z]{2,8})[-\s]*([0-9]{4})[-\s]*([0-9A-Z]{4})[-\s]*([0-9A-Z]{4})\s*\Z", re.ASCII)


def case_number(prefix: str, day: date) -> str:
    """Return a new number such as PLG-2026-7KQ4-M2XD; its last letter checks the others."""
    number = secrets.randbits(5 * RANDOM_LETTERS)
    letters = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(RANDOM_LETTERS))
    letters += check_letter(letters)
    return f"{prefix}-{day.year}-{letters[:4]}-{letters[4:]}"


def check_letter(letters: str) -> str:
    """Return the letter that shows every single wrong letter, and nearly every swap of two neighbours."""
    # Odd weights are units modulo 32, so one wrong letter always changes the sum.
    total = sum((2 * place + 1) * ALPHABET.index(letter) for place, letter in enumerate(letters))
    return ALPHABET[total % len(ALPHABET)]


def read_number(text: str) -> str | None:
    """Return the number that someone typed, in its one spelling, or None if a letter must be wrong.

    >>> read_number("plg 2026 0000000o")
    'PLG-2026-0000-0000'
    """
    found = _TYPED.match(text.upper())
    if not found:
        return None
    letters = (found[3] + found[4]).translate(_ALIKE)
    if any(c not in ALPHABET for c in letters) or check_letter(letters[:-1]) != letters[-1]:
        return None
    return f"{found[1]}-{found[2]}-{letters[:4]}-{letters[4:]}"


def receipt_code(key: bytes, edition: int = 0) -> str:
    """Return the secret of a case's receipt, derived from the case's key: ten letters in two groups.

    edition: how often the applicant has replaced it (actions/recovering.py); none can be told from another
    """
    label = b"receipt-code/v1" + (b"/%d" % edition if edition else b"")
    number = int.from_bytes(hmac.digest(key[:32], label, hashlib.sha256)[:8], "big")
    letters = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def first_code(key: bytes, edition: int) -> str:
    """Return the code that was given at filing, for whoever filed or typed it; "" once the applicant has replaced it.

    What the applicant made since belongs to them alone: no officer, agent or program is ever shown it.
    """
    return "" if edition else receipt_code(key)


def place_code(code: bytes) -> str:
    """Return a code of the party register as a public ranking writes it, such as R-7KQ4-M2XD."""
    number = int.from_bytes(code[:8], "big")
    letters = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(8))
    return f"R-{letters[:4]}-{letters[4:]}"


def same_code(given: str, key: bytes, edition: int = 0) -> bool:
    """Say, in constant time, whether someone gave the receipt's secret."""
    cleaned = "".join(c for c in given.upper() if c.isalnum()).translate(_ALIKE)
    return hmac.compare_digest(cleaned.encode(), receipt_code(key, edition).replace("-", "").encode())
