"""Verifying a receipt: what it proves, what it does not, in words.

Three answers only: proven, disproved, not checkable. There is no "fine, but": what is missing for a proof makes the
answer "not checkable", and what a proof leaves open is said beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import NoReturn

from layani.rules.record import words
from layani.rules.record.acknowledged import Acknowledged, open_provisional
from layani.rules.record.checkpoint import OpenedCheckpoint
from layani.rules.record.encoding import Malformed, time_text
from layani.rules.record.leaf import CaseEventLeaf
from layani.rules.record.merkle import verify_inclusion
from layani.rules.record.mirror import Mirror, begins_with, last_entry_time, open_copy, search
from layani.rules.record.note import BadSignature, Unsigned
from layani.rules.record.policy import Policy
from layani.rules.record.proof import TlogProof, parse_proof
from layani.rules.record.receipt import PROVISIONAL, Opening, parse_opening
from layani.rules.record.tiles import DamagedCopy, MissingTile
from layani.rules.text import Text


class Verdict(Enum):
    """The answer; the value is the exit code of ``layani verify``."""

    PROVEN = 0
    DISPROVED = 1
    NOT_CHECKABLE = 2


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """One act of a case as a copy of the record holds it: its place there (from 0) and its leaf."""

    seq: int
    index: int
    leaf: CaseEventLeaf


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer with its reasons.

    summary:     one sentence
    proven:      what holds, whoever says otherwise
    not_proven:  what this check leaves open
    opening:     the act itself; only to be believed when the verdict is PROVEN
    events:      the case's acts that a copy of the record holds, where that was asked
    """

    verdict: Verdict
    summary: Text
    proven: tuple[Text, ...] = ()
    not_proven: tuple[Text, ...] = ()
    opening: Opening | None = None
    events: tuple[FoundEvent, ...] = ()


@dataclass(slots=True)
class Trail:
    """What has been established so far on the way to an answer."""

    proven: list[Text] = field(default_factory=list)
    not_proven: list[Text] = field(default_factory=list)
    opening: Opening | None = None
    events: tuple[FoundEvent, ...] = ()


class Stop(Exception):
    """The way to a proof ends here."""

    def __init__(self, verdict: Verdict, reason: Text) -> None:
        self.verdict, self.reason = verdict, reason
        super().__init__(reason.en)


def verify_receipt(data: bytes, policy: Policy, mirror: Mirror | None = None) -> Finding:
    """Check a receipt file, provisional or final, against those whom ``policy`` trusts.

    mirror: a copy of the log's tiles, to look for the act in it (provisional) or to compare histories (final)
    Never raises for what is in the file: a damaged file is a Finding like any other.
    """
    provisional = data.startswith(PROVISIONAL.encode() + b"\n")

    def check(trail: Trail) -> Text:
        (_check_provisional if provisional else _check_final)(data, policy, mirror, trail)
        return words.PROVISIONAL_PROVEN if provisional and mirror is None else words.FINAL_PROVEN

    return conclude(check)


def conclude(check: Callable[[Trail], Text]) -> Finding:
    """Return what ``check`` found on its way: proven with the sentence that it returns, or why it came no further."""
    trail = Trail()
    try:
        answer = (Verdict.PROVEN, check(trail))
    except Stop as stop:
        answer = (stop.verdict, stop.reason)
    except (DamagedCopy, MissingTile) as fault:
        answer = (Verdict.NOT_CHECKABLE, words.copy_damaged(str(fault)))
    except Malformed as fault:
        answer = (Verdict.NOT_CHECKABLE, words.unreadable(str(fault)))
    except Unsigned as fault:
        answer = (Verdict.NOT_CHECKABLE, words.unknown_signer(str(fault)))
    except BadSignature as fault:
        answer = (Verdict.DISPROVED, words.false_signature(str(fault)))
    return Finding(*answer, tuple(trail.proven), tuple(trail.not_proven), trail.opening, trail.events)


def _check_provisional(data: bytes, policy: Policy, mirror: Mirror | None, trail: Trail) -> None:
    acknowledged = open_provisional(data, policy)
    receipt = acknowledged.receipt
    require_fit(receipt.opening, trail)
    if acknowledged.taken is None:
        trail.proven += words.acknowledged(receipt)
    trail.not_proven += words.NEVER_PROVEN
    if mirror is not None:
        _look_for(acknowledged, policy, mirror, trail)
    else:
        require_kept(acknowledged)
        trail.not_proven.append(words.not_yet_in_log(receipt))


def require_kept(acknowledged: Acknowledged) -> None:
    """Stop unless the signature alone says that the office wrote this: the thief of a key can date a receipt back."""
    if acknowledged.taken is not None:
        raise Stop(Verdict.NOT_CHECKABLE, words.may_be_the_thiefs(acknowledged.receipt, acknowledged.taken))


def _look_for(acknowledged: Acknowledged, policy: Policy, mirror: Mirror, trail: Trail) -> None:
    """Look for the act that a provisional receipt promises, in a copy of the whole log."""
    receipt = acknowledged.receipt
    opened = open_mirror(receipt.log, policy, mirror)
    found = search(opened.checkpoint, mirror.read, receipt.opening.leaf.hash())
    if found.index is not None:
        trail.proven.append(words.in_log(opened.checkpoint, found.index))
        if acknowledged.taken is not None:
            trail.not_proven.append(words.acknowledged_by_a_taken_key(receipt, acknowledged.taken))
        require_quorum(opened, policy, trail)
        return
    raise_missing(acknowledged, opened, policy, mirror)


def raise_missing(acknowledged: Acknowledged, opened: OpenedCheckpoint, policy: Policy, mirror: Mirror) -> NoReturn:
    """Stop, for a copy of the log does not hold what a provisional receipt promises: broken, or not due yet."""
    require_kept(acknowledged)
    receipt = acknowledged.receipt
    cosigned = [time_text(line.cosigned_at) for key, line in opened.note.verified if key in policy.cosigners]
    latest = max([*cosigned, last_entry_time(opened.checkpoint, mirror.read) or ""])
    if latest > time_text(receipt.due):
        raise Stop(Verdict.DISPROVED, words.broken_promise(receipt, opened.checkpoint, latest))
    raise Stop(Verdict.NOT_CHECKABLE, words.not_due_yet(receipt, opened.checkpoint))


def _check_final(data: bytes, policy: Policy, mirror: Mirror | None, trail: Trail) -> None:
    proof = parse_proof(data)
    if proof.extra is None:
        raise Stop(Verdict.NOT_CHECKABLE, words.NO_OPENING)
    opening = parse_opening(proof.extra)
    opened = policy.open_checkpoint(proof.checkpoint.encode())
    require_fit(opening, trail)
    require_inclusion(proof, opening, opened, trail)
    trail.not_proven += words.NEVER_PROVEN
    require_quorum(opened, policy, trail)
    if mirror is not None:
        compare_histories(opened, policy, mirror, trail)


def require_fit(opening: Opening, trail: Trail) -> None:
    """Stop when the opening is not that of its leaf."""
    if not opening.fits():
        raise Stop(Verdict.DISPROVED, words.DOES_NOT_FIT)
    trail.opening = opening
    trail.proven += words.fits(opening)


def require_inclusion(proof: TlogProof, opening: Opening, opened: OpenedCheckpoint, trail: Trail) -> None:
    """Stop when the proof does not lead from the leaf to the checkpoint's root."""
    checkpoint = opened.checkpoint
    if not verify_inclusion(opening.leaf.hash(), proof.index, checkpoint.size, proof.hashes, checkpoint.root):
        raise Stop(Verdict.DISPROVED, words.not_included(checkpoint, proof.index))
    trail.proven.append(words.in_log(checkpoint, proof.index))


def require_quorum(opened: OpenedCheckpoint, policy: Policy, trail: Trail) -> None:
    """Say which witnesses saw the checkpoint, and stop when the policy asks for more."""
    signed = [(key, line) for key, line in opened.note.verified if key in policy.cosigners]
    trail.proven += [words.witnessed(line) for _, line in signed]
    if not signed:
        trail.not_proven.append(words.UNWITNESSED)
    if not policy.is_quorum(frozenset(key for key, _ in signed)):
        raise Stop(Verdict.NOT_CHECKABLE, words.no_quorum(len(signed), policy.quorum))


def open_mirror(origin: str, policy: Policy, mirror: Mirror) -> OpenedCheckpoint:
    """Return the copy's checkpoint; stop when it is of another log than ``origin`` and the one that continues it."""
    opened = open_copy(mirror, policy)
    if opened.checkpoint.origin not in (origin, policy.successor(origin)):
        raise Stop(Verdict.NOT_CHECKABLE, words.other_log(origin, opened.checkpoint.origin))
    return opened


def compare_histories(opened: OpenedCheckpoint, policy: Policy, mirror: Mirror, trail: Trail) -> None:
    """Check that the copy of the log begins with the log that the receipt was made from."""
    ours, theirs = opened.checkpoint, open_mirror(opened.checkpoint.origin, policy, mirror).checkpoint
    if theirs.size < ours.size:
        raise Stop(Verdict.NOT_CHECKABLE, words.copy_too_old(ours, theirs))
    if not begins_with(theirs, mirror.read, ours):
        raise Stop(Verdict.DISPROVED, words.two_histories(ours, theirs))
    trail.proven.append(words.same_history(ours, theirs))
