"""The beacon drand as the office reaches it: one round's signature by HTTP, checked before anybody believes it."""

import json
from http.client import HTTPException
from urllib.request import Request, urlopen

from django.conf import settings

from layani.rules.record.beacon import CHAIN, is_signature

TIMEOUT = 8.0
"""Seconds."""
LARGEST_ANSWER = 4096
"""Bytes; an answer has some three hundred."""


class Unreachable(Exception):
    """The beacon cannot be asked now, has not published the round yet, or answered something else than it."""


def signature_of(round_: int) -> bytes:
    """Return quicknet's signature (48 bytes) of a round, or raise Unreachable."""
    address = f"{settings.BEACON_ADDRESS.rstrip('/')}/{CHAIN}/public/{round_}"
    try:
        with urlopen(Request(address), timeout=TIMEOUT) as answer:  # noqa: S310  the operator's own address
            values = json.loads(answer.read(LARGEST_ANSWER))
        signature = bytes.fromhex(values["signature"])
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as fault:
        raise Unreachable(f"{address}: {fault}") from fault
    if not is_signature(round_, signature):
        raise Unreachable(f"{address}: the answer is not the beacon's signature of round {round_}.")
    return signature
