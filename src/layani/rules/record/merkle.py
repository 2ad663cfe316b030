"""The Merkle tree of the record: hashing, appending, proofs and their verification.

Hashes are 32 bytes of SHA-256. D[a:b] is the run of entries a to b-1; "node (level, i)" is the complete subtree over
D[i * 2^level : (i+1) * 2^level], so level 0 holds the leaf hashes.
Source: RFC 6962 section 2.1; RFC 9162 sections 2.1.1 to 2.1.4.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

NodeReader = Callable[[int, int], bytes]
"""(level, i) -> hash of that complete subtree."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry; the prefix byte keeps a leaf from passing as a node."""
    return sha256(b"\x00" + entry).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """Return the hash of each entry, in order: ``leaf_hash`` of many at once."""
    return [sha256(b"\x00" + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class RightEdge:
    """The fewest hashes from which a tree of ``size`` entries can grow: its complete subtrees, largest first."""

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        if len(self.hashes) != self.size.bit_count():
            raise ValueError(
                f"A tree of {self.size} entries has {self.size.bit_count()} complete subtrees, not {len(self.hashes)}."
            )

    def append(self, hashed: bytes) -> None:
        """Add one leaf hash."""
        self.extend((hashed,))

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Add leaf hashes in order; about one node hash each."""
        hashes, size = self.hashes, self.size
        for hashed in leaf_hashes:
            odd = size
            while odd & 1:
                hashed = sha256(b"\x01" + hashes.pop() + hashed).digest()
                odd >>= 1
            hashes.append(hashed)
            size += 1
        self.size = size

    def root(self) -> bytes:
        """Return the tree's root."""
        return fold(self.hashes)


def fold(subtrees: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees given largest (leftmost) first."""
    if not subtrees:
        return EMPTY_ROOT
    root = subtrees[-1]
    for left in reversed(subtrees[:-1]):
        root = node_hash(left, root)
    return root


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the root of the tree with these leaf hashes."""
    edge = RightEdge()
    edge.extend(leaf_hashes)
    return edge.root()


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over 2^k hashes of one level (k >= 0)."""
    row = list(hashes)
    while len(row) > 1:
        pairs = iter(row)
        row = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return row[0]


def _range_root(start: int, end: int, read: NodeReader) -> bytes:
    """Return the root over D[start:end], where the proofs below only ask for ranges that begin at a subtree."""
    subtrees = []
    while start < end:
        level = (end - start).bit_length() - 1
        subtrees.append(read(level, start >> level))
        start += 1 << level
    return fold(subtrees)


def root_at(size: int, read: NodeReader) -> bytes:
    """Return the root that the tree had when it held ``size`` entries."""
    return _range_root(0, size, read)


def _split(width: int) -> int:
    """Return the largest power of two below ``width`` (at least 2)."""
    return 1 << ((width - 1).bit_length() - 1)


def inclusion_proof(index: int, size: int, read: NodeReader) -> list[bytes]:
    """Return PATH(index, D[0:size]), the sibling of the leaf first.

    Raises ValueError when ``index`` is not in the tree. Source: RFC 9162 section 2.1.3.1.
    """
    if not 0 <= index < size:
        raise ValueError(f"Entry {index} is not in a tree of {size} entries.")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_root(middle, end, read))
            end = middle
        else:
            path.append(_range_root(start, middle, read))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, read: NodeReader) -> list[bytes]:
    """Return PROOF(old, D[0:new]): that the tree of ``new`` entries begins with the tree of ``old``.

    Empty for old = 0 and for old = new. Raises ValueError when old > new. Source: RFC 9162 section 2.1.4.1.
    """
    if not 0 <= old <= new:
        raise ValueError(f"A tree of {new} entries cannot begin with {old} entries.")
    if old in (0, new):
        return []
    start, end, path = 0, new, []
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range_root(middle, end, read))
            end = middle
        else:
            path.append(_range_root(start, middle, read))
            start = middle
    if start > 0:  # otherwise the verifier already holds this hash: it is the old root
        path.append(_range_root(start, end, read))
    return path[::-1]


def verify_inclusion(hashed: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether ``proof`` leads from the leaf hash at ``index`` to the root of ``size`` entries.

    Source: RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < size or any(len(h) != HASH_SIZE for h in (hashed, root, *proof)):
        return False
    place, last, result = index, size - 1, hashed
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            result = node_hash(sibling, result)
            place, last = _skip_levels(place, last)
        else:
            result = node_hash(result, sibling)
        place >>= 1
        last >>= 1
    return last == 0 and result == root


def _skip_levels(place: int, last: int) -> tuple[int, int]:
    """Return both shifted past the levels at which the rightmost node has no sibling."""
    while not place & 1 and place:
        place >>= 1
        last >>= 1
    return place, last


def verify_consistency(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Say whether ``proof`` shows that the tree ``new`` begins with the tree ``old``, each as (size, root).

    Source: RFC 9162 section 2.1.4.2; old size 0 needs an empty proof (c2sp.org/tlog-witness).
    """
    (old_size, old_root), (new_size, new_root) = old, new
    if not 0 <= old_size <= new_size or any(len(h) != HASH_SIZE for h in (old_root, new_root, *proof)):
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    path = [old_root, *proof] if old_size.bit_count() == 1 else list(proof)
    return roots_of_path(old_size, new_size, path) == (old_root, new_root)


def consistency_path(old: int, new: int, read: NodeReader) -> list[bytes]:
    """Return PROOF(old, D[0:new]) with the subtree it begins at spelled out, for 0 < old < new.

    A proof leaves that subtree out where it is the old root, which its reader holds. Who shows that the old root was
    *another* one cannot leave it out.
    """
    proof = consistency_proof(old, new, read)
    return [root_at(old, read), *proof] if old.bit_count() == 1 else proof


def roots_of_path(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Return the roots of ``old`` and of ``new`` entries to which a whole path leads, 0 < old < new.

    None when the path has not the length that the sizes ask for.
    """
    return _climb(old - 1, new - 1, path) if path and 0 < old < new else None


def _climb(place: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Return the (old root, new root) to which ``path`` leads, or None when its length does not fit."""
    while place & 1:
        place >>= 1
        last >>= 1
    old_root = new_root = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old_root = node_hash(sibling, old_root)
            new_root = node_hash(sibling, new_root)
            place, last = _skip_levels(place, last)
        else:
            new_root = node_hash(new_root, sibling)
        place >>= 1
        last >>= 1
    return (old_root, new_root) if last == 0 else None


class MemoryTree:
    """A whole tree in memory, every level kept: for small trees and for tests of the tiled one."""

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for hashed in leaf_hashes:
            self.append(hashed)

    @property
    def size(self) -> int:
        """Return the number of entries."""
        return len(self._levels[0])

    def append(self, hashed: bytes) -> None:
        """Add one leaf hash and every subtree that it completes."""
        self._levels[0].append(hashed)
        for level, row in enumerate(self._levels):
            if len(row) & 1:
                return
            if level + 1 == len(self._levels):
                self._levels.append([])
            self._levels[level + 1].append(node_hash(row[-2], row[-1]))

    def node(self, level: int, i: int) -> bytes:
        """Return the hash of a complete subtree; a NodeReader."""
        return self._levels[level][i]

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first ``size`` entries, or over all."""
        return _range_root(0, self.size if size is None else size, self.node)
