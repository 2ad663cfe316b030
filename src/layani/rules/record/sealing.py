"""Sealing: what ties a public leaf to its private content, and what only the case key proves.

Every case has a key of 32 random bytes, made at filing, printed in the receipt, and erased with the case. With it the
applicant, or a court, finds exactly the leaves of the case that exist, and that each names the one before it. Without
the key neither tags nor links say which leaves belong together. (The links of version 1 of the leaf do: they are the
hashes themselves.)
"""

import hmac
from hashlib import sha256

CASE_KEY_SIZE = 32
SALT_SIZE = 32
LARGEST_SEQ = 2**64 - 1


def case_tag(case_key: bytes, seq: int) -> str:
    """Return the tag of the case's event number ``seq`` (from 0): 32 hex digits.

    HMAC-SHA256(case key, "case-tag/v1" NUL uint64 seq), first 16 bytes.
    """
    return _derive(case_key, b"case-tag/v1\0", seq)[:16].hex()


def case_link(case_key: bytes, prev: bytes) -> bytes:
    """Return the 32 bytes by which a leaf names the case's event before it; ``prev``: that event's leaf hash.

    HMAC-SHA256(case key, "case-prev/v1" NUL prev). The first event of a case names 32 zero bytes. Two leaves with one
    link are a case that was forked, which everybody sees.
    """
    _require_key(case_key)
    return hmac.digest(case_key, b"case-prev/v1\0" + prev, "sha256")


def event_salt(case_key: bytes, seq: int) -> bytes:
    """Return the 32-byte salt of event number ``seq``: it dies with the case key, and the commitment goes blind."""
    return _derive(case_key, b"salt/v1\0", seq)


def commitment(body: bytes, salt: bytes) -> bytes:
    """Return SHA-256("case-commit/v1" NUL salt SHA-256(body)): binds to ``body`` and shows nothing of it.

    The salt must have 32 bytes: contents of a case are guessable, so an unsalted hash would give them away.
    """
    if len(salt) != SALT_SIZE:
        raise ValueError(f"The salt has {len(salt)} bytes; it must have {SALT_SIZE}.")
    return sha256(b"case-commit/v1\0" + salt + sha256(body).digest()).digest()


def _require_key(case_key: bytes) -> None:
    if len(case_key) != CASE_KEY_SIZE:
        raise ValueError(f"The case key has {len(case_key)} bytes; it must have {CASE_KEY_SIZE}.")


def _derive(case_key: bytes, purpose: bytes, seq: int) -> bytes:
    _require_key(case_key)
    return hmac.digest(case_key, purpose + seq.to_bytes(8, "big"), "sha256")
