"""The draw itself: who of a pool gets a case, from a number that nobody knew when the pool and the case were fixed.

Everybody who holds the leaves can do it again and finds the same officer. Source: docs/reference/draw.md.
"""

import hmac
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from layani.rules.record.allocation_leaves import ALGORITHM, LOCAL, Entry, QueueLeaf
from layani.rules.record.merkle import HASH_SIZE

LEAST_POOL = 4
"""Fewer than four are no draw: two who agree would hold most of it."""
LEAST_DELAY = timedelta(minutes=2)
"""Between a queue leaf and the round that it awaits: long enough for witnesses to sign that the leaf was there."""
SCALE = 60
"""Chances of an officer who has no open case."""
_SPACE = 2**256


def weight_of(open_cases: int) -> int:
    """Return an officer's chances: 60 divided by one more than their open cases, cut to a whole number, at least 1.

    >>> [weight_of(n) for n in (0, 1, 2, 5, 100)]
    [60, 30, 20, 10, 1]
    """
    if open_cases < 0:
        raise ValueError(f"{open_cases} open cases are not possible.")
    return max(1, SCALE // (1 + open_cases))


def eligible(entries: Sequence[Entry], queue: QueueLeaf) -> tuple[Entry, ...]:
    """Return who of a pool can get this case, in the pool's order."""
    out = {name for name, _ in queue.out}
    return tuple(entry for entry in entries if entry.pseudonym not in out)


def seed_of(origin: str, index: int, leaf_hash: bytes, queue: QueueLeaf, randomness: bytes) -> bytes:
    """Return the 32 bytes from which the draws of one queue leaf follow.

    SHA-256("allocation/v1" LF origin LF index LF leaf hash, pool root, chain hash, uint64 round, randomness).
    Of the local beacon the chain hash is 32 zero bytes and the round 0.

    origin, leaf_hash: of the log, and of the queue leaf in it; index: its place there, from 0
    """
    return seed(origin, index, (leaf_hash, queue.pool, chain_hash(queue.beacon)), queue.round or 0, randomness)


def seed(origin: str, index: int, hashes: tuple[bytes, bytes, bytes], round_: int, randomness: bytes) -> bytes:
    """Return the seed from its parts; ``hashes`` are those of leaf, pool and chain."""
    if any(len(one) != HASH_SIZE for one in (*hashes, randomness)):
        raise ValueError(f"Each hash and the random number must have {HASH_SIZE} bytes.")
    head = f"{ALGORITHM}\n{origin}\n{index}\n".encode()
    return sha256(head + b"".join(hashes) + round_.to_bytes(8, "big") + randomness).digest()


def chain_hash(beacon: str) -> bytes:
    """Return the hash that a beacon's name ends with."""
    return bytes(HASH_SIZE) if beacon == LOCAL else bytes.fromhex(beacon.partition("/")[2])


def pick(seed: bytes, entries: Sequence[Entry], k: int) -> str:
    """Return the pseudonym that draw number ``k`` names; each officer has exactly ``weight`` chances.

    x = HMAC-SHA256(seed, uint64 k, uint64 c) for c = 0, 1, …, until x is below the largest multiple of the sum of all
    weights; x modulo that sum says where in the sorted list.
    """
    total = sum(entry.weight for entry in entries)
    if total < 1:
        raise ValueError("Nobody can be drawn from an empty pool.")
    limit, tried = _SPACE // total * total, 0
    while (x := int.from_bytes(_attempt(seed, k, tried), "big")) >= limit:
        tried += 1
    place = x % total
    for entry in entries:
        place -= entry.weight
        if place < 0:
            return entry.pseudonym
    raise AssertionError("A place below the sum of all weights belongs to somebody.")


def _attempt(seed: bytes, k: int, tried: int) -> bytes:
    return hmac.digest(seed, k.to_bytes(8, "big") + tried.to_bytes(8, "big"), "sha256")


def draw(seed: bytes, entries: Sequence[Entry], gone: Collection[str], first: int) -> tuple[int, str] | None:
    """Return the number and the pseudonym of the first draw, from number ``first`` on, that names nobody who is gone.

    gone: who was drawn before and could not do it; None when nobody else is left
    """
    if all(entry.pseudonym in gone for entry in entries):
        return None
    k = first
    while (officer := pick(seed, entries, k)) in gone:
        k += 1
    return k, officer


def local_promise(randomness: bytes) -> bytes:
    """Return what an office without a beacon says of its number beforehand, so that it cannot take another one."""
    return sha256(randomness).digest()


GENESIS = datetime.fromtimestamp(1692803367, tz=UTC)
PERIOD = 3
"""Of the beacon quicknet (drand): its first round, and seconds from one round to the next."""


def round_at(moment: datetime) -> int:
    """Return the number of quicknet's latest round at a moment.

    >>> round_at(datetime(2023, 8, 23, 15, 9, 27, tzinfo=UTC))
    1
    """
    return int((moment - GENESIS).total_seconds()) // PERIOD + 1


def time_of(round_: int) -> datetime:
    """Return when quicknet publishes a round."""
    return GENESIS + timedelta(seconds=PERIOD * (round_ - 1))


def awaited_round(queued: datetime, delay: timedelta = LEAST_DELAY) -> int:
    """Return the first round that quicknet publishes at least ``delay`` after a queue leaf's time."""
    found = round_at(queued + delay)
    return found if time_of(found) >= queued + delay else found + 1
