"""Proofs that travel: an entry's place in the log and the signed checkpoint it leads to, in one small text file.

Source: c2sp.org/tlog-proof@v1.
"""

from dataclasses import dataclass

from layani.rules.record.encoding import Malformed, decode_base64, encode_base64, parse_decimal, parse_utf8, shown
from layani.rules.record.merkle import HASH_SIZE
from layani.rules.record.note import LARGEST_NOTE

FIRST_LINE = "c2sp.org/tlog-proof@v1"
MOST_HASHES = 63
"""A tree of 2^63 entries has paths of 63 hashes."""


@dataclass(frozen=True, slots=True)
class TlogProof:
    """An inclusion proof with its checkpoint.

    index:       the entry's place, from 0
    hashes:      inclusion proof, the leaf's sibling first
    checkpoint:  the signed note, verbatim
    extra:       bytes for the application; nothing vouches for them
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def render(self) -> str:
        """Return the file's text (extension ``.tlog-proof``)."""
        extra = [] if self.extra is None else [f"extra {encode_base64(self.extra)}"]
        lines = [FIRST_LINE, *extra, f"index {self.index}", *map(encode_base64, self.hashes), "", self.checkpoint]
        return "\n".join(lines)


def parse_proof(data: bytes) -> TlogProof:
    """Return the proof in ``data``, or raise Malformed. The checkpoint's signatures are not looked at here."""
    if len(data) > 2 * LARGEST_NOTE:
        raise Malformed(f"The proof has {len(data)} bytes; more than {2 * LARGEST_NOTE} are not read.")
    head, separator, checkpoint = parse_utf8(data, "The proof").partition("\n\n")
    lines = head.split("\n")
    if lines[0] != FIRST_LINE or not separator:
        raise Malformed(f"A proof begins with the line {FIRST_LINE} and has an empty line before its checkpoint.")
    extra, lines = _take_extra(lines[1:])
    if not lines or not lines[0].startswith("index "):
        raise Malformed("The proof has no index line where one must be.")
    if len(lines) - 1 > MOST_HASHES:
        raise Malformed(f"The proof has {len(lines) - 1} hashes; no tree needs more than {MOST_HASHES}.")
    return TlogProof(
        index=parse_decimal(lines[0].removeprefix("index "), "The index in the proof"),
        hashes=tuple(decode_base64(line, f"The hash {shown(line)} in the proof", HASH_SIZE) for line in lines[1:]),
        checkpoint=checkpoint,
        extra=extra,
    )


def _take_extra(lines: list[str]) -> tuple[bytes | None, list[str]]:
    if not lines or not lines[0].startswith("extra "):
        return None, lines
    extra = decode_base64(lines[0].removeprefix("extra "), "The extra data in the proof")
    if not extra:
        raise Malformed("The extra line in the proof is empty; without extra data the line must be absent.")
    return extra, lines[1:]
