"""Proofs of absence: one small file that shows, without a copy of the record, that a tag is not in its daily indices.

For each index it holds the leaf with its place and proof, and the two tags between which the one looked for would
stand, with their proofs and neighbouring places. The file is text; numbers are decimal, tags hex, hashes base64::

    absence/v1
    tag <32 hex>
    epochs <number>
    index <place of the leaf in the record>     ; from here once for each index
    <the seven lines of the epoch-index/v1 leaf>
    record <number of hashes>
    <base64 hash>…
    left <place among the sorted tags> <tag> <number of hashes>     ; or: left none
    <base64 hash>…
    right <place> <tag> <number of hashes>     ; or: right none
    <base64 hash>…
    checkpoint     ; to here
    <the signed note, verbatim>
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from layani.rules.record.encoding import Malformed, decode_base64, encode_base64, parse_decimal, parse_utf8, shown
from layani.rules.record.epochs import TAG_SIZE
from layani.rules.record.leaf import EpochIndexLeaf, parse_leaf
from layani.rules.record.merkle import HASH_SIZE, MemoryTree, inclusion_proof, leaf_hash, verify_inclusion

FIRST_LINE = "absence/v1"
MOST_EPOCHS = 4_000
"""Eleven years of days."""
MOST_HASHES = 63
LEAF_LINES = 7
LARGEST_FILE = 16_000_000
"""Bytes."""


class Present(Exception):
    """The tag is in the index, so its absence cannot be proven."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A tag of an index, its place among the sorted ones (from 0), and the proof that it stands there."""

    place: int
    tag: bytes
    hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class EpochAbsence:
    """That a tag is not in one index.

    index, leaf, record:  the index, its place in the record, and its inclusion proof there
    left, right:          the tags beside the one looked for; None where there is none on that side
    """

    index: int
    leaf: EpochIndexLeaf
    record: tuple[bytes, ...]
    left: Neighbour | None
    right: Neighbour | None

    def shows(self, tag: bytes) -> bool:
        """Say whether the neighbours show, by the leaf's root, that ``tag`` is not among its tags."""
        for one in filter(None, (self.left, self.right)):
            hashed = leaf_hash(one.tag)
            if not verify_inclusion(hashed, one.place, self.leaf.count, one.hashes, self.leaf.root):
                return False
        after_left = self.left.place + 1 if self.left else 0
        before_right = self.right.place if self.right else self.leaf.count
        in_order = (self.left is None or self.left.tag < tag) and (self.right is None or tag < self.right.tag)
        return in_order and after_left == before_right


@dataclass(frozen=True, slots=True)
class AbsenceProof:
    """That a tag is in none of some indices that follow one another, under one signed checkpoint."""

    tag: bytes
    epochs: tuple[EpochAbsence, ...]
    checkpoint: str

    def render(self) -> str:
        """Return the file's text."""
        return "\n".join([*self._lines(), "checkpoint", self.checkpoint])

    def _lines(self) -> Iterator[str]:
        yield from (FIRST_LINE, f"tag {self.tag.hex()}", f"epochs {len(self.epochs)}")
        for one in self.epochs:
            yield f"index {one.index}"
            yield one.leaf.text().removesuffix("\n")
            yield f"record {len(one.record)}"
            yield from map(encode_base64, one.record)
            yield from _side_lines("left", one.left)
            yield from _side_lines("right", one.right)


def _side_lines(side: str, one: Neighbour | None) -> Iterator[str]:
    if one is None:
        yield f"{side} none"
        return
    yield f"{side} {one.place} {one.tag.hex()} {len(one.hashes)}"
    yield from map(encode_base64, one.hashes)


def neighbours(tag: bytes, tags: Sequence[bytes]) -> tuple[Neighbour | None, Neighbour | None]:
    """Return the two tags beside ``tag`` with their proofs; raises Present when it is among them.

    tags: all tags of the epoch, in ascending order
    """
    at = bisect_left(tags, tag)
    if at < len(tags) and tags[at] == tag:
        raise Present(f"The tag {tag.hex()} is in this index.")
    tree = MemoryTree(map(leaf_hash, tags))

    def beside(place: int) -> Neighbour | None:
        if not 0 <= place < len(tags):
            return None
        return Neighbour(place, tags[place], tuple(inclusion_proof(place, len(tags), tree.node)))

    return beside(at - 1), beside(at)


class _Lines:
    """The lines of a proof, taken one by one."""

    def __init__(self, text: str) -> None:
        self._rest = text

    def take(self) -> str:
        line, newline, self._rest = self._rest.partition("\n")
        if not newline:
            raise Malformed("The proof of absence is cut short.")
        return line

    def after(self, word: str, count: int = 1) -> list[str]:
        """Return the ``count`` words behind ``word``."""
        line = self.take()
        words = line.split(" ")
        if words[0] != word or len(words) != count + 1:
            raise Malformed(f"{shown(line)} stands in the proof of absence where a line '{word} …' must be.")
        return words[1:]

    def hashes(self, count: str) -> tuple[bytes, ...]:
        number = parse_decimal(count, "The number of hashes in the proof of absence")
        if number > MOST_HASHES:
            raise Malformed(f"The proof of absence has a path of {number} hashes; no tree needs so many.")
        return tuple(decode_base64(self.take(), "A hash in the proof of absence", HASH_SIZE) for _ in range(number))

    def side(self, word: str) -> Neighbour | None:
        line = self.take()
        if line == f"{word} none":
            return None
        words = line.split(" ")
        if words[0] != word or len(words) != 4:
            raise Malformed(f"{shown(line)} stands in the proof of absence where '{word} PLACE TAG NUMBER' must be.")
        place = parse_decimal(words[1], "A place in the proof of absence")
        return Neighbour(place, _tag(words[2]), self.hashes(words[3]))

    @property
    def rest(self) -> str:
        return self._rest


def _tag(text: str) -> bytes:
    if len(text) == 2 * TAG_SIZE and not set(text) - set("0123456789abcdef"):
        return bytes.fromhex(text)
    raise Malformed(f"{shown(text)} stands in the proof of absence where a tag of 32 lower-case hex digits must be.")


def parse_absence(data: bytes) -> AbsenceProof:
    """Return the proof that ``data`` spells, or raise Malformed. Nothing is verified yet."""
    if len(data) > LARGEST_FILE:
        raise Malformed(f"The proof of absence has {len(data)} bytes; more than {LARGEST_FILE} are not read.")
    lines = _Lines(parse_utf8(data, "The proof of absence"))
    if lines.take() != FIRST_LINE:
        raise Malformed(f"A proof of absence begins with the line {FIRST_LINE}.")
    tag = _tag(lines.after("tag")[0])
    count = parse_decimal(lines.after("epochs")[0], "The number of indices in the proof of absence")
    if not 1 <= count <= MOST_EPOCHS:
        raise Malformed(f"The proof of absence has {count} indices; it must have 1 to {MOST_EPOCHS}.")
    epochs = tuple(_parse_epoch(lines) for _ in range(count))
    if lines.take() != "checkpoint":
        raise Malformed("The proof of absence has no line 'checkpoint' behind its last index.")
    return AbsenceProof(tag, epochs, lines.rest)


def _parse_epoch(lines: _Lines) -> EpochAbsence:
    index = parse_decimal(lines.after("index")[0], "The place of an index")
    leaf = parse_leaf("".join(f"{lines.take()}\n" for _ in range(LEAF_LINES)).encode())
    if not isinstance(leaf, EpochIndexLeaf):
        raise Malformed("A leaf in the proof of absence is not a daily index.")
    record = lines.hashes(lines.after("record")[0])
    return EpochAbsence(index, leaf, record, lines.side("left"), lines.side("right"))
