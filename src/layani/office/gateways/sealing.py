"""Seals what is personal under the key of its case or party, and opens it again."""

import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def canonical(value: Any) -> bytes:
    """Return the one JSON text of a value: keys sorted, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def seal(key: bytes, value: Any, bound_to: str) -> bytes:
    """Return ``value`` (JSON) encrypted under the second half of a 64-byte key.

    bound_to: the place it belongs to; opened anywhere else it fails, so sealed bodies cannot be swapped
    """
    return seal_bytes(key, canonical(value), bound_to)


def open_sealed(key: bytes, sealed: bytes, bound_to: str) -> Any:
    """Return the value; raises cryptography's InvalidTag if it was altered or belongs elsewhere."""
    return json.loads(open_bytes(key, sealed, bound_to))


def seal_bytes(key: bytes, plain: bytes, bound_to: str) -> bytes:
    """Return ``plain`` encrypted: 12 bytes of nonce, then AES-256-GCM."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key[32:]).encrypt(nonce, plain, bound_to.encode())


def open_bytes(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """Return what ``seal_bytes`` encrypted; raises cryptography's InvalidTag if it was altered or belongs elsewhere."""
    if len(sealed) < NONCE_BYTES:  # the cipher calls that a wrong argument; it is a sealed part that was cut
        raise InvalidTag
    return AESGCM(key[32:]).decrypt(bytes(sealed[:NONCE_BYTES]), bytes(sealed[NONCE_BYTES:]), bound_to.encode())
