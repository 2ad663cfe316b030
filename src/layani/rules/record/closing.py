"""What the body of an act states when its case is not open after it, so that a case can be told to be whole.

It stands under ``closing``: ``{"acts": <how many acts the case has with this one>, "head": <base64 leaf hash of the one
before>}``. A decision states it, and so does each act after it for as long as nothing takes the case up again. Acts of
earlier versions lack it; a case whose last act lacks it is not said to be sealed.
"""

from typing import Any

from layani.rules.record.encoding import Malformed, decode_base64, encode_base64
from layani.rules.record.merkle import HASH_SIZE

CLOSING = "closing"


def closing_of(acts: int, head: bytes) -> dict[str, Any]:
    """Return what the body states: how many acts there are with this one, and the leaf hash of the one before."""
    return {"acts": acts, "head": encode_base64(head)}


def closing_in(said: object) -> tuple[int, bytes]:
    """Return what ``closing_of`` was given, or raise Malformed where ``said`` is not what it returns."""
    match said:
        case {"acts": int(acts), "head": str(head), **rest} if not rest and not isinstance(acts, bool):
            return acts, decode_base64(head, "The head that the act states", HASH_SIZE)
    raise Malformed("The act does not state how many there are and the head before it.")
