"""Fork proofs: one small file that shows that a log signed two histories, to anyone who knows its key.

It holds both signed checkpoints and, where they are of different sizes, the path through the larger tree that yields
the root which its first entries had. If that root is not the one that the smaller checkpoint signs, the log showed one
history to one person and another to somebody else, or changed what had been. Nothing else has to be fetched.

The file is text::

    fork-proof/v1
    path <number of hashes>
    <base64 hash>…
    smaller <bytes>
    <the signed note, verbatim>
    larger <bytes>
    <the signed note, verbatim>
"""

from collections.abc import Iterable
from dataclasses import dataclass

from layani.rules.record.checkpoint import Checkpoint, OpenedCheckpoint, open_checkpoint
from layani.rules.record.encoding import Malformed, decode_base64, encode_base64, parse_decimal, shown
from layani.rules.record.merkle import HASH_SIZE, consistency_path, roots_of_path
from layani.rules.record.note import LARGEST_NOTE, VerifierKey
from layani.rules.record.tiles import DamagedCopy, TileReader, node_reader

FIRST_LINE = "fork-proof/v1"
MOST_HASHES = 64
"""The longest consistency proof, and the subtree it begins at."""


@dataclass(frozen=True, slots=True)
class ForkProof:
    """Two signed checkpoints of one log that cannot both be true.

    path:  see ``merkle.consistency_path``; empty when both have the same size
    """

    path: tuple[bytes, ...]
    smaller: bytes
    larger: bytes

    def render(self) -> bytes:
        """Return the file's content."""
        head = "".join(f"{line}\n" for line in (FIRST_LINE, f"path {len(self.path)}", *map(encode_base64, self.path)))
        parts = ((b"smaller", self.smaller), (b"larger", self.larger))
        return head.encode() + b"".join(b"%s %d\n%s" % (name, len(note), note) for name, note in parts)


def find_fork(smaller: bytes, larger: bytes, keys: Iterable[VerifierKey], read: TileReader) -> ForkProof | None:
    """Return the proof that the log of two checkpoints has two histories; None when the larger continues the smaller.

    read:  the tiles of the larger tree; not asked when both have the same size
    Raises Malformed, BadSignature or Unsigned for a checkpoint that is not the log's; Malformed when the two are of
    different logs, or the tiles are not those of the larger; MissingTile when one is missing.
    """
    keys = tuple(keys)
    one, other = open_checkpoint(smaller, keys).checkpoint, open_checkpoint(larger, keys).checkpoint
    _require_comparable(one, other)
    if one.size == other.size:
        return None if one.root == other.root else ForkProof((), smaller, larger)
    if one.size == 0:
        return None
    path = tuple(consistency_path(one.size, other.size, node_reader(other.size, read)))
    roots = roots_of_path(one.size, other.size, path)
    if roots is None or roots[1] != other.root:
        raise DamagedCopy("The tiles do not lead to the root that the larger checkpoint signs.")
    return None if roots[0] == one.root else ForkProof(path, smaller, larger)


def parse_fork(data: bytes) -> ForkProof:
    """Return the proof that ``data`` spells, or raise Malformed. Nothing is verified yet."""
    first, rest = _line(data)
    if first != FIRST_LINE:
        raise Malformed(f"A fork proof begins with the line {FIRST_LINE}; this begins with {shown(first)}.")
    count, rest = _number(rest, "path", MOST_HASHES)
    path = []
    for _ in range(count):
        line, rest = _line(rest)
        path.append(decode_base64(line, f"The hash {shown(line)} in the fork proof", HASH_SIZE))
    smaller, rest = _note(rest, "smaller")
    larger, rest = _note(rest, "larger")
    if rest:
        raise Malformed(f"The fork proof has {len(rest)} bytes after its end.")
    return ForkProof(tuple(path), smaller, larger)


def open_fork(proof: ForkProof, keys: Iterable[VerifierKey]) -> tuple[OpenedCheckpoint, OpenedCheckpoint]:
    """Return both checkpoints, when the proof shows that no log can have both; raises Malformed when it does not.

    Raises BadSignature or Unsigned when one of the two was not signed by a key of that log among ``keys``.
    """
    keys = tuple(keys)
    smaller, larger = open_checkpoint(proof.smaller, keys), open_checkpoint(proof.larger, keys)
    one, other = smaller.checkpoint, larger.checkpoint
    _require_comparable(one, other)
    if one.size == other.size:
        shows = not proof.path and one.root != other.root
    else:
        roots = roots_of_path(one.size, other.size, proof.path)
        shows = roots is not None and roots[1] == other.root and roots[0] != one.root
    if not shows:
        raise Malformed("The file does not show that the two checkpoints contradict each other.")
    return smaller, larger


def _require_comparable(smaller: Checkpoint, larger: Checkpoint) -> None:
    if smaller.origin != larger.origin:
        raise Malformed(f"The checkpoints are of two logs, {shown(smaller.origin)} and {shown(larger.origin)}.")
    if smaller.size > larger.size:
        raise Malformed(f"The smaller checkpoint has {smaller.size} entries, the larger {larger.size}.")


def _line(data: bytes) -> tuple[str, bytes]:
    line, newline, rest = data.partition(b"\n")
    if not newline or not line.isascii():
        raise Malformed("The fork proof is cut short, or has a line that is not ASCII where none may be.")
    return line.decode("ascii"), rest


def _number(data: bytes, word: str, most: int) -> tuple[int, bytes]:
    line, rest = _line(data)
    name, _, value = line.partition(" ")
    number = parse_decimal(value, f"The number after '{word}' in the fork proof")
    if name != word or number > most:
        raise Malformed(f"{shown(line)} stands in the fork proof where '{word} NUMBER' of at most {most} must be.")
    return number, rest


def _note(data: bytes, word: str) -> tuple[bytes, bytes]:
    length, rest = _number(data, word, LARGEST_NOTE)
    if len(rest) < length:
        raise Malformed(f"The {word} checkpoint of the fork proof is cut short.")
    return rest[:length], rest[length:]
