"""A key that is not there is accepted only where an erasure by the schedule says so, and committed to these leaves."""

from collections.abc import Iterator, Sequence
from json import loads

from layani.office.actions.looking_through import legible
from layani.office.tables.models import Erasure
from layani.rules.record.encoding import encode_base64
from layani.rules.record.leaf import ErasureLeaf
from layani.rules.record.merkle import leaf_hash, root_of
from layani.rules.record.sealing import commitment


def of_missing(erasure: Erasure | None, leaves: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with a key that is not there: no erasure, or one of other leaves, or one that was changed."""
    if erasure is None:
        yield "has lost its key, and no erasure by the schedule says why"
        return
    said = ErasureLeaf(commitment(erasure.body.encode(), bytes(erasure.salt)), erasure.at).text()
    if said != erasure.outbox.leaf:
        yield "has an erasure that is not what its leaf committed to"
    yield from legible(_of_others(erasure, leaves), "has an erasure that {}".format)


def _of_others(erasure: Erasure, leaves: Sequence[str]) -> Iterator[str]:
    body = loads(erasure.body)
    root = encode_base64(root_of(leaf_hash(leaf.encode()) for leaf in leaves))
    if (body["count"], body["leaves"]) != (len(leaves), root):
        yield "was erased with other leaves than it has now"
