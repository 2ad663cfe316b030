"""The file of one draw: the pool's lines, and each leaf with the proof that it stands in the record.

JSON ``{"v": 1, "pool": ["PSEUDONYM WEIGHT", …], "proofs": ["c2sp.org/tlog-proof@v1 …", …]}``. Each proof's extra data
is the leaf itself: first the pool, then the queue leaf, then every draw in order; a void comes last.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from layani.rules.record.allocation_leaves import (
    AllocationLeaf,
    AllocLeaf,
    Entry,
    PoolLeaf,
    QueueLeaf,
    VoidLeaf,
    parse_allocation,
    parse_entry,
)
from layani.rules.record.encoding import Malformed, parse_utf8
from layani.rules.record.proof import TlogProof, parse_proof

VERSION = 1
LARGEST_DRAW = 2_000_000
"""Bytes: thousands of officers and dozens of draws."""
MOST_PROOFS = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """A leaf and the proof of its place."""

    leaf: AllocationLeaf
    proof: TlogProof


@dataclass(frozen=True, slots=True)
class DrawFile:
    """What is needed to do a draw again."""

    entries: tuple[Entry, ...]
    pool: PoolLeaf
    queue: QueueLeaf
    allocs: tuple[AllocLeaf, ...]
    void: VoidLeaf | None
    proofs: tuple[TlogProof, ...]

    @property
    def placed(self) -> tuple[Placed, ...]:
        """Every leaf with its proof, in the order in which they were logged."""
        leaves: list[AllocationLeaf] = [self.pool, self.queue, *self.allocs]
        leaves += [self.void] if self.void else []
        return tuple(Placed(leaf, proof) for leaf, proof in zip(leaves, self.proofs, strict=True))


def render_draw(entries: Sequence[Entry], proofs: Sequence[TlogProof]) -> str:
    """Return the file's text; each proof carries its leaf as extra data."""
    values = {"v": VERSION, "pool": [one.line() for one in entries], "proofs": [proof.render() for proof in proofs]}
    return json.dumps(values, indent=1, sort_keys=True) + "\n"


def parse_draw(data: bytes) -> DrawFile:
    """Return the draw in ``data``, or raise Malformed; no signature, hash or draw is looked at here."""
    if len(data) > LARGEST_DRAW:
        raise Malformed(f"The file has {len(data)} bytes; more than {LARGEST_DRAW} are not read.")
    try:
        values = json.loads(parse_utf8(data, "The file"))
    except (ValueError, RecursionError) as fault:
        raise Malformed(f"The file of a draw is JSON, and this is none ({fault}).") from fault
    if not isinstance(values, dict) or sorted(values) != ["pool", "proofs", "v"] or values["v"] != VERSION:
        raise Malformed(f"The file of a draw has exactly pool, proofs and v, which is {VERSION}.")
    lines, texts = _texts(values["pool"], "pool"), _texts(values["proofs"], "proofs")
    if not 2 <= len(texts) <= MOST_PROOFS:
        raise Malformed(f"The file of a draw has 2 to {MOST_PROOFS} proofs, and this one {len(texts)}.")
    proofs = tuple(parse_proof(_bytes(text)) for text in texts)
    if any(proof.extra is None for proof in proofs):
        raise Malformed("Each proof in the file of a draw carries its leaf as extra data, and one does not.")
    leaves = [parse_allocation(proof.extra or b"") for proof in proofs]
    match leaves:
        case [PoolLeaf() as pool, QueueLeaf() as queue, *drawn]:
            allocs = tuple(leaf for leaf in drawn if isinstance(leaf, AllocLeaf))
            void = drawn[-1] if drawn and isinstance(drawn[-1], VoidLeaf) else None
            if len(allocs) + (void is not None) == len(drawn):
                return DrawFile(tuple(map(parse_entry, lines)), pool, queue, allocs, void, proofs)
    raise Malformed("The proofs in the file of a draw are of the pool, the queue, each draw and at most one void.")


def _texts(value: object, what: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Malformed(f"'{what}' in the file of a draw is a list of texts.")
    return value


def _bytes(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as fault:  # a lone surrogate, which JSON can spell and UTF-8 cannot
        raise Malformed("The file of a draw has a character that no text has.") from fault
