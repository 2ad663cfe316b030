"""The leaf with which a second log begins its own entries, when the key of the one before was taken.

The second log has another name and repeats the first one's entries, so every act keeps its place. Its first own entry
says how far the first one stands: to the last checkpoint that witnesses had seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from layani.rules.record.encoding import Malformed, decode_base64, encode_base64, parse_decimal, parse_time, time_text
from layani.rules.record.hashed_leaf import HashedLeaf
from layani.rules.record.merkle import HASH_SIZE
from layani.rules.record.note import require_key_name
from layani.rules.text import Text

CONTINUES = "continues/v1"


@dataclass(frozen=True, slots=True)
class ContinuationLeaf(HashedLeaf):
    """That this log continues another, whose key was taken.

    origin:      of the log before
    size, root:  of its last checkpoint that a quorum of witnesses had seen; beyond it nothing of it stands
    """

    origin: str
    size: int
    root: bytes
    time: datetime

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        return f"{CONTINUES}\n{self.origin}\n{self.size}\n{encode_base64(self.root)}\n{time_text(self.time)}\n"


def unbound(continued: Iterable[ContinuationLeaf], ended: Mapping[str, int | None]) -> tuple[Text, ...]:
    """Return a fault for each ended log that a copy, with these leaves in it, does not continue as it should.

    ended: {log that the copy's must continue: the size up to which it stands by the policy, None = it does not say}
    """
    stated = [(leaf.origin, leaf.size) for leaf in continued]
    return tuple(
        _missing(origin, size)
        for origin, size in ended.items()
        if (origin not in {name for name, _ in stated} if size is None else (origin, size) not in stated)
    )


def _missing(origin: str, size: int | None) -> Text:
    id_, en = (f" dengan {size} entri", f" of {size} entries") if size is not None else ("", "")
    return Text(
        id=f"Menurut daftar kunci catatan ini melanjutkan {origin}{id_}, tetapi tidak ada entri {CONTINUES} yang "
        "menyatakannya. Isi catatan lama yang dilihat para saksi dapat telah dihilangkan.",
        en=f"By the policy this record continues {origin}{en}, but no {CONTINUES} entry says so. What witnesses had "
        "seen of the record before may have been left out.",
    )


def parse_continuation(origin: str, size: str, root: str, time: str) -> ContinuationLeaf:
    """Return the leaf whose lines these are, or raise Malformed."""
    return ContinuationLeaf(
        origin=require_key_name(origin),
        size=parse_decimal(size, "The size in the leaf"),
        root=decode_base64(root, "The root in the leaf", HASH_SIZE),
        time=parse_time(time, "The time in the leaf"),
    )


def require_continuation(leaf: ContinuationLeaf, index: int) -> None:
    """Raise Malformed when the leaf, at this place of its log, tells of more entries than stand before it."""
    if leaf.size > index:
        raise Malformed(f"it continues a record of {leaf.size} entries, and only {index} stand before it")
