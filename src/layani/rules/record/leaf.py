"""Leaves: the short public texts that the log holds, one per act, without any personal data.

A leaf says only that something was committed to, and when. Its grammar is exact, so that no name, address or free
text can slip into a log from which nothing can ever be taken out.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from layani.rules.record.allocation_leaves import AllocationLeaf, is_allocation, parse_allocation
from layani.rules.record.continuation import CONTINUES, ContinuationLeaf, parse_continuation
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
from layani.rules.record.merkle import EMPTY_ROOT, HASH_SIZE
from layani.rules.record.note import ED25519, SIGNATURE_SIZE, VerifierKey, parse_vkey
from layani.rules.record.sealing import case_link, case_tag
from layani.rules.record.view_batch import VIEW_BATCH, ViewBatchLeaf, parse_view_batch

CASE_EVENTS = {1: "case-event/v1", 2: "case-event/v2"}
"""By version."""
ATTEMPT = "attempt/v1"
PUBLICATION = "publication/v1"
TICKET = "ticket/v1"
ERASURE = "erasure/v1"
LEDGER = "ledger/v1"
RESTORE = "restore/v1"
EPOCH_INDEX = "epoch-index/v1"
KEY = "key/v1"
NO_PREVIOUS = bytes(HASH_SIZE)
"""What the first event of a case names as its predecessor."""
LARGEST_LEAF = 1024
"""Bytes."""

_VERSIONS = {kind: version for version, kind in CASE_EVENTS.items()}
_TAG = re.compile(r"[0-9a-f]{32}", re.ASCII)
_SERVICE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_LONGEST_SERVICE = 60
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CaseEventLeaf(HashedLeaf):
    """One act on one case.

    tag:         32 hex digits that only the case key links to the case
    link:        to the case's previous event, see ``sealing.case_link``; in version 1 that event's leaf hash, in clear
    commitment:  to the act's content, see ``sealing``
    time:        server clock, a claim of the office
    version:     1 is read for ever and no longer written: its links let anybody sort the record into cases
    """

    tag: str
    link: bytes
    commitment: bytes
    time: datetime
    version: int = 2

    @classmethod
    def of_case(  # noqa: PLR0913 - what a leaf is made of
        cls, case_key: bytes, seq: int, prev: bytes, commitment: bytes, time: datetime, *, version: int = 2
    ) -> "CaseEventLeaf":
        """Return the leaf of a case's event number ``seq``; ``prev`` is as for ``follows``."""
        link = prev if version == 1 else case_link(case_key, prev)
        return cls(case_tag(case_key, seq), link, commitment, time, version)

    def follows(self, case_key: bytes, prev: bytes) -> bool:
        """Say whether it names the event of which ``prev`` is the leaf hash; NO_PREVIOUS: that there is none."""
        return self.link == (prev if self.version == 1 else case_link(case_key, prev))

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        return (
            f"{CASE_EVENTS[self.version]}\n{self.tag}\n{encode_base64(self.link)}\n"
            f"{encode_base64(self.commitment)}\n{time_text(self.time)}\n"
        )


@dataclass(frozen=True, slots=True)
class CommittedLeaf(HashedLeaf):
    """What holds a commitment and a time, and nothing else; ``KIND`` is its first line."""

    KIND: ClassVar[str]
    commitment: bytes
    time: datetime

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        return f"{self.KIND}\n{encode_base64(self.commitment)}\n{time_text(self.time)}\n"


class AttemptLeaf(CommittedLeaf):
    """What somebody tried and what changed no case: an act that was refused, or an instruction from above.

    Which of the two, only its opening says: whoever reads the log must not learn that an officer wrote one down.
    """

    __slots__ = ()
    KIND: ClassVar = ATTEMPT


class TicketLeaf(CommittedLeaf):
    """A ticket at the front door that was opened or has ended; the content of an end names the leaf of its opening."""

    __slots__ = ()
    KIND: ClassVar = TICKET


class ErasureLeaf(CommittedLeaf):
    """That something was erased; its content names the rule of the schedule and commits to the leaves it concerns."""

    __slots__ = ()
    KIND: ClassVar = ERASURE


class LedgerLeaf(CommittedLeaf):
    """A line of one of the office's ledgers beside the cases: what somebody called wrong, a block of receipts on paper.

    Which ledger, and what the line says, only its opening shows.
    """

    __slots__ = ()
    KIND: ClassVar = LEDGER


@dataclass(frozen=True, slots=True)
class PublicationLeaf(HashedLeaf):
    """One version of a service that was put in force; everything in it is public.

    service:  its name in addresses
    version:  the day by which the version is called
    digest:   SHA-256 of what its files say (``layani check`` prints the same for the same files)
    """

    service: str
    version: date
    digest: bytes
    time: datetime

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        return f"{PUBLICATION}\n{self.service}\n{self.version}\n{encode_base64(self.digest)}\n{time_text(self.time)}\n"


@dataclass(frozen=True, slots=True)
class RestoreLeaf(HashedLeaf):
    """That the office lost the content of entries in a restore and took the entries back from a copy of the record.

    first, end:  the places first to end-1 were taken back
    lost:        of how many of them the office has the content no more
    """

    first: int
    end: int
    lost: int
    time: datetime

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        return f"{RESTORE}\n{self.first}\n{self.end}\n{self.lost}\n{time_text(self.time)}\n"


@dataclass(frozen=True, slots=True)
class EpochIndexLeaf(HashedLeaf):
    """The index over the case events of one stretch of the record; who has a copy computes it again.

    day:          the local day that the stretch is called by; later indices have later days
    first, last:  the first and the last entry of the stretch, from 0; the next stretch begins behind the last
    count:        the case events in it
    root:         RFC 6962 root over their tags as 16 bytes each, in ascending order
    """

    day: date
    first: int
    last: int
    count: int
    root: bytes
    time: datetime

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        return (
            f"{EPOCH_INDEX}\n{self.day}\n{self.first}\n{self.last}\n{self.count}\n"
            f"{encode_base64(self.root)}\n{time_text(self.time)}\n"
        )


@dataclass(frozen=True, slots=True)
class KeyLeaf(HashedLeaf):
    """That the record gets a new key, by the word of the one before.

    old, new:   both of the record's origin
    start:      from when both sign
    end:        until when the old key signs at least; then it may be retired
    signature:  Ed25519, of the old key over ``statement``
    """

    old: VerifierKey
    new: VerifierKey
    start: datetime
    end: datetime
    signature: bytes
    time: datetime

    @property
    def statement(self) -> str:
        """Return what the old key signs."""
        return key_statement(self.old, self.new, self.start, self.end)

    @property
    def is_signed(self) -> bool:
        """Say whether the old key signed it."""
        return self.old.verifies(self.statement, self.signature)

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        return f"{self.statement}{encode_base64(self.signature)}\n{time_text(self.time)}\n"


def key_statement(old: VerifierKey, new: VerifierKey, start: datetime, end: datetime) -> str:
    """Return what the old key signs of a change of keys: the leaf's first five lines."""
    return f"{KEY}\n{old.text()}\n{new.text()}\n{time_text(start)}\n{time_text(end)}\n"


Leaf = (
    CaseEventLeaf
    | AttemptLeaf
    | PublicationLeaf
    | TicketLeaf
    | ErasureLeaf
    | LedgerLeaf
    | RestoreLeaf
    | EpochIndexLeaf
    | KeyLeaf
    | ViewBatchLeaf
    | AllocationLeaf
    | ContinuationLeaf
)

_COMMITTED = {one.KIND: one for one in (AttemptLeaf, TicketLeaf, ErasureLeaf, LedgerLeaf)}


def parse_leaf(data: bytes) -> Leaf:
    """Return the leaf that ``data`` spells, or raise Malformed; ``parse_leaf(x).text()`` is x again."""
    return parse_allocation(data) if is_allocation(data) else _parse_other(data)


def _parse_other(data: bytes) -> Leaf:
    if len(data) > LARGEST_LEAF:
        raise Malformed(f"The leaf has {len(data)} bytes; it may have {LARGEST_LEAF}.")
    lines = parse_utf8(data, "The leaf").split("\n")
    if lines[-1] != "":
        raise Malformed("The leaf does not end in a newline.")
    if leaf := _parse_lines(lines):
        return leaf
    raise Malformed(f"A leaf of {len(lines) - 1} lines beginning with {shown(lines[0])} is not known.")


def _parse_lines(lines: list[str]) -> Leaf | None:
    match lines:
        case [kind, tag, link, commitment, time, ""] if kind in _VERSIONS:
            return _parse_case_event(_VERSIONS[kind], (tag, link), commitment, time)
        case [kind, service, version, digest, time, ""] if kind == PUBLICATION:
            return _parse_publication(service, version, digest, time)
        case [kind, commitment, time, ""] if kind in _COMMITTED:
            return _COMMITTED[kind](*_parse_committed(commitment, time))
    return _parse_of_the_log(lines)


def _parse_of_the_log(lines: list[str]) -> Leaf | None:
    """Return a leaf that tells of the log itself, or sums up many; None where it is none of these."""
    match lines:
        case [kind, first, end, lost, time, ""] if kind == RESTORE:
            return _parse_restore(first, end, lost, time)
        case [kind, origin, size, root, time, ""] if kind == CONTINUES:
            return parse_continuation(origin, size, root, time)
        case [kind, day, first, last, count, root, time, ""] if kind == EPOCH_INDEX:
            return _parse_epoch_index(day, (first, last, count), root, time)
        case [kind, old, new, start, end, signature, time, ""] if kind == KEY:
            return _parse_key((old, new), (start, end), signature, time)
        case [kind, count, root, time, ""] if kind == VIEW_BATCH:
            return parse_view_batch(count, root, time)
    return None


def links_in_clear(entry: str) -> bool:
    """Say whether an entry is an act of version 1, which names the act before it in clear."""
    return entry.startswith(f"{CASE_EVENTS[1]}\n")


def parse_case_event(text: str) -> CaseEventLeaf:
    """Return the case event that ``text`` spells, or raise Malformed when it is another kind of leaf or none."""
    try:
        leaf = parse_leaf(text.encode())
    except UnicodeEncodeError as fault:  # a lone surrogate, which JSON can spell and UTF-8 cannot
        raise Malformed("The leaf has a character that no text has.") from fault
    if not isinstance(leaf, CaseEventLeaf):
        raise Malformed(f"The leaf is not a {CASE_EVENTS[2]} and not a {CASE_EVENTS[1]}.")
    return leaf


def _parse_case_event(version: int, place: tuple[str, str], commitment: str, time: str) -> CaseEventLeaf:
    tag, link = place
    if not _TAG.fullmatch(tag):
        raise Malformed(f"The tag of the leaf is {shown(tag)}; it must be 32 lower-case hex digits.")
    return CaseEventLeaf(
        tag=tag,
        link=decode_base64(link, "The link to the previous event in the leaf", HASH_SIZE),
        commitment=decode_base64(commitment, "The commitment in the leaf", HASH_SIZE),
        time=parse_time(time, "The time in the leaf"),
        version=version,
    )


def _parse_committed(commitment: str, time: str) -> tuple[bytes, datetime]:
    """Return the commitment and the time of a leaf that holds nothing else."""
    return (
        decode_base64(commitment, "The commitment in the leaf", HASH_SIZE),
        parse_time(time, "The time in the leaf"),
    )


def _parse_restore(first: str, end: str, lost: str, time: str) -> RestoreLeaf:
    leaf = RestoreLeaf(
        first=parse_decimal(first, "The first place in the leaf"),
        end=parse_decimal(end, "The end in the leaf"),
        lost=parse_decimal(lost, "The number of lost entries in the leaf"),
        time=parse_time(time, "The time in the leaf"),
    )
    if not leaf.first + leaf.lost <= leaf.end:
        raise Malformed(f"The leaf says that {lost} of the entries {first} to {end} were lost; there are fewer.")
    return leaf


def _parse_publication(service: str, version: str, digest: str, time: str) -> PublicationLeaf:
    if len(service) > _LONGEST_SERVICE or not _SERVICE.fullmatch(service):
        raise Malformed(f"The leaf names the service {shown(service)}; a name is lower-case words with hyphens.")
    return PublicationLeaf(
        service=service,
        version=_parse_day(version),
        digest=decode_base64(digest, "The digest in the leaf", HASH_SIZE),
        time=parse_time(time, "The time in the leaf"),
    )


def _parse_day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise Malformed(f"The leaf says {shown(text)}; it must be a day such as 2026-12-01.")
    return day


def _parse_epoch_index(day: str, numbers: tuple[str, str, str], root: str, time: str) -> EpochIndexLeaf:
    names = ("The first entry", "The last entry", "The count")
    first, last, count = (parse_decimal(text, f"{name} in the leaf") for text, name in zip(numbers, names, strict=True))
    leaf = EpochIndexLeaf(
        day=_parse_day(day),
        first=first,
        last=last,
        count=count,
        root=decode_base64(root, "The root in the leaf", HASH_SIZE),
        time=parse_time(time, "The time in the leaf"),
    )
    if not first <= last or count > last - first + 1:
        raise Malformed(f"The leaf tells of {count} events among the entries {first} to {last}, which cannot be.")
    if (count == 0) != (leaf.root == EMPTY_ROOT):
        raise Malformed("An index of no events has the root of the empty tree, and no other index has it.")
    return leaf


def _parse_key(keys: tuple[str, str], times: tuple[str, str], signature: str, time: str) -> KeyLeaf:
    old, new = map(parse_vkey, keys)
    start, end = (parse_time(text, "A time in the leaf") for text in times)
    if old.name != new.name or old.public == new.public or {old.algorithm, new.algorithm} != {ED25519}:
        raise Malformed("The leaf must name two Ed25519 keys of one record, an old one and another.")
    if end < start:
        raise Malformed(f"The leaf lets the old key end at {times[1]}, before the new one begins at {times[0]}.")
    signed = decode_base64(signature, "The signature in the leaf", SIGNATURE_SIZE)
    return KeyLeaf(old, new, start, end, signed, parse_time(time, "The time in the leaf"))
