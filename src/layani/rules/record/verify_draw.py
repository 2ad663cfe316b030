"""Doing a draw again from its file: what it proves, and what it leaves open.

PROVEN: the officer follows from a number that the office could not choose, as far as the policy asks for witnesses.
DISPROVED: what was logged contradicts itself, the beacon, or the rest of the record. NOT_CHECKABLE: all else, and every
draw of the local beacon: it can be done again and comes out the same, but the office knew its number beforehand.
"""

from dataclasses import dataclass, field

from layani.rules.record import draw_words, words
from layani.rules.record.allocation_leaves import (
    FIRST,
    LOCAL,
    AllocationLeaf,
    AllocLeaf,
    QueueLeaf,
    VoidLeaf,
    is_allocation,
    parse_allocation,
    pool_root,
)
from layani.rules.record.beacon import QUICKNET, CannotCheck, is_signature
from layani.rules.record.checkpoint import Checkpoint, OpenedCheckpoint
from layani.rules.record.continuation import CONTINUES, ContinuationLeaf, unbound
from layani.rules.record.draw import (
    LEAST_DELAY,
    LEAST_POOL,
    draw,
    eligible,
    local_promise,
    seed_of,
    time_of,
)
from layani.rules.record.draw_file import DrawFile, parse_draw
from layani.rules.record.encoding import Malformed
from layani.rules.record.leaf import parse_leaf
from layani.rules.record.merkle import verify_inclusion
from layani.rules.record.mirror import Mirror, begins_with, open_copy
from layani.rules.record.note import BadSignature, Unsigned
from layani.rules.record.policy import Policy
from layani.rules.record.tiles import DamagedCopy, MissingTile
from layani.rules.record.verify import Finding, Verdict
from layani.rules.record.walking import walk
from layani.rules.text import Text


class _Stop(Exception):
    """The way to a proof ends here."""

    def __init__(self, verdict: Verdict, reason: Text) -> None:
        self.verdict, self.reason = verdict, reason
        super().__init__(reason.en)


@dataclass(slots=True)
class _Trail:
    proven: list[Text] = field(default_factory=list)
    not_proven: list[Text] = field(default_factory=list)
    witnessed: bool = False


def verify_draw(data: bytes, policy: Policy, mirror: Mirror | None = None) -> Finding:
    """Do the draw in a file again and say what it proves.

    mirror: a copy of the record, to see that the case was drawn once only
    Never raises for what is in the file.
    """
    trail = _Trail()
    try:
        answer = _check(parse_draw(data), policy, mirror, trail)
    except _Stop as stop:
        answer = (stop.verdict, stop.reason)
    except (DamagedCopy, MissingTile) as fault:
        answer = (Verdict.NOT_CHECKABLE, words.copy_damaged(str(fault)))
    except Malformed as fault:
        answer = (Verdict.NOT_CHECKABLE, draw_words.unreadable(str(fault)))
    except CannotCheck as fault:
        answer = (Verdict.NOT_CHECKABLE, draw_words.package_missing(str(fault)))
    except Unsigned as fault:
        answer = (Verdict.NOT_CHECKABLE, words.unknown_signer(str(fault)))
    except BadSignature as fault:
        answer = (Verdict.DISPROVED, words.false_signature(str(fault)))
    return Finding(*answer, tuple(trail.proven), tuple(trail.not_proven))


def _check(file: DrawFile, policy: Policy, mirror: Mirror | None, trail: _Trail) -> tuple[Verdict, Text]:
    opened = _require_logged(file, policy, trail)
    _require_pool(file, trail)
    if not file.allocs:
        raise _Stop(Verdict.NOT_CHECKABLE, draw_words.NOT_DRAWN_YET)
    _require_number(file, trail)
    copy = _read(mirror, policy) if mirror else None
    if copy is not None:
        for one in opened:
            _require_same_history(one.checkpoint, copy, policy)
    _replay(file, _placed_in(file, opened, policy, copy), trail)
    if copy is None:
        trail.not_proven.append(draw_words.ONCE_UNSEEN)
    else:
        _require_once(file, copy, trail)
    trail.not_proven.append(draw_words.WEIGHTS_UNSEEN)
    officer = file.allocs[-1].officer
    if file.queue.round is None:
        return Verdict.NOT_CHECKABLE, draw_words.local_draw(officer)
    _require_fixed_before(file.queue, opened[1], policy, trail)
    return Verdict.PROVEN, draw_words.proven(officer, witnessed=trail.witnessed)


def _require_logged(file: DrawFile, policy: Policy, trail: _Trail) -> list[OpenedCheckpoint]:
    """Return the checkpoints of all leaves, each of which holds its leaf, in order, of one log or its successors."""
    opened, last = [], -1
    for placed in file.placed:
        one = policy.open_checkpoint(placed.proof.checkpoint.encode())
        checkpoint, index = one.checkpoint, placed.proof.index
        hashes = placed.proof.hashes
        if not verify_inclusion(placed.leaf.hash(), index, checkpoint.size, hashes, checkpoint.root):
            raise _Stop(Verdict.DISPROVED, words.not_included(checkpoint, index))
        if index <= last:
            raise _Stop(Verdict.DISPROVED, draw_words.OUT_OF_ORDER)
        opened.append(one)
        last = index
    logs = [one.checkpoint.origin for one in opened]
    if len({policy.successor(log) for log in logs}) > 1:
        raise _Stop(Verdict.NOT_CHECKABLE, draw_words.strange_logs(sorted(set(logs))))
    last_of = {one.checkpoint.origin: one.checkpoint for one in opened}
    trail.proven += [draw_words.logged(checkpoint, logs.count(log)) for log, checkpoint in last_of.items()]
    return opened


@dataclass(frozen=True, slots=True)
class _Copy:
    """What a copy of the record holds, every entry of which was hashed: leaves of draws, and where logs end in it."""

    held: Checkpoint
    mirror: Mirror
    allocations: list[tuple[int, AllocationLeaf]]
    continued: list[tuple[int, ContinuationLeaf]]


def _read(mirror: Mirror, policy: Policy) -> _Copy:
    """Return what a copy holds; stop where it does not continue the logs before it as the policy says."""
    held = open_copy(mirror, policy).checkpoint
    allocations, continued = list[tuple[int, AllocationLeaf]](), list[tuple[int, ContinuationLeaf]]()
    before = policy.ended_before(held.origin)
    for index, entry in walk(held, mirror.read):
        if is_allocation(entry):
            allocations.append((index, parse_allocation(entry)))
        elif entry.startswith(f"{CONTINUES}\n".encode()):
            leaf = parse_leaf(entry)
            if isinstance(leaf, ContinuationLeaf) and leaf.origin in before:
                continued.append((index, leaf))
    for fault in unbound((leaf for _, leaf in continued), before):
        raise _Stop(Verdict.NOT_CHECKABLE, draw_words.not_continued(fault))
    if len({leaf.origin for _, leaf in continued}) < len(continued):  # which one counts would be somebody's choice
        raise _Stop(Verdict.NOT_CHECKABLE, draw_words.ENDED_TWICE)
    return _Copy(held, mirror, allocations, continued)


def _placed_in(file: DrawFile, opened: list[OpenedCheckpoint], policy: Policy, copy: _Copy | None) -> str:
    """Return the log that gave the queue leaf its place; its name goes into the draw, and no later log changes that.

    A second log repeats the entries of the first, each at its place, so only its copy shows which came with it.
    """
    logs = {one.checkpoint.origin for one in opened}
    if len(logs) == 1 and not policy.ended_before(opened[1].checkpoint.origin):
        return opened[1].checkpoint.origin
    if copy is None:
        raise _Stop(Verdict.NOT_CHECKABLE, draw_words.copy_needed(policy.successor(opened[1].checkpoint.origin)))
    place = file.proofs[1].index
    return next((leaf.origin for index, leaf in copy.continued if index > place), copy.held.origin)


def _require_pool(file: DrawFile, trail: _Trail) -> None:
    """Check that the lines are those that the pool leaf and the queue leaf committed to."""
    pool, total = file.pool, sum(entry.weight for entry in file.entries)
    stated = (pool.root, pool.count, pool.total)
    if stated != (pool_root(file.entries), len(file.entries), total) or file.queue.pool != pool.root:
        raise _Stop(Verdict.DISPROVED, draw_words.OTHER_POOL)
    can = eligible(file.entries, file.queue)
    if len(can) < LEAST_POOL:
        raise _Stop(Verdict.DISPROVED, draw_words.too_small(len(can)))
    trail.proven.append(draw_words.pool(pool, len(can)))
    trail.proven += [draw_words.left_out(name, reason) for name, reason in (*pool.out, *file.queue.out)]


def _require_number(file: DrawFile, trail: _Trail) -> None:
    """Check that the random number is the one that the queue leaf awaited."""
    queue, first = file.queue, file.allocs[0]
    if any((one.round, one.source) != (queue.round, first.source) for one in file.allocs):
        raise _Stop(Verdict.DISPROVED, draw_words.OTHER_NUMBER)
    if queue.beacon == LOCAL:
        if local_promise(first.source) != queue.promise:
            raise _Stop(Verdict.DISPROVED, draw_words.OTHER_NUMBER)
        trail.proven.append(draw_words.LOCAL_KEPT)
    else:
        _require_round(queue, first, trail)


def _require_round(queue: QueueLeaf, alloc: AllocLeaf, trail: _Trail) -> None:
    if queue.beacon != QUICKNET or queue.round is None:
        raise _Stop(Verdict.NOT_CHECKABLE, draw_words.other_beacon(queue.beacon))
    if time_of(queue.round) < queue.time + LEAST_DELAY:
        raise _Stop(Verdict.DISPROVED, draw_words.too_soon(queue.round, time_of(queue.round), queue.time))
    if not is_signature(queue.round, alloc.source):
        raise _Stop(Verdict.DISPROVED, draw_words.no_signature(queue.round))
    trail.proven.append(draw_words.signed_round(queue.round, time_of(queue.round)))


def _replay(file: DrawFile, origin: str, trail: _Trail) -> None:
    """Do every draw again, in order: each names the first who is not gone."""
    queue, entries, gone = file.queue, eligible(file.entries, file.queue), set[str]()
    seed = seed_of(origin, file.proofs[1].index, queue.hash(), queue, file.allocs[0].randomness)
    first = 0
    for one in file.allocs:
        wanted = draw(seed, entries, gone, first)
        is_first = first == 0
        if one.queue != queue.hash() or wanted != (one.k, one.officer) or is_first != (one.reason == FIRST):
            raise _Stop(Verdict.DISPROVED, draw_words.other_officer(one, wanted))
        trail.proven.append(draw_words.drawn(one))
        gone.add(one.officer)
        first = one.k + 1
    if file.void:
        if file.void.queue != queue.hash():
            raise _Stop(Verdict.DISPROVED, draw_words.OUT_OF_ORDER)
        trail.not_proven.append(draw_words.void(file.void))


def _require_fixed_before(queue: QueueLeaf, opened: OpenedCheckpoint, policy: Policy, trail: _Trail) -> None:
    """Check that witnesses signed a record with the queue leaf in it before the round was published."""
    published = time_of(queue.round or 0)
    signed = [(key, line) for key, line in opened.note.verified if key in policy.cosigners]
    before = [(key, line) for key, line in signed if line.cosigned_at < published]
    trail.proven += [words.witnessed(line) for _, line in before]
    if not policy.is_quorum(frozenset(key for key, _ in before)):
        raise _Stop(Verdict.NOT_CHECKABLE, draw_words.not_fixed_before(len(before), published))
    trail.witnessed = bool(before)
    if not before:
        trail.not_proven.append(draw_words.UNWITNESSED)


def _require_once(file: DrawFile, copy: _Copy, trail: _Trail) -> None:
    """Look through a copy of the record for another draw of the same case, and for draws that the file leaves out."""
    found = copy.allocations
    queues = [(index, leaf) for index, leaf in found if isinstance(leaf, QueueLeaf)]
    voids = {leaf.queue: index for index, leaf in found if isinstance(leaf, VoidLeaf)}
    place, ours = file.proofs[1].index, file.queue
    for index, leaf in queues:
        same = (leaf.filing, leaf.turn) == (ours.filing, ours.turn) and index != place
        earlier, later = (leaf, place) if index < place else (ours, index)
        if same and not voids.get(earlier.hash(), later) < later:
            raise _Stop(Verdict.DISPROVED, draw_words.drawn_twice(index, place))
    logged = [leaf for _, leaf in found if isinstance(leaf, AllocLeaf) and leaf.queue == ours.hash()]
    if logged[: len(file.allocs)] != list(file.allocs):
        raise _Stop(Verdict.DISPROVED, draw_words.LEFT_OUT_DRAWS)
    if len(logged) > len(file.allocs):
        trail.not_proven.append(draw_words.LATER_DRAW)
    trail.proven.append(draw_words.once(copy.held))


def _require_same_history(ours: Checkpoint, copy: _Copy, policy: Policy) -> None:
    """Stop unless the copy, of the same log or of the one that continues it, begins with what ``ours`` says."""
    if copy.held.origin not in (ours.origin, policy.successor(ours.origin)):
        raise _Stop(Verdict.NOT_CHECKABLE, words.other_log(ours.origin, copy.held.origin))
    if copy.held.size < ours.size:
        raise _Stop(Verdict.NOT_CHECKABLE, words.copy_too_old(ours, copy.held))
    if not begins_with(copy.held, copy.mirror.read, ours):
        raise _Stop(Verdict.DISPROVED, words.two_histories(ours, copy.held))
