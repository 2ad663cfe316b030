"""Comparing what two people were shown of one record: do their receipts and checkpoints belong to one history?

Two signed checkpoints of the same size are compared as they are. For different sizes a copy of the record is needed:
each must be how that copy began.
"""

from dataclasses import dataclass

from layani.rules.record import words
from layani.rules.record.checkpoint import Checkpoint
from layani.rules.record.encoding import Malformed
from layani.rules.record.fork import FIRST_LINE as FORK
from layani.rules.record.fork import ForkProof, find_fork, open_fork, parse_fork
from layani.rules.record.mirror import Mirror, open_copy
from layani.rules.record.note import BadSignature, Unsigned, VerifierKey
from layani.rules.record.policy import Policy
from layani.rules.record.proof import FIRST_LINE as PROOF
from layani.rules.record.proof import parse_proof
from layani.rules.record.tiles import DamagedCopy, MissingTile, Tile
from layani.rules.record.verify import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer, and the proof of a fork where there is one, to be kept and made public."""

    finding: Finding
    fork: ForkProof | None = None


def compare(one: bytes, other: bytes, policy: Policy, mirror: Mirror | None = None) -> Comparison:
    """Say whether two files, each a final receipt or a checkpoint, are of one history.

    mirror:  a copy of the record, needed when the two are of different sizes
    Never raises for what is in the files.
    """
    try:
        notes = [_checkpoint_in(data) for data in (one, other)]
        smaller, larger = sorted(notes, key=lambda note: _opened(note, policy).size)
        first, last = (_opened(note, policy) for note in (smaller, larger))
        if first.origin != last.origin:
            return Comparison(Finding(Verdict.NOT_CHECKABLE, words.other_log(first.origin, last.origin)))
        if first.size == last.size or mirror is None:
            return _by_themselves(smaller, larger, policy)
        return _within(smaller, larger, policy, mirror)
    except (DamagedCopy, MissingTile) as fault:
        return Comparison(Finding(Verdict.NOT_CHECKABLE, words.copy_damaged(str(fault))))
    except Malformed as fault:
        return Comparison(Finding(Verdict.NOT_CHECKABLE, words.unreadable(str(fault))))
    except Unsigned as fault:
        return Comparison(Finding(Verdict.NOT_CHECKABLE, words.unknown_signer(str(fault))))
    except BadSignature as fault:
        return Comparison(Finding(Verdict.DISPROVED, words.false_signature(str(fault))))


def verify_fork(data: bytes, policy: Policy) -> Finding:
    """Say whether a file proves that a log of ``policy`` signed two histories: DISPROVED then, for the log is.

    Never raises for what is in the file. A file that proves nothing is NOT_CHECKABLE and accuses nobody.
    """
    try:
        proof = parse_fork(data)
        for note in (proof.smaller, proof.larger):  # signed by who could sign that much: a thief's proves nothing
            _opened(note, policy)
        smaller, larger = open_fork(proof, _log_keys(policy))
    except Malformed as fault:
        return Finding(Verdict.NOT_CHECKABLE, words.no_fork_proof(str(fault)))
    except (Unsigned, BadSignature) as fault:
        return Finding(Verdict.NOT_CHECKABLE, words.unknown_signer(str(fault)))
    return Finding(Verdict.DISPROVED, words.two_histories(smaller.checkpoint, larger.checkpoint))


def is_fork(data: bytes) -> bool:
    """Say whether a file claims to be a fork proof."""
    return data.startswith(FORK.encode() + b"\n")


def _checkpoint_in(data: bytes) -> bytes:
    return parse_proof(data).checkpoint.encode() if data.startswith(PROOF.encode() + b"\n") else data


def _opened(note: bytes, policy: Policy) -> Checkpoint:
    return policy.open_checkpoint(note).checkpoint


def _log_keys(policy: Policy) -> tuple[VerifierKey, ...]:
    return (*policy.logs, *policy.compromised)


def _by_themselves(smaller: bytes, larger: bytes, policy: Policy) -> Comparison:
    first, last = (_opened(note, policy) for note in (smaller, larger))
    if first.size not in (0, last.size):
        return Comparison(Finding(Verdict.NOT_CHECKABLE, words.copy_needed(first, last)))
    fork = find_fork(smaller, larger, _log_keys(policy), _no_tiles)
    if fork is not None:
        return Comparison(Finding(Verdict.DISPROVED, words.two_histories(first, last)), fork)
    return Comparison(Finding(Verdict.PROVEN, words.one_history(first, last)))


def _within(smaller: bytes, larger: bytes, policy: Policy, mirror: Mirror) -> Comparison:
    """Compare both with a copy that is at least as long as the larger."""
    held = open_copy(mirror, policy).checkpoint
    first, last = (_opened(note, policy) for note in (smaller, larger))
    if held.origin != last.origin:
        return Comparison(Finding(Verdict.NOT_CHECKABLE, words.other_log(last.origin, held.origin)))
    if held.size < last.size:
        return Comparison(Finding(Verdict.NOT_CHECKABLE, words.copy_too_old(last, held)))
    for note, checkpoint in ((smaller, first), (larger, last)):
        fork = find_fork(note, mirror.checkpoint, _log_keys(policy), mirror.read)
        if fork is not None:
            return Comparison(Finding(Verdict.DISPROVED, words.two_histories(checkpoint, held)), fork)
    return Comparison(Finding(Verdict.PROVEN, words.one_history(first, last), (words.same_history(last, held),)))


def _no_tiles(tile: Tile) -> bytes:
    raise MissingTile(tile.path)
