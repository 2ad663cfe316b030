"""What every leaf can say of itself, whatever it is about."""

import base64
from abc import ABC, abstractmethod

from layani.rules.record.merkle import leaf_hash


class HashedLeaf(ABC):
    """One entry of the record."""

    __slots__ = ()

    @abstractmethod
    def text(self) -> str:
        """Return the entry, ending in a newline."""

    def hash(self) -> bytes:
        """Return the leaf hash, 32 bytes. Source: RFC 6962 section 2.1."""
        return leaf_hash(self.text().encode())


SHORT = 16
"""Bytes of a leaf hash in its short name: nobody finds a second entry for 128 bits that they did not choose."""


def leaf_name(entry: str) -> str:
    """Return the short name of an entry, for a code on paper: base32 of the first 16 bytes of its leaf hash.

    26 capitals and digits, without padding.
    """
    return base64.b32encode(leaf_hash(entry.encode())[:SHORT]).decode().rstrip("=")
