"""What every leaf can say of itself, whatever it is about."""

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
