"""The record as static files: hash tiles and entry bundles, as anyone can mirror and check them.

A tile of level L holds up to 256 hashes, each the root of a complete subtree of 256^L entries. Level -1 stands for the
entries themselves ("entry bundle"). What a tile will hold is fixed by the entries, so a tile once full never changes.
Source: c2sp.org/tlog-tiles v0.1.0.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from layani.rules.record.encoding import Malformed, shown
from layani.rules.record.merkle import HASH_SIZE, NodeReader, RightEdge, fold, leaf_hashes, perfect_root

FULL = 256
"""Hashes (or entries) in a full tile."""
TILE_HEIGHT = 8
"""A tile spans 8 levels of the binary tree: 2^8 = 256."""
ENTRIES = -1
"""The level that stands for entry bundles."""
LARGEST_ENTRY = 65_535
"""Bytes of an entry: its length is written as uint16."""
TOP_LEVEL = 63

_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """The name of one tile.

    level:  -1 = entries, 0 = leaf hashes, up to 63
    n:      number within the level, from 0
    width:  how many of its 256 places are filled, 1 to 256
    """

    level: int
    n: int
    width: int

    def __post_init__(self) -> None:
        if not (ENTRIES <= self.level <= TOP_LEVEL and self.n >= 0 and 1 <= self.width <= FULL):
            raise ValueError(f"There is no tile of level {self.level}, number {self.n}, width {self.width}.")

    @property
    def path(self) -> str:
        """Return the path below the log's prefix.

        >>> Tile(level=0, n=1234067, width=112).path
        'tile/0/x001/x234/067.p/112'
        """
        groups = [f"{self.n % 1000:03d}"]
        rest = self.n // 1000
        while rest:
            groups.append(f"x{rest % 1000:03d}")
            rest //= 1000
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = "" if self.width == FULL else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(reversed(groups))}{partial}"


TileReader = Callable[[Tile], bytes]
"""Fetches the content of one tile; raises MissingTile when it is not there."""


class MissingTile(LookupError):
    """A tile that the checkpoint implies is not where it should be."""


class DamagedCopy(Malformed):
    """A file of a copy of the record is not whole, or not what was signed; the message names it."""


def parse_tile_path(path: str) -> Tile:
    """Return the tile that ``path`` names, or raise Malformed; the inverse of ``Tile.path``."""
    match = _PATH.fullmatch(path)
    if match:
        level, digits, width = match.groups()
        n = int(digits.replace("x", "").replace("/", ""))
        number = ENTRIES if level == "entries" else int(level)
        if number <= TOP_LEVEL and int(width or 0) < FULL:
            tile = Tile(number, n, int(width) if width else FULL)
            if tile.path == path:  # refuses leading groups of zeros, a second spelling of the same tile
                return tile
    raise Malformed(f"{shown(path)} is not the path of a tile, such as tile/0/x001/067.p/12.")


def make_bundle(entries: Sequence[bytes]) -> bytes:
    """Return the entry bundle of up to 256 entries: each as uint16 big-endian length, then its bytes."""
    for entry in entries:
        if len(entry) > LARGEST_ENTRY:
            raise ValueError(f"An entry has {len(entry)} bytes; the format holds at most {LARGEST_ENTRY}.")
    return b"".join([len(entry).to_bytes(2, "big") + entry for entry in entries])


def parse_bundle(data: bytes, width: int) -> list[bytes]:
    """Return the ``width`` entries of a bundle, or raise Malformed when there are more, fewer, or a cut one."""
    entries: list[bytes] = []
    at, size = 0, len(data)
    while at + 1 < size:
        start = at + 2
        at = start + (data[at] << 8 | data[at + 1])
        entries.append(data[start:at])
    if at != size:
        cut = len(entries) - (at > size)
        raise Malformed(f"The entry bundle is cut short after {cut} entries.")
    if len(entries) != width:
        raise Malformed(f"The entry bundle holds {len(entries)} entries; its name promises {width}.")
    return entries


def split_hashes(data: bytes, width: int) -> list[bytes]:
    """Return the hashes of a tile, or raise Malformed when there are not exactly ``width``."""
    if len(data) != width * HASH_SIZE:
        raise Malformed(f"The tile has {len(data)} bytes; {width} hashes have {width * HASH_SIZE}.")
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


def read_bundle(tile: Tile, read: TileReader) -> list[bytes]:
    """Return the entries of one bundle of a copy; raises DamagedCopy naming it, or MissingTile."""
    try:
        return parse_bundle(read(tile), tile.width)
    except Malformed as fault:
        raise DamagedCopy(f"{tile.path}: {fault}") from fault


def read_hashes(tile: Tile, read: TileReader) -> list[bytes]:
    """Return the hashes of one tile of a copy; raises DamagedCopy naming it, or MissingTile."""
    try:
        return split_hashes(read(tile), tile.width)
    except Malformed as fault:
        raise DamagedCopy(f"{tile.path}: {fault}") from fault


def narrow(tile: Tile, wider: bytes) -> bytes:
    """Return the content of a partial tile, cut from the same tile when it was wider or full."""
    if tile.level != ENTRIES:
        return wider[: tile.width * HASH_SIZE]
    at = 0
    for _ in range(tile.width):
        at += 2 + int.from_bytes(wider[at : at + 2], "big")
    return wider[:at]


def right_edge_tiles(size: int) -> dict[int, Tile]:
    """Return {level: partial tile} of a tree of ``size`` entries; levels whose last tile is full are absent.

    >>> {level: tile.path for level, tile in right_edge_tiles(70_000).items()}
    {-1: 'tile/entries/273.p/112', 0: 'tile/0/273.p/112', 1: 'tile/1/001.p/17', 2: 'tile/2/000.p/1'}
    """
    found: dict[int, Tile] = {}
    level, count = 0, size
    while count:
        n, width = divmod(count, FULL)
        if width:
            found[level] = Tile(level, n, width)
            if level == 0:
                found = {ENTRIES: Tile(ENTRIES, n, width), **found}
        level, count = level + 1, n
    return found


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield every tile that a tree of ``size`` entries consists of, and no other, level by level."""
    return grown_tiles(0, size)


def tiles_above(n: int, size: int) -> Iterator[Tile]:
    """Yield the bundle ``n`` of a tree of ``size`` entries, and each tile in which a hash over it stands.

    >>> [tile.path for tile in tiles_above(0, 70_000)]
    ['tile/entries/000', 'tile/0/000', 'tile/1/000', 'tile/2/000.p/1']
    """
    for level in (ENTRIES, *range(TOP_LEVEL + 1)):
        place, count = n >> TILE_HEIGHT * max(level, 0), size >> TILE_HEIGHT * max(level, 0)
        if place * FULL >= count:  # the hash of what is not full yet stands nowhere
            return
        yield Tile(level, place, min(FULL, count - place * FULL))


def grown_tiles(old_size: int, size: int) -> Iterator[Tile]:
    """Yield the tiles of a tree of ``size`` entries that are new, or wider, since ``old_size``, level by level."""
    for level in (ENTRIES, *range(TOP_LEVEL + 1)):
        shift = TILE_HEIGHT * max(level, 0)
        before, after = old_size >> shift, size >> shift
        if before >= after:
            return
        for n in range(before // FULL, (after - 1) // FULL + 1):
            yield Tile(level, n, min(FULL, after - n * FULL))


def edge_from_tiles(size: int, partial: Mapping[int, bytes]) -> RightEdge:
    """Return the right edge that the content of the partial tiles implies.

    partial: {level: tile content} for each level of ``right_edge_tiles(size)``; the entry bundle is not looked at.
    Raises Malformed when a tile has another width than the size implies.
    """
    hashes: list[bytes] = []
    wanted = {level: tile for level, tile in right_edge_tiles(size).items() if level != ENTRIES}
    for level in sorted(wanted, reverse=True):
        edge = RightEdge()
        edge.extend(split_hashes(partial[level], wanted[level].width))
        hashes += edge.hashes
    return RightEdge(size, hashes)


@dataclass(frozen=True, slots=True)
class Growth:
    """What appending a batch yields.

    size, root:  of the grown tree
    edge:        its complete subtrees, largest first
    tiles:       every tile that is new or wider than before, with its content; lower levels first
    """

    size: int
    root: bytes
    edge: tuple[bytes, ...]
    tiles: tuple[tuple[Tile, bytes], ...]


def grow(size: int, partial: Mapping[int, bytes], entries: Sequence[bytes]) -> Growth:
    """Append ``entries`` to a tree of ``size`` entries.

    partial: {level: content} of ``right_edge_tiles(size)``, the entry bundle (level -1) included.
    Raises Malformed when that content does not fit ``size``; ValueError when an entry is too long.
    """
    grown = grow_hashes(size, partial, leaf_hashes(entries))
    bundles = _chop_entries(size, partial.get(ENTRIES, b""), entries)
    return Growth(grown.size, grown.root, grown.edge, (*bundles, *grown.tiles))


def grow_hashes(size: int, partial: Mapping[int, bytes], fresh: list[bytes]) -> Growth:
    """Append entries of which only the leaf hashes are given: as ``grow``, without bundles of entries.

    partial: as for ``grow``; a bundle of entries (level -1) in it is not looked at
    """
    edge_from_tiles(size, partial)  # refuses tiles of the wrong width before anything is built on them
    tiles: list[tuple[Tile, bytes]] = []
    left_over = {level: data for level, data in partial.items() if level != ENTRIES}
    level, end = 0, size + len(fresh)
    while fresh:
        before = size >> (TILE_HEIGHT * level)
        row = split_hashes(left_over.get(level, b""), before % FULL) + fresh
        fresh, first = [], before // FULL
        for at in range(0, len(row), FULL):
            chunk = row[at : at + FULL]
            tiles.append((Tile(level, first + at // FULL, len(chunk)), b"".join(chunk)))
            if len(chunk) == FULL:
                fresh.append(perfect_root(chunk))
        left_over[level] = b"".join(row[len(row) - len(row) % FULL :])
        level += 1
    edge = edge_from_tiles(end, left_over)
    return Growth(edge.size, fold(edge.hashes), tuple(edge.hashes), tuple(tiles))


def _chop_entries(size: int, partial: bytes, entries: Sequence[bytes]) -> list[tuple[Tile, bytes]]:
    """Return the bundles that ``entries`` fill, the one already begun first."""
    n, begun = divmod(size, FULL)
    parse_bundle(partial, begun)  # raises Malformed when the bundle begun does not hold what the size says
    prefix, found, at = partial, [], 0
    while at < len(entries):
        part = entries[at : at + FULL - begun]
        found.append((Tile(ENTRIES, n, begun + len(part)), prefix + make_bundle(part)))
        at += len(part)
        n, begun, prefix = n + 1, 0, b""
    return found


def node_reader(size: int, read: TileReader) -> NodeReader:
    """Return a reader of complete subtrees that fetches only tiles which a tree of ``size`` entries has.

    Each tile is fetched once. What is read is not authenticated here: the proof made from it is verified against a
    signed root, or the tiles are re-hashed.
    """
    fetched: dict[tuple[int, int], list[bytes]] = {}

    def row(level: int, n: int) -> list[bytes]:
        if (level, n) not in fetched:
            width = min(FULL, (size >> (TILE_HEIGHT * level)) - n * FULL)
            fetched[level, n] = read_hashes(Tile(level, n, width), read)
        return fetched[level, n]

    def node(level: int, i: int) -> bytes:
        tile_level, height = divmod(level, TILE_HEIGHT)
        n, place = divmod(i << height, FULL)
        return perfect_root(row(tile_level, n)[place : place + (1 << height)])

    return node
