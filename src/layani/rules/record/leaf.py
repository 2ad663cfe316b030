"""Leaves: the short public texts that the log holds, one per act, without any personal data.

A leaf says only that something was committed to, and when. Its grammar is exact, so that no name, address or free
text can slip into a log from which nothing can ever be taken out.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from layani.rules.record.allocation_leaves import AllocationLeaf, is_allocation, parse_allocation
from layani.rules.record.encoding import (
    Malformed,
    decode_base64,
    encode_base64,
    parse_time,
    parse_utf8,
    shown,
    time_text,
)
from layani.rules.record.merkle import HASH_SIZE, leaf_hash

CASE_EVENT = "case-event/v1"
ATTEMPT = "attempt/v1"
PUBLICATION = "publication/v1"
TICKET = "ticket/v1"
ERASURE = "erasure/v1"
NO_PREVIOUS = bytes(HASH_SIZE)
"""What the first event of a case names as its predecessor."""
LARGEST_LEAF = 1024
"""Bytes."""

_TAG = re.compile(r"[0-9a-f]{32}", re.ASCII)
_SERVICE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_LONGEST_SERVICE = 60
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CaseEventLeaf:
    """One act on one case.

    tag:         32 hex digits that only the case key links to the case
    prev:        leaf hash of the case's previous event; NO_PREVIOUS for the first
    commitment:  to the act's content, see ``sealing``
    time:        server clock, a claim of the office
    """

    tag: str
    prev: bytes
    commitment: bytes
    time: datetime

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        return (
            f"{CASE_EVENT}\n{self.tag}\n{encode_base64(self.prev)}\n"
            f"{encode_base64(self.commitment)}\n{time_text(self.time)}\n"
        )

    def hash(self) -> bytes:
        """Return the leaf hash."""
        return leaf_hash(self.text().encode())


@dataclass(frozen=True, slots=True)
class AttemptLeaf:
    """What somebody tried and what changed no case: an act that was refused, or an instruction from above.

    Which of the two, only its opening says: whoever reads the log must not learn that an officer wrote one down.
    """

    commitment: bytes
    time: datetime

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        return f"{ATTEMPT}\n{encode_base64(self.commitment)}\n{time_text(self.time)}\n"

    def hash(self) -> bytes:
        """Return the leaf hash."""
        return leaf_hash(self.text().encode())


@dataclass(frozen=True, slots=True)
class TicketLeaf:
    """A ticket at the front door that was opened or has ended; the content of an end names the leaf of its opening."""

    commitment: bytes
    time: datetime

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        return f"{TICKET}\n{encode_base64(self.commitment)}\n{time_text(self.time)}\n"

    def hash(self) -> bytes:
        """Return the leaf hash."""
        return leaf_hash(self.text().encode())


@dataclass(frozen=True, slots=True)
class ErasureLeaf:
    """That something was erased; its content names the rule of the schedule and commits to the leaves it concerns."""

    commitment: bytes
    time: datetime

    def text(self) -> str:
        """Return the entry, ending in a newline."""
        return f"{ERASURE}\n{encode_base64(self.commitment)}\n{time_text(self.time)}\n"

    def hash(self) -> bytes:
        """Return the leaf hash."""
        return leaf_hash(self.text().encode())


@dataclass(frozen=True, slots=True)
class PublicationLeaf:
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

    def hash(self) -> bytes:
        """Return the leaf hash."""
        return leaf_hash(self.text().encode())


Leaf = CaseEventLeaf | AttemptLeaf | PublicationLeaf | TicketLeaf | ErasureLeaf | AllocationLeaf


def parse_leaf(data: bytes) -> Leaf:
    """Return the leaf that ``data`` spells, or raise Malformed; ``parse_leaf(x).text()`` is x again."""
    return parse_allocation(data) if is_allocation(data) else _parse_other(data)


def _parse_other(data: bytes) -> Leaf:
    if len(data) > LARGEST_LEAF:
        raise Malformed(f"The leaf has {len(data)} bytes; it may have {LARGEST_LEAF}.")
    lines = parse_utf8(data, "The leaf").split("\n")
    if lines[-1] != "":
        raise Malformed("The leaf does not end in a newline.")
    match lines:
        case [kind, tag, prev, commitment, time, ""] if kind == CASE_EVENT:
            return _parse_case_event(tag, prev, commitment, time)
        case [kind, service, version, digest, time, ""] if kind == PUBLICATION:
            return _parse_publication(service, version, digest, time)
        case [kind, commitment, time, ""] if kind == ATTEMPT:
            return AttemptLeaf(*_parse_committed(commitment, time))
        case [kind, commitment, time, ""] if kind == TICKET:
            return TicketLeaf(*_parse_committed(commitment, time))
        case [kind, commitment, time, ""] if kind == ERASURE:
            return ErasureLeaf(*_parse_committed(commitment, time))
    raise Malformed(f"A leaf of {len(lines) - 1} lines beginning with {shown(lines[0])} is not known.")


def parse_case_event(text: str) -> CaseEventLeaf:
    """Return the case event that ``text`` spells, or raise Malformed when it is another kind of leaf or none."""
    try:
        leaf = parse_leaf(text.encode())
    except UnicodeEncodeError as fault:  # a lone surrogate, which JSON can spell and UTF-8 cannot
        raise Malformed("The leaf has a character that no text has.") from fault
    if not isinstance(leaf, CaseEventLeaf):
        raise Malformed(f"The leaf is not a {CASE_EVENT}.")
    return leaf


def _parse_case_event(tag: str, prev: str, commitment: str, time: str) -> CaseEventLeaf:
    if not _TAG.fullmatch(tag):
        raise Malformed(f"The tag of the leaf is {shown(tag)}; it must be 32 lower-case hex digits.")
    return CaseEventLeaf(
        tag=tag,
        prev=decode_base64(prev, "The previous hash in the leaf", HASH_SIZE),
        commitment=decode_base64(commitment, "The commitment in the leaf", HASH_SIZE),
        time=parse_time(time, "The time in the leaf"),
    )


def _parse_committed(commitment: str, time: str) -> tuple[bytes, datetime]:
    """Return the commitment and the time of a leaf that holds nothing else."""
    return (
        decode_base64(commitment, "The commitment in the leaf", HASH_SIZE),
        parse_time(time, "The time in the leaf"),
    )


def _parse_publication(service: str, version: str, digest: str, time: str) -> PublicationLeaf:
    if len(service) > _LONGEST_SERVICE or not _SERVICE.fullmatch(service):
        raise Malformed(f"The leaf names the service {shown(service)}; a name is lower-case words with hyphens.")
    try:
        day = date.fromisoformat(version) if _DAY.fullmatch(version) else None
    except ValueError:
        day = None
    if day is None:
        raise Malformed(f"The leaf says {shown(version)}; it must be a day such as 2026-12-01.")
    return PublicationLeaf(
        service=service,
        version=day,
        digest=decode_base64(digest, "The digest in the leaf", HASH_SIZE),
        time=parse_time(time, "The time in the leaf"),
    )
