"""A copy of the log's tiles, in anyone's hands, and what can be checked with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from layani.rules.record.checkpoint import Checkpoint, OpenedCheckpoint
from layani.rules.record.encoding import Malformed
from layani.rules.record.epochs import Audit
from layani.rules.record.leaf import parse_leaf
from layani.rules.record.merkle import RightEdge, consistency_proof, leaf_hashes, root_at, verify_consistency
from layani.rules.record.note import BadSignature
from layani.rules.record.policy import Policy
from layani.rules.record.tiles import (
    ENTRIES,
    FULL,
    DamagedCopy,
    MissingTile,
    Tile,
    TileReader,
    grow_hashes,
    node_reader,
    read_bundle,
    read_hashes,
    right_edge_tiles,
    tiles_of,
)
from layani.rules.text import Text

BUNDLES_AT_ONCE = 64
"""Bundles re-hashed in one go: 16,384 entries, a few MB."""


@dataclass(frozen=True, slots=True)
class Mirror:
    """A directory of tiles (or anything that serves them) and the checkpoint beside them, not yet verified."""

    checkpoint: bytes
    read: TileReader


def open_copy(mirror: Mirror, policy: Policy) -> OpenedCheckpoint:
    """Return the verified checkpoint of a copy; raises DamagedCopy where it is broken, or Unsigned.

    A signature that does not fit is damage here: it disproves this copy, and not what is held against it.
    """
    try:
        return policy.open_checkpoint(mirror.checkpoint)
    except (Malformed, BadSignature) as fault:
        raise DamagedCopy(f"checkpoint: {fault}") from fault


@dataclass(frozen=True, slots=True)
class Search:
    """What a walk over all leaf hashes of a mirror showed.

    index:     where the leaf that was looked for stands, None = nowhere
    old_root:  the root of the smaller size that was asked for, None = the mirror is shorter
    """

    index: int | None
    old_root: bytes | None


def search(checkpoint: Checkpoint, read: TileReader, hashed: bytes, old_size: int = 0) -> Search:
    """Walk over all leaf hashes, look for ``hashed``, and authenticate the whole walk against the checkpoint's root.

    Raises Malformed when the tiles are not those of the checkpoint, MissingTile when one is missing.
    """
    edge, index, old_root = RightEdge(), None, None
    for tile in (tile for tile in tiles_of(checkpoint.size) if tile.level == 0):
        row = read_hashes(tile, read)
        if index is None and hashed in row:
            index = edge.size + row.index(hashed)
        cut = old_size - edge.size
        if 0 <= cut <= len(row) and old_root is None:
            edge.extend(row[:cut])
            old_root, row = edge.root(), row[cut:]
        edge.extend(row)
    if edge.root() != checkpoint.root:
        raise DamagedCopy("The tiles do not lead to the root that their checkpoint signs.")
    return Search(index, old_root)


def begins_with(checkpoint: Checkpoint, read: TileReader, old: Checkpoint) -> bool:
    """Say whether the mirror's log begins with the log that ``old`` (not larger) describes.

    When the short proof fails, the whole log is walked, to tell a second history from a damaged copy.
    Raises Malformed when the tiles are not those of the checkpoint, MissingTile when one is missing.
    """
    proof = consistency_proof(old.size, checkpoint.size, node_reader(checkpoint.size, read))
    if verify_consistency((old.size, old.root), (checkpoint.size, checkpoint.root), proof):
        return True
    return search(checkpoint, read, b"", old.size).old_root == old.root


def last_entry_time(checkpoint: Checkpoint, read: TileReader) -> str | None:
    """Return the time in the last entry (RFC 3339, UTC), or None when that entry's form is not known here."""
    if checkpoint.size == 0:
        return None
    n, place = divmod(checkpoint.size - 1, FULL)
    entry = read_bundle(Tile(ENTRIES, n, place + 1), read)[-1]
    try:
        return parse_leaf(entry).text().split("\n")[-2]
    except Malformed:  # leaf types of later versions: no time is known, and the caller says so
        return None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a mirror.

    missing:     a file is not there, which alone disproves nothing
    of_record:   the mirror is what was signed, and the record itself is false
    """

    says: Text
    missing: bool = False
    of_record: bool = False


def find_faults(checkpoint: Checkpoint, read: TileReader, audit: Audit | None = None) -> Iterator[Fault]:
    """Re-hash every entry and yield a fault for each tile, and the root, that is not what the entries imply.

    Then one for each false index of case events and each tag that occurs twice, if all is as it was signed.
    audit:  is shown every entry; it can then be asked what it saw
    Stops at the first bundle that cannot be read: what lies behind it cannot be judged.
    """
    audit = audit or Audit()
    partial: dict[int, bytes] = {}
    edge_tiles, size, root = right_edge_tiles(checkpoint.size), 0, RightEdge().root()
    bundles = [tile for tile in tiles_of(checkpoint.size) if tile.level == ENTRIES]
    for at in range(0, len(bundles), BUNDLES_AT_ONCE):
        try:
            entries = _read_entries(bundles[at : at + BUNDLES_AT_ONCE], read)
        except (MissingTile, Malformed) as fault:
            says = Text(id=f"Entri tidak dapat dibaca: {fault}", en=f"Entries cannot be read: {fault}")
            yield Fault(says, missing=isinstance(fault, MissingTile))
            return
        audit.see(entries)
        growth = grow_hashes(size, partial, leaf_hashes(entries))
        size, root = growth.size, growth.root
        partial |= {tile.level: data if tile.width < FULL else b"" for tile, data in growth.tiles}
        final = [(t, data) for t, data in growth.tiles if t.width == FULL or edge_tiles.get(t.level) == t]
        yield from (fault for tile, data in final for fault in _compare(tile, data, read))
    if root != checkpoint.root:
        says = Text(
            id="Akar pohon dari semua entri bukan akar yang ditandatangani pada checkpoint.",
            en="The root over all entries is not the root that the checkpoint signs.",
        )
        yield Fault(says)
        return
    yield from (Fault(says, of_record=True) for says in audit.faults())
    yield from _false_continuations(checkpoint, read, audit)


def _false_continuations(checkpoint: Checkpoint, read: TileReader, audit: Audit) -> Iterator[Fault]:
    """Yield a fault for each earlier log with which this one does not begin, although it says that it continues it."""
    for index, leaf in audit.continued:
        try:
            root = root_at(leaf.size, node_reader(checkpoint.size, read))
        except (MissingTile, DamagedCopy):
            return  # that very tile was yielded as a fault before: each was held against the entries
        if root != leaf.root:
            says = Text(
                id=f"Entri {index} menyatakan melanjutkan {leaf.origin} yang berisi {leaf.size} entri, tetapi catatan "
                "ini tidak dimulai dengan entri-entri itu.",
                en=f"Entry {index} says that it continues {leaf.origin} of {leaf.size} entries, but this record does "
                "not begin with them.",
            )
            yield Fault(says, of_record=True)


def _read_entries(bundles: Sequence[Tile], read: TileReader) -> list[bytes]:
    entries: list[bytes] = []
    for tile in bundles:
        entries += read_bundle(tile, read)
    return entries


def _compare(tile: Tile, implied: bytes, read: TileReader) -> Iterator[Fault]:
    try:
        stored = read(tile)
    except MissingTile as fault:
        yield Fault(Text(id=f"Berkas tidak ada: {fault}", en=f"A file is missing: {fault}"), missing=True)
        return
    if stored != implied:
        says = Text(
            id=f"Berkas {tile.path} tidak sesuai dengan entri-entrinya.",
            en=f"The file {tile.path} is not what its entries imply.",
        )
        yield Fault(says)
