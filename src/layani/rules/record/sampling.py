"""Which acts are checked afterwards: chance that the officer cannot know when they act, and anybody can work out again.

The seed is the root of the first checkpoint that the office signed with the act's leaf in it, hashed with that leaf.
When the officer acts, later leaves and the moment of signing are still open, so neither the root nor the outcome can
be known. Who runs the record *can* grind: they see the root before they sign it, and could let one more leaf in, or
sign a moment later, until the outcome suits them. Checkpoints that witnesses have signed and published times make that
visible, and do not make it impossible; an officer alone cannot do it.
"""

from hashlib import sha256
from typing import Final

_LABEL: Final = b"layani/after-check/v1\0"
_SPACE: Final = 1 << 64


def is_sampled(leaf_hash: bytes, root: bytes, one_in: int) -> bool:
    """Say whether an act is checked afterwards, with a chance of one in ``one_in``.

    leaf_hash, root: 32 bytes each, of the act's leaf and of the checkpoint

    >>> [is_sampled(bytes([place]) * 32, bytes(32), 3) for place in range(6)]
    [True, False, False, False, False, False]
    >>> is_sampled(bytes(32), bytes(32), 1)
    True
    """
    if one_in < 1:
        raise ValueError(f"One in {one_in} is no share. Write 1 or more.")
    drawn = int.from_bytes(sha256(_LABEL + leaf_hash + root).digest()[:8], "big")
    return drawn * one_in < _SPACE
