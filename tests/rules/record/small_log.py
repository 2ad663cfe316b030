"""A small log in memory and on disk, with acts of one case in it, for tests."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from layani.rules.record.checkpoint import sign_checkpoint
from layani.rules.record.leaf import NO_PREVIOUS, CaseEventLeaf
from layani.rules.record.merkle import MemoryTree, inclusion_proof, leaf_hash
from layani.rules.record.note import SigningKey, with_signatures
from layani.rules.record.policy import Policy, parse_policy
from layani.rules.record.receipt import Opening, make_final, make_provisional
from layani.rules.record.sealing import commitment, event_salt
from layani.rules.record.tiles import Tile, grow, right_edge_tiles
from tests.rules.record.vectors import ACKNOWLEDGEMENT_KEY, LOG_KEY, LOG_VKEY, ORIGIN, WITNESS_KEY, WITNESS_VKEY

MORNING = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
CASE_KEY = bytes(range(32))
BODIES = ('{"act":"filed"}', '{"act":"assigned","to":"officer-b"}', '{"act":"decided","outcome":"granted"}')
COSIGNED_AT = 1_795_000_000  # 2026-11-18, POSIX seconds


def openings(bodies: Sequence[str] = BODIES, start: datetime = MORNING, *, old: int = 0) -> list[Opening]:
    """Return the acts of one case, a second apart, each linked to the one before; the first ``old`` of version 1."""
    made, prev = [], NO_PREVIOUS
    for seq, body in enumerate(bodies):
        salt = event_salt(CASE_KEY, seq)
        sealed = commitment(body.encode(), salt)
        at, version = start + timedelta(seconds=seq), 1 if seq < old else 2
        leaf = CaseEventLeaf.of_case(CASE_KEY, seq, prev, sealed, at, version=version)
        made.append(Opening(leaf, body, salt, CASE_KEY, seq))
        prev = leaf.hash()
    return made


def entries_around(leaf: CaseEventLeaf, size: int, index: int) -> list[bytes]:
    """Return ``size`` entries of which the one at ``index`` is ``leaf``; the others are acts of other cases."""
    others = [b"case-event/v1\nof another case %d\n" % i for i in range(size)]
    others[index] = leaf.text().encode()
    return others


def signed_checkpoint(
    size: int, root: bytes, *, key: SigningKey = LOG_KEY, witnesses: Sequence[SigningKey] = ()
) -> str:
    """Return a checkpoint with the log's signature and the cosignatures of ``witnesses``."""
    note = sign_checkpoint(size, root, key)
    return with_signatures(note, [w.cosign(note.text, COSIGNED_AT) for w in witnesses]).render()


def final_receipt(opening: Opening, size: int, index: int, witnesses: Sequence[SigningKey] = ()) -> str:
    """Return the final receipt of an act that stands at ``index`` of a log of ``size`` entries."""
    tree = MemoryTree(map(leaf_hash, entries_around(opening.leaf, size, index)))
    proof = tuple(inclusion_proof(index, size, tree.node))
    return make_final(
        opening,
        index=index,
        hashes=proof,
        checkpoint=signed_checkpoint(size, tree.root(), witnesses=witnesses),
    )


def provisional_receipt(opening: Opening) -> str:
    """Return the provisional receipt of an act, issued a second after it."""
    issued = opening.leaf.time + timedelta(seconds=1)
    return make_provisional(opening, log=ORIGIN, office="Kelurahan Contoh", issued=issued, key=ACKNOWLEDGEMENT_KEY)


def policy(*, witnesses: bool = False) -> Policy:
    """Return a policy that trusts the log, with or without asking for the ombudsman's cosignature."""
    lines = [f"log {LOG_VKEY}", f"# acknowledgement {ACKNOWLEDGEMENT_KEY.verifier.text()}"]
    lines.append(f"witness ombudsman {WITNESS_VKEY}")
    lines.append("quorum ombudsman" if witnesses else "quorum none")
    return parse_policy("\n".join(lines).encode())


def tiles_for(entries: Sequence[bytes], batches: Sequence[int] = ()) -> tuple[dict[Tile, bytes], bytes]:
    """Return every tile that appending in ``batches`` (sizes; the rest at the end) writes, and the root."""
    store: dict[Tile, bytes] = {}
    size, at, root = 0, 0, b""
    for width in (*batches, len(entries)):
        part = entries[at : at + width]
        partial = {level: store[tile] for level, tile in right_edge_tiles(size).items()}
        grown = grow(size, partial, part)
        store.update(grown.tiles)
        size, root, at = grown.size, grown.root, at + len(part)
    return store, root


def write_log(folder: Path, entries: Sequence[bytes], *, witnesses: Sequence[SigningKey] = (WITNESS_KEY,)) -> Path:
    """Write tiles and the signed checkpoint as the office publishes them; return ``folder``."""
    store, root = tiles_for(entries)
    for tile, data in store.items():
        target = folder / tile.path
        os.makedirs(target.parent, exist_ok=True)
        target.write_bytes(data)
    (folder / "checkpoint").write_text(signed_checkpoint(len(entries), root, witnesses=witnesses), encoding="utf-8")
    return folder
