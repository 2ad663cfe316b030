"""A draw in a small log, as an office would leave it behind, for tests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from layani.rules.record.allocation_leaves import (
    FIRST,
    LOCAL,
    AllocationLeaf,
    AllocLeaf,
    Entry,
    PoolLeaf,
    QueueLeaf,
    pool_root,
)
from layani.rules.record.beacon import QUICKNET
from layani.rules.record.checkpoint import sign_checkpoint
from layani.rules.record.draw import draw, eligible, local_promise, seed_of, time_of
from layani.rules.record.draw_file import render_draw
from layani.rules.record.merkle import MemoryTree, inclusion_proof, leaf_hash
from layani.rules.record.note import SigningKey, with_signatures
from layani.rules.record.proof import TlogProof
from tests.rules.record.vectors import LOG_KEY, ORIGIN

ROUND = 657413
SIGNATURE = bytes.fromhex(
    "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
)
RANDOMNESS = bytes.fromhex("fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587")
LOCAL_NUMBER = bytes(range(32))
POOL = (Entry("officer-a", 2), Entry("officer-b", 2), Entry("officer-c", 1), Entry("officer-d", 2))
PUBLISHED = time_of(ROUND)
QUEUED = PUBLISHED - timedelta(minutes=3)
FILING = bytes(range(32, 64))
POOL_AT, QUEUE_AT, ALLOC_AT = 1, 4, 7


def pool_leaf(entries: Sequence[Entry] = POOL) -> PoolLeaf:
    """Return the pool of that morning."""
    total = sum(entry.weight for entry in entries)
    early = QUEUED - timedelta(hours=1)
    return PoolLeaf("verifier", date(2023, 9, 15), pool_root(entries), len(entries), total, (), early)


def queue_leaf(*, local: bool = False, at: datetime = QUEUED, entries: Sequence[Entry] = POOL) -> QueueLeaf:
    """Return the leaf of a case that waits for its officer."""
    promise = local_promise(LOCAL_NUMBER) if local else b""
    beacon, round_ = (LOCAL, None) if local else (QUICKNET, ROUND)
    return QueueLeaf(FILING, 0, pool_root(entries), beacon, round_, promise, (), at)


def draws(
    queue: QueueLeaf, reasons: Sequence[str], entries: Sequence[Entry] = POOL, origin: str = ORIGIN
) -> list[AllocLeaf]:
    """Return the draws that follow from a queue leaf at its place, one for each reason."""
    number = LOCAL_NUMBER if queue.round is None else RANDOMNESS
    source = LOCAL_NUMBER if queue.round is None else SIGNATURE
    seed, made, k = seed_of(origin, QUEUE_AT, queue.hash(), queue, number), list[AllocLeaf](), 0
    for reason in reasons:
        found = draw(seed, eligible(entries, queue), [one.officer for one in made], k)
        assert found is not None
        made.append(AllocLeaf(queue.hash(), queue.round, source, found[1], found[0], reason, PUBLISHED))
        k = found[0] + 1
    return made


def log_of(leaves: Sequence[AllocationLeaf]) -> list[bytes]:
    """Return the entries of a log with these leaves: the pool, the queue, then what follows, among other entries."""
    entries = [b"case-event/v1\nof another case %d\n" % i for i in range(ALLOC_AT)]
    entries[POOL_AT], entries[QUEUE_AT] = (leaf.text().encode() for leaf in leaves[:2])
    return entries + [leaf.text().encode() for leaf in leaves[2:]]


def draw_file(
    leaves: Sequence[AllocationLeaf],
    *,
    entries: Sequence[Entry] = POOL,
    witnesses: Sequence[SigningKey] = (),
    cosigned: datetime = QUEUED,
    in_log: Sequence[bytes] | None = None,
    keys: tuple[SigningKey, SigningKey] = (LOG_KEY, LOG_KEY),
    allocs_at: int = ALLOC_AT,
) -> bytes:
    """Return the file of a draw, whose queue leaf stands in a checkpoint that the witnesses signed at ``cosigned``.

    keys: of the logs whose checkpoints hold the queue leaf, and the rest
    """
    log = list(in_log or log_of(leaves))
    places = [POOL_AT, QUEUE_AT, *range(allocs_at, allocs_at + len(leaves) - 2)]
    proofs = [_proof(log, place, witnesses, cosigned, keys[place != QUEUE_AT]) for place in places]
    return render_draw(entries, proofs).encode()


def _proof(
    log: Sequence[bytes], place: int, witnesses: Sequence[SigningKey], cosigned: datetime, key: SigningKey
) -> TlogProof:
    size = QUEUE_AT + 1 if place == QUEUE_AT else len(log)
    tree = MemoryTree(map(leaf_hash, log[:size]))
    note = sign_checkpoint(size, tree.root(), key)
    signed = with_signatures(note, [one.cosign(note.text, int(cosigned.timestamp())) for one in witnesses]).render()
    return TlogProof(place, tuple(inclusion_proof(place, size, tree.node)), signed, log[place])


def complete(*, local: bool = False, reasons: Sequence[str] = (FIRST,)) -> list[AllocationLeaf]:
    """Return the leaves of a whole draw."""
    queue = queue_leaf(local=local)
    return [pool_leaf(), queue, *draws(queue, reasons)]


def changed(leaves: Sequence[AllocationLeaf], at: int, **values: object) -> list[AllocationLeaf]:
    """Return the leaves with one of them changed."""
    found = list(leaves)
    found[at] = replace(found[at], **values)  # type: ignore[arg-type]
    return found
