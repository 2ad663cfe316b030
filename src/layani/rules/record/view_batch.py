"""The leaf over a batch of looks at personal data, and what shows that one look is in it.

One leaf stands for all looks of some minutes. It says how many, and the RFC 6962 root over one commitment for each,
in the order of their ids: nobody reads from it who looked at whom, and no look can be added, changed or taken away
afterwards. Its name is that of the design for reads that are too frequent for a leaf each.
"""

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.rules.record.encoding import Malformed, decode_base64, encode_base64, parse_decimal, parse_time, time_text
from layani.rules.record.hashed_leaf import HashedLeaf
from layani.rules.record.merkle import HASH_SIZE, leaf_hash, root_of
from layani.rules.record.sealing import commitment

VIEW_BATCH = "view-batch/v1"
LOOK = "layani-look/1"


@dataclass(frozen=True, slots=True)
class ViewBatchLeaf(HashedLeaf):
    """How many looks a batch holds (at least one), the root over their commitments, and when it was made."""

    count: int
    root: bytes
    time: datetime

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        return f"{VIEW_BATCH}\n{self.count}\n{encode_base64(self.root)}\n{time_text(self.time)}\n"


def parse_view_batch(count: str, root: str, time: str) -> ViewBatchLeaf:
    """Return the leaf that its lines after the first spell, or raise Malformed."""
    leaf = ViewBatchLeaf(
        count=parse_decimal(count, "The number of looks in the leaf"),
        root=decode_base64(root, "The root in the leaf", HASH_SIZE),
        time=parse_time(time, "The time in the leaf"),
    )
    if not leaf.count:
        raise Malformed("The leaf is over no looks; a batch has at least one.")
    return leaf


def look_body(said: Mapping[str, Any]) -> bytes:
    """Return the one text of a look that is committed to: JSON with sorted keys and no blanks, UTF-8."""
    text = json.dumps({"format": LOOK, **said}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def look_salt(batch_salt: bytes, look: int) -> bytes:
    """Return the 32-byte salt of one look: HMAC-SHA256(salt of its batch, "look-salt/v1" NUL uint64 id).

    Who is given one of them opens that look, and learns nothing of the other looks of the batch.
    """
    return hmac.digest(batch_salt, b"look-salt/v1\0" + look.to_bytes(8, "big"), "sha256")


def look_hash(body: bytes, salt: bytes) -> bytes:
    """Return the leaf hash of one look in the tree of its batch: over the 32 bytes of its commitment."""
    return leaf_hash(commitment(body, salt))


def batch_root(hashes: Iterable[bytes]) -> bytes:
    """Return the root over the leaf hashes of a batch's looks, in the order of their ids."""
    return root_of(hashes)
