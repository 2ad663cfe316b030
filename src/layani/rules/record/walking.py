"""One pass over all entries of a copy of the log, in bounded memory, that ends in the root that was signed."""

from collections.abc import Iterator

from layani.rules.record.checkpoint import Checkpoint
from layani.rules.record.merkle import RightEdge, leaf_hash
from layani.rules.record.tiles import ENTRIES, DamagedCopy, TileReader, read_bundle, tiles_of


def walk(checkpoint: Checkpoint, read: TileReader) -> Iterator[tuple[int, bytes]]:
    """Yield (index, entry) of every entry; what was yielded counts only when the walk has come to its end.

    Raises DamagedCopy when a bundle is broken, and at the end when the entries do not lead to the checkpoint's root;
    MissingTile when a bundle is not there. Memory: one bundle of 256 entries.
    """
    edge = RightEdge()
    for tile in tiles_of(checkpoint.size):
        if tile.level != ENTRIES:
            break
        entries = read_bundle(tile, read)
        yield from enumerate(entries, edge.size)
        edge.extend(map(leaf_hash, entries))
    if edge.root() != checkpoint.root:
        raise DamagedCopy("The entries of the copy do not lead to the root that its checkpoint signs.")
