"""Verifying a whole case: with the key in one receipt, all acts that a copy of the record holds, and that no other is.

The key of the case gives the tags of its acts, tag(0), tag(1) and so on. One pass over the copy finds every entry that
bears one of them. What an office could do against its applicant then shows: an act that no receipt tells of, an act
left out, a second act under the same number, and a chain that was laid anew.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from layani.rules.record import case_words, words
from layani.rules.record.acknowledged import Acknowledged, open_provisional
from layani.rules.record.checkpoint import Checkpoint, OpenedCheckpoint
from layani.rules.record.closing import CLOSING, closing_in
from layani.rules.record.encoding import Malformed
from layani.rules.record.leaf import CASE_EVENTS, NO_PREVIOUS, CaseEventLeaf, parse_leaf
from layani.rules.record.mirror import Mirror
from layani.rules.record.policy import Policy
from layani.rules.record.proof import parse_proof
from layani.rules.record.receipt import PROVISIONAL, Opening, parse_opening
from layani.rules.record.sealing import case_tag
from layani.rules.record.tiles import TileReader
from layani.rules.record.verify import (
    Finding,
    FoundEvent,
    Stop,
    Trail,
    Verdict,
    compare_histories,
    conclude,
    open_mirror,
    raise_missing,
    require_fit,
    require_inclusion,
    require_kept,
    require_quorum,
)
from layani.rules.record.walking import walk
from layani.rules.text import Text

LOOKED_FOR = 4096
"""So many numbers beyond the last known act are looked for: a gap in the numbering hides nothing within it."""
MOST_ACTS = 1_000_000
"""A receipt of a higher number is not looked for: its file could otherwise make this program work for ever."""

_BEGINS = tuple(kind.encode() + b"\n" for kind in CASE_EVENTS.values())
_TAG_BEGINS = len(_BEGINS[0])
_TAG = slice(_TAG_BEGINS, _TAG_BEGINS + 32)
"""Where the tag stands in an entry: both versions begin alike."""


@dataclass(frozen=True, slots=True)
class _Receipt:
    """One receipt of the case; ``index`` and ``opened`` of a final one, ``promise`` of a provisional one."""

    opening: Opening
    log: str
    index: int | None = None
    opened: OpenedCheckpoint | None = None
    promise: Acknowledged | None = None


def verify_case(receipts: Sequence[bytes], policy: Policy, mirror: Mirror) -> Finding:
    """Say which acts of the case a copy of the record holds, that they are one chain, and that there is no other.

    receipts:  at least one receipt of the case, provisional or final, in any order
    Never raises for what is in the files.
    """
    return conclude(partial(_check_case, receipts, policy, mirror))


def _check_case(receipts: Sequence[bytes], policy: Policy, mirror: Mirror, trail: Trail) -> Text:
    held = [_read(data, policy) for data in receipts]
    first = held[0]
    for one in held[1:]:
        if one.opening.case_key != first.opening.case_key or policy.successor(one.log) != policy.successor(first.log):
            raise Stop(Verdict.NOT_CHECKABLE, case_words.TWO_CASES)
    known = max(one.opening.seq for one in held)
    if known >= MOST_ACTS:
        raise Stop(Verdict.NOT_CHECKABLE, case_words.too_many(known + 1))
    copy = [open_mirror(one.log, policy, mirror) for one in held][0]
    events = _find(first.opening.case_key, known + 1, copy.checkpoint, mirror.read)
    trail.events = tuple(events)
    trail.proven += [case_words.event(one) for one in events]
    _require_chain(first.opening.case_key, events)
    for one in held:
        _match(one, events, copy, policy, mirror)
    trail.proven += [case_words.chained(len(events)), case_words.matched(len(held))]
    seals = sorted(one.opening.seq for one in held if _require_closing(one.opening))
    trail.proven.append(case_words.no_further(copy.checkpoint, len(events)))
    trail.not_proven += [words.NEVER_PROVEN[0], case_words.after_the_copy(copy.checkpoint)]
    if unknown := len(events) - len({one.opening.seq for one in held}):
        trail.not_proven.append(case_words.contents_unknown(unknown))
    require_quorum(copy, policy, trail)
    if seals and seals[-1] == len(events) - 1:
        trail.proven.append(case_words.sealed(len(events)))
        trail.not_proven.append(case_words.LATER_ACTS)
        return case_words.sealed_case(copy.checkpoint, len(events))
    if seals:
        trail.proven.append(case_words.taken_up_again(seals[-1] + 1, len(events)))
    else:
        trail.not_proven.append(case_words.NOT_SEALED)
    return case_words.whole_case(copy.checkpoint, len(events))


def _read(data: bytes, policy: Policy) -> _Receipt:
    """Return a receipt whose opening fits its leaf and that the log or the office has signed, or stop."""
    trail = Trail()
    if data.startswith(PROVISIONAL.encode() + b"\n"):
        promise = open_provisional(data, policy)
        require_fit(promise.receipt.opening, trail)
        return _Receipt(promise.receipt.opening, promise.receipt.log, promise=promise)
    proof = parse_proof(data)
    if proof.extra is None:
        raise Stop(Verdict.NOT_CHECKABLE, words.NO_OPENING)
    opening = parse_opening(proof.extra)
    opened = policy.open_checkpoint(proof.checkpoint.encode())
    require_fit(opening, trail)
    require_inclusion(proof, opening, opened, trail)
    return _Receipt(opening, opened.checkpoint.origin, proof.index, opened)


def _find(key: bytes, least: int, checkpoint: Checkpoint, read: TileReader) -> list[FoundEvent]:
    """Return the case's events in the order of the log; walks again only for a case of thousands of acts.

    A number counts as looked for only if it was so from the first entry on.
    """
    bound = least + LOOKED_FOR
    while True:
        found = _walk(key, bound, checkpoint, read)
        highest = max((event.seq for event in found), default=-1)
        if highest + LOOKED_FOR // 2 < bound:
            return found
        bound = highest + LOOKED_FOR


def _walk(key: bytes, bound: int, checkpoint: Checkpoint, read: TileReader) -> list[FoundEvent]:
    numbers = {case_tag(key, seq).encode(): seq for seq in range(bound)}
    found = []
    for index, entry in walk(checkpoint, read):
        if entry.startswith(_BEGINS) and (seq := numbers.get(entry[_TAG])) is not None:
            leaf = parse_leaf(entry)
            if not isinstance(leaf, CaseEventLeaf):
                raise Malformed(f"Entry {index} of the copy is not a {CASE_EVENTS[2]}.")
            found.append(FoundEvent(seq, index, leaf))
    return found


def _require_chain(key: bytes, events: Sequence[FoundEvent]) -> None:
    """Stop unless the events are numbers 0, 1, 2 … in the order of the log, each once and naming the one before."""
    places: dict[int, int] = {}
    for event in events:
        if event.seq in places:
            raise Stop(Verdict.DISPROVED, case_words.forked(event.seq, places[event.seq], event.index))
        places[event.seq] = event.index
    prev = NO_PREVIOUS
    for seq, event in enumerate(events):
        if event.seq != seq:
            raise Stop(Verdict.DISPROVED, case_words.out_of_order(seq, event, seq in places))
        if not event.leaf.follows(key, prev):
            raise Stop(Verdict.DISPROVED, case_words.broken_chain(event))
        prev = event.leaf.hash()


def _match(
    receipt: _Receipt, events: Sequence[FoundEvent], copy: OpenedCheckpoint, policy: Policy, mirror: Mirror
) -> None:
    """Stop unless the copy holds the act of this receipt, at the place that the receipt names."""
    seq = receipt.opening.seq
    if receipt.opened is not None:
        compare_histories(receipt.opened, policy, mirror, Trail())
    if seq >= len(events):
        if receipt.promise is not None:
            raise_missing(receipt.promise, copy, policy, mirror)
        raise Stop(Verdict.DISPROVED, case_words.not_in_copy(seq, copy.checkpoint))
    event = events[seq]
    if event.leaf != receipt.opening.leaf or receipt.index not in (None, event.index):
        if receipt.promise is not None:
            require_kept(receipt.promise)
        raise Stop(Verdict.DISPROVED, case_words.another_act(event))


def _require_closing(opening: Opening) -> bool:
    """Say whether the act closed its case; stop when the number or the head that it states is not the chain's."""
    try:
        body = json.loads(opening.body)
    except (ValueError, RecursionError):  # not an act of an office like ours: it closes nothing
        return False
    if not isinstance(body, dict) or CLOSING not in body:
        return False
    if not _states_the_chain(body[CLOSING], opening):
        raise Stop(Verdict.DISPROVED, case_words.false_closing(opening.seq))
    return True


def _states_the_chain(said: object, opening: Opening) -> bool:
    try:
        acts, head = closing_in(said)
    except Malformed:
        return False
    return acts == opening.seq + 1 and opening.leaf.follows(opening.case_key, head)
