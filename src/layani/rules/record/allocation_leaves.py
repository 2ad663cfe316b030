"""The leaves of a draw: the pool, the case that waits for its officer, who was drawn, and a draw that came to nothing.

Officers stand in them by a pseudonym that the office keeps for each; services, steps and names do not stand in them.
Each ends with the office's time, as every leaf does. Source of the protocol: docs/reference/draw.md.

pool/v1         the role, the day, RFC 6962 root over the sorted lines "pseudonym weight", how many, their sum, and a
                line "out pseudonym reason" for each holder of the role who is not in it
alloc-queue/v1  leaf hash of the case's filing, which of its draws it is (from 0), pool root, algorithm, beacon, round
                (or, of the local beacon, what the office committed to), and who of the pool may not get this case
alloc/v1        leaf hash of the queue leaf, round, signature (or what the local commitment opens to), who was drawn,
                the number k of the draw, and why it was drawn
alloc-void/v1   leaf hash of the queue leaf, and why nobody is drawn from it
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from layani.rules.record.encoding import (
    Malformed,
    decode_base64,
    encode_base64,
    parse_decimal,
    parse_time,
    parse_utf8,
    shown,
    time_text,
)
from layani.rules.record.hashed_leaf import HashedLeaf
from layani.rules.record.merkle import HASH_SIZE, leaf_hash, root_of

POOL, QUEUE, ALLOC, VOID = "pool/v1", "alloc-queue/v1", "alloc/v1", "alloc-void/v1"
ALGORITHM: Final = "allocation/v1"
LOCAL: Final = "local"
"""The beacon of an office that reaches none: it makes the random number itself, and every leaf says so."""
LARGEST_POOL = 16_000
"""Bytes of a leaf with its exclusions: some five hundred of them."""
SIGNATURE_SIZE = 48

AWAY, RECUSED, OWN_CASE, FOUR_EYES, ROLE_ENDED = "away", "recused", "own-case", "four-eyes", "role-ended"
OUT_OF_POOL: Final = frozenset({AWAY})
OUT_OF_CASE: Final = frozenset({AWAY, RECUSED, OWN_CASE, FOUR_EYES, ROLE_ENDED})
FIRST: Final = "first"
DRAWN_FOR: Final = frozenset({FIRST, *OUT_OF_CASE})
"""Why somebody is drawn: at first, or because the one before cannot do it."""
VOID_FOR: Final = frozenset({"unwitnessed", "unreachable", "exhausted", "ended"})
"""No quorum before the round; the beacon was not reached for hours; nobody of the pool is left; the step ended."""

_PSEUDONYM = re.compile(r"[a-z0-9][a-z0-9-]{0,31}", re.ASCII)
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_BEACON = re.compile(r"drand/[0-9a-f]{64}", re.ASCII)
_MOST_WEIGHT = 1_000_000

Out = tuple[tuple[str, str], ...]
"""(pseudonym, reason) of each who is left out, sorted by pseudonym."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One officer of a pool; ``weight`` is how many chances they have, at least 1."""

    pseudonym: str
    weight: int

    def line(self) -> str:
        """Return the line that the pool's root is made of."""
        return f"{self.pseudonym} {self.weight}"


def pool_root(entries: Sequence[Entry]) -> bytes:
    """Return the RFC 6962 root over the lines; raises Malformed unless they are sorted and each officer stands once."""
    names = [entry.pseudonym for entry in entries]
    if names != sorted(set(names)):
        raise Malformed("The lines of the pool must be sorted by pseudonym, with each officer once.")
    return root_of(leaf_hash(entry.line().encode()) for entry in entries)


def parse_entry(line: str) -> Entry:
    """Return the officer that a line of a pool names, or raise Malformed."""
    name, _, weight = line.partition(" ")
    found = Entry(_pseudonym(name), parse_decimal(weight, "The weight in the pool"))
    if not 1 <= found.weight <= _MOST_WEIGHT:
        raise Malformed(f"The weight in the pool is {found.weight}; it must be 1 to {_MOST_WEIGHT}.")
    return found


@dataclass(frozen=True, slots=True)
class PoolLeaf(HashedLeaf):
    """Who can be drawn on one day, for the steps of one role."""

    role: str
    day: date
    root: bytes
    count: int
    total: int
    out: Out
    time: datetime

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        lines = [POOL, self.role, str(self.day), encode_base64(self.root), str(self.count), str(self.total)]
        return _joined(lines, self.out, self.time)


@dataclass(frozen=True, slots=True)
class QueueLeaf(HashedLeaf):
    """A case waits for its officer; everything that decides who it is stands here before the random number exists.

    filing:  leaf hash of the case's first event
    turn:    which of the case's draws it is, from 0; a second leaf with the same turn is a second try
    beacon:  LOCAL, or "drand/" and the hash of the chain in hex
    round:   whose signature is awaited; None of the local beacon
    promise: SHA-256 of the local random number; empty of a beacon
    out:     who of the pool may not get this case
    """

    filing: bytes
    turn: int
    pool: bytes
    beacon: str
    round: int | None
    promise: bytes
    out: Out
    time: datetime

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        awaited = encode_base64(self.promise) if self.round is None else str(self.round)
        lines = [QUEUE, encode_base64(self.filing), str(self.turn), encode_base64(self.pool), ALGORITHM, self.beacon]
        return _joined([*lines, awaited], self.out, self.time)


@dataclass(frozen=True, slots=True)
class AllocLeaf(HashedLeaf):
    """Who was drawn.

    round:   as in the queue leaf
    source:  the beacon's signature (48 bytes), or the local random number (32 bytes)
    k:       the number of the draw, 0 at first
    reason:  FIRST, or why the one before cannot do it
    """

    queue: bytes
    round: int | None
    source: bytes
    officer: str
    k: int
    reason: str
    time: datetime

    @property
    def randomness(self) -> bytes:
        """The 32 bytes that decide: SHA-256 of a beacon's signature, or the local number itself."""
        return self.source if self.round is None else sha256(self.source).digest()

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        number = LOCAL if self.round is None else str(self.round)
        lines = [ALLOC, encode_base64(self.queue), number, encode_base64(self.source), self.officer, str(self.k)]
        return _joined([*lines, self.reason], (), self.time)


@dataclass(frozen=True, slots=True)
class VoidLeaf(HashedLeaf):
    """Nobody is drawn from a queue leaf, or nobody any more."""

    queue: bytes
    reason: str
    time: datetime

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        return _joined([VOID, encode_base64(self.queue), self.reason], (), self.time)


AllocationLeaf = PoolLeaf | QueueLeaf | AllocLeaf | VoidLeaf
KINDS: Final = (POOL, QUEUE, ALLOC, VOID)


def is_allocation(data: bytes) -> bool:
    """Say whether an entry's first line names a leaf of a draw."""
    return data.split(b"\n", 1)[0] in [kind.encode() for kind in KINDS]


def parse_allocation(data: bytes) -> AllocationLeaf:
    """Return the leaf of a draw that ``data`` spells, or raise Malformed; its ``text()`` is ``data`` again."""
    if len(data) > LARGEST_POOL:
        raise Malformed(f"The leaf has {len(data)} bytes; it may have {LARGEST_POOL}.")
    lines = parse_utf8(data, "The leaf").split("\n")
    if len(lines) < 3 or lines[-1] != "":
        raise Malformed("The leaf does not end in a newline.")
    kind, *values, written = lines[:-1]
    time = parse_time(written, "The time in the leaf")
    match (kind, *values):
        case (kind_, role, day, root, count, total, *out) if kind_ == POOL:
            return _pool(role, day, root, (count, total), out, time)
        case (kind_, filing, turn, pool, algorithm, beacon, awaited, *out) if kind_ == QUEUE and algorithm == ALGORITHM:
            return _queue((filing, turn, pool), beacon, awaited, out, time)
        case (kind_, queue, number, source, officer, k, reason) if kind_ == ALLOC:
            return _alloc(queue, (number, source), officer, (k, reason), time)
        case (kind_, queue, reason) if kind_ == VOID:
            return VoidLeaf(_hash(queue, "The queue leaf"), _code(reason, VOID_FOR), time)
    raise Malformed(f"A leaf of {len(lines) - 1} lines beginning with {shown(lines[0])} is not known.")


def _pool(role: str, day: str, root: str, sizes: tuple[str, str], out: list[str], time: datetime) -> PoolLeaf:
    if len(role) > 60 or not _SLUG.fullmatch(role):
        raise Malformed(f"The pool is of the role {shown(role)}; a role is lower-case words with hyphens.")
    if not _DAY.fullmatch(day):
        raise Malformed(f"The pool is of {shown(day)}; it must be a day such as 2026-12-01.")
    try:
        on = date.fromisoformat(day)
    except ValueError as fault:
        raise Malformed(f"The pool is of {shown(day)}, which no calendar has.") from fault
    count, total = (parse_decimal(size, "A number in the pool") for size in sizes)
    return PoolLeaf(role, on, _hash(root, "The root of the pool"), count, total, _outs(out, OUT_OF_POOL), time)


def _queue(hashes: tuple[str, str, str], beacon: str, awaited: str, out: list[str], time: datetime) -> QueueLeaf:
    filing, turn, pool = hashes
    if beacon != LOCAL and not _BEACON.fullmatch(beacon):
        raise Malformed(f"The beacon is {shown(beacon)}; it must be {LOCAL}, or drand/ and the hash of its chain.")
    local = beacon == LOCAL
    return QueueLeaf(
        filing=_hash(filing, "The leaf of the filing"),
        turn=parse_decimal(turn, "The number of the case's draw"),
        pool=_hash(pool, "The root of the pool"),
        beacon=beacon,
        round=None if local else parse_decimal(awaited, "The round"),
        promise=_hash(awaited, "What the office committed to") if local else b"",
        out=_outs(out, OUT_OF_CASE),
        time=time,
    )


def _alloc(queue: str, drawn: tuple[str, str], officer: str, why: tuple[str, str], time: datetime) -> AllocLeaf:
    number, source = drawn
    local = number == LOCAL
    return AllocLeaf(
        queue=_hash(queue, "The queue leaf"),
        round=None if local else parse_decimal(number, "The round"),
        source=decode_base64(source, "The random number", HASH_SIZE if local else SIGNATURE_SIZE),
        officer=_pseudonym(officer),
        k=parse_decimal(why[0], "The number of the draw"),
        reason=_code(why[1], DRAWN_FOR),
        time=time,
    )


def _joined(lines: Sequence[str], out: Out, time: datetime) -> str:
    outs = [f"out {name} {reason}" for name, reason in out]
    return "".join(f"{line}\n" for line in (*lines, *outs, time_text(time)))


def _outs(lines: Sequence[str], known: frozenset[str]) -> Out:
    found = []
    for line in lines:
        match line.split(" "):
            case ["out", name, reason]:
                found.append((_pseudonym(name), _code(reason, known)))
            case _:
                raise Malformed(f"{shown(line)} stands where a line 'out PSEUDONYM REASON' must be.")
    names = [name for name, _ in found]
    if names != sorted(set(names)):
        raise Malformed("Who is left out must be sorted by pseudonym, each once.")
    return tuple(found)


def _hash(text: str, what: str) -> bytes:
    return decode_base64(text, what, HASH_SIZE)


def _pseudonym(text: str) -> str:
    if not _PSEUDONYM.fullmatch(text):
        raise Malformed(f"{shown(text)} is no pseudonym: up to 32 lower-case letters, digits and hyphens.")
    return text


def _code(text: str, known: frozenset[str]) -> str:
    if text not in known:
        raise Malformed(f"{shown(text)} is no reason; it is one of: {', '.join(sorted(known))}.")
    return text
