"""Entries for the record's bench, and a record of them on disk as an office publishes it."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path

from layani.rules.record.checkpoint import sign_checkpoint
from layani.rules.record.leaf import NO_PREVIOUS, CaseEventLeaf
from layani.rules.record.note import SigningKey
from layani.rules.record.tiles import FULL, Tile, grow, right_edge_tiles

KEY = SigningKey.from_seed("office.example/cases", bytes(32))
FIRST = datetime(2026, 1, 5, 1, tzinfo=UTC)
BATCH = 65_536


def leaves(first: int, count: int) -> Iterator[str]:
    """Yield the texts of ``count`` acts, every one of another case, as long as real ones (about 170 bytes)."""
    for n in range(first, first + count):
        digest = sha256(b"%d" % n).digest()
        yield CaseEventLeaf(digest.hex()[:32], NO_PREVIOUS, digest, FIRST + timedelta(seconds=n)).text()


def write_record(folder: Path, size: int) -> None:
    """Write the tiles and the signed checkpoint of a record of ``size`` acts, and the policy that trusts its key."""
    entries, at, root = (text.encode() for text in leaves(0, size)), 0, b""
    partial: dict[int, bytes] = {}
    last = right_edge_tiles(size)
    while batch := list(islice(entries, BATCH)):
        grown = grow(at, partial, batch)
        for tile, data in grown.tiles:
            if tile.width == FULL or last.get(tile.level) == tile:
                _put(folder, tile, data)
        wanted = right_edge_tiles(grown.size)
        partial |= {tile.level: data for tile, data in grown.tiles if wanted.get(tile.level) == tile}
        partial = {level: data for level, data in partial.items() if level in wanted}
        at, root = grown.size, grown.root
    (folder / "checkpoint").write_text(sign_checkpoint(size, root, KEY).render(), encoding="utf-8")
    (folder / "policy").write_text(f"log {KEY.verifier.text()}\nquorum none\n", encoding="utf-8")


def _put(folder: Path, tile: Tile, data: bytes) -> None:
    target = folder / tile.path
    os.makedirs(target.parent, exist_ok=True)
    target.write_bytes(data)
