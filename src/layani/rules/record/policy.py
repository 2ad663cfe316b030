"""Trust policies: the file that says which logs and witnesses a reader believes, and how many of them it takes.

The format is c2sp.org/tlog-policy (June 2026), so other programs read the same file. One kind of key has no place in
it: the acknowledgement key, which signs provisional receipts. It is written as the comment line

    # acknowledgement <vkey>

which other programs pass over. It is not a ``log`` line on purpose: every reader believes a checkpoint of any ``log``
key, and the acknowledgement key lies on the web server, where it is guarded less than the log's.

An acknowledgement key that was retired stays, for the receipts that it signed. Until when they may be issued is said by

    # acknowledged-until <vkey> <time>

behind its line, in the time of RFC 3339; a receipt that says a later one is not believed by its signature alone.

One that was taken has no ``acknowledgement`` line, so that older programs do not believe it either. The comment line

    # acknowledgement-compromised <vkey> <time>

says from when on: what says that it was issued then or later is not believed, and what says that it was issued before
stands where the record has its act, for the record carries it and not the key, whose thief can date back.

A ``log`` key that was retired stays in the file, for what it signed. How far it may sign is said by the comment line

    # until <vkey> <size>

behind its ``log`` line: of a larger record its signature alone is not believed here.

A key that was taken has no ``log`` line, for others would believe it at any size. The comment lines

    # compromised <vkey> <size>
    # continued <origin> <origin>

say up to which size a record that it signed still stands, which takes the quorum of witnesses, for they carry it and
not the key; and by which log the one with that name was continued.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from layani.rules.record.checkpoint import OpenedCheckpoint, open_checkpoint
from layani.rules.record.encoding import Malformed, parse_decimal, parse_time, parse_utf8, shown
from layani.rules.record.note import (
    COSIGNATURE,
    ED25519,
    ML_DSA_COSIGNATURE,
    Unsigned,
    VerifierKey,
    parse_vkey,
    require_key_name,
)

LARGEST_POLICY = 200_000
"""Bytes; 32 logs, witnesses and groups each (what every program must take) fit many times."""

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_THRESHOLD = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Group:
    """So many of these members (witnesses or groups) must have witnessed."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom the reader believes.

    quorum:     the name of the witness or group that must have witnessed a checkpoint; None = none is asked for
    addresses:  {witness: where a log asks it}, of those that the file gives one for
    until:      {retired log key: the largest size that it may sign}
    acknowledged_until: {retired acknowledgement key: when the last receipt that it may sign was issued}
    acknowledgement_compromised: {acknowledgement key that was taken: from when on}
    compromised: {log key that was taken: the largest size of a witnessed record that it signed before}
    continued:  {origin of an ended log: origin of the one that continues it}
    """

    logs: tuple[VerifierKey, ...]
    quorum: str | None
    witnesses: Mapping[str, VerifierKey] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    acknowledgements: tuple[VerifierKey, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)
    until: Mapping[VerifierKey, int] = field(default_factory=dict)
    acknowledged_until: Mapping[VerifierKey, datetime] = field(default_factory=dict)
    acknowledgement_compromised: Mapping[VerifierKey, datetime] = field(default_factory=dict)
    compromised: Mapping[VerifierKey, int] = field(default_factory=dict)
    continued: Mapping[str, str] = field(default_factory=dict)

    def open_checkpoint(self, data: bytes) -> OpenedCheckpoint:
        """Return the verified checkpoint in ``data``, signed by a log key that may sign its size.

        Raises Malformed, BadSignature, or Unsigned.
        """
        opened = open_checkpoint(data, (*self.logs, *self.compromised), self.cosigners)
        if not any(key in self.logs for key, _ in opened.note.verified):
            self._require_witnessed(opened)
        else:
            require_in_use(opened, self.logs, self.until)
        return opened

    def _require_witnessed(self, opened: OpenedCheckpoint) -> None:
        """Raise Unsigned unless a record that a taken key signed is one that enough witnesses had seen before."""
        size = opened.checkpoint.size
        stands = max(self.compromised[key] for key, _ in opened.note.verified if key in self.compromised)
        if size > stands:
            raise Unsigned(
                f"The key of {opened.checkpoint.origin} was taken; witnesses had seen {stands} entries before. Whether "
                f"a record of {size} was signed by the office or by the thief cannot be known. Get a new receipt, of "
                f"{self.successor(opened.checkpoint.origin)}."
            )
        signers = frozenset(key for key, _ in opened.note.verified if key in self.cosigners)
        if self.quorum is None or not self.is_quorum(signers):
            raise Unsigned(
                f"The key of {opened.checkpoint.origin} was taken, so only witnesses vouch for what it signed, and too "
                f"few have signed this. Get a new receipt, of {self.successor(opened.checkpoint.origin)}."
            )

    def successor(self, origin: str) -> str:
        """Return the log that holds today what the log ``origin`` held: itself, or the last that continues it."""
        seen = {origin}
        while (following := self.continued.get(origin)) is not None and following not in seen:
            seen.add(following)
            origin = following
        return origin

    def ended_before(self, origin: str) -> dict[str, int | None]:
        """Return the logs that ``origin`` continues and how far each stands; None where the policy does not say it."""
        sizes = {key.name: size for key, size in self.compromised.items()}
        before: dict[str, int | None] = {}
        at = [origin]
        for log in at:  # grows: from each log back to those that it continues
            found = [old for old, new in self.continued.items() if new == log and old not in (origin, *before)]
            before |= {old: sizes.get(old) for old in found}
            at += found
        return before

    @property
    def cosigners(self) -> tuple[VerifierKey, ...]:
        """Return the witnesses' keys that this program can check."""
        return tuple(key for key in self.witnesses.values() if key.algorithm == COSIGNATURE)

    def is_quorum(self, signers: frozenset[VerifierKey]) -> bool:
        """Say whether witnesses with these keys are enough."""
        return self.quorum is None or self._has_witnessed(self.quorum, signers)

    def _has_witnessed(self, name: str, signers: frozenset[VerifierKey]) -> bool:
        if name in self.witnesses:
            return self.witnesses[name] in signers
        group = self.groups[name]
        return sum(self._has_witnessed(member, signers) for member in group.members) >= group.threshold


def require_in_use(opened: OpenedCheckpoint, logs: Iterable[VerifierKey], until: Mapping[VerifierKey, int]) -> None:
    """Raise Unsigned when all keys among ``logs`` that signed a record were retired before it had its size.

    until: as in Policy
    """
    size, logs = opened.checkpoint.size, tuple(logs)
    signers = [key for key, _ in opened.note.verified if key in logs]
    if signers and all(key in until and until[key] < size for key in signers):
        last = max(until[key] for key in signers)
        raise Unsigned(
            f"The record of {size} entries is signed only by a key that was retired when it had {last} entries."
        )


class _Reader:
    """Reads a policy line by line; every name must be defined above its use, so that no group can hold itself."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.acknowledgements: list[VerifierKey] = []
        self.witnesses: dict[str, VerifierKey] = {}
        self.groups: dict[str, Group] = {}
        self.members: set[str] = set()
        self.addresses: dict[str, str] = {}
        self.quorums: list[str | None] = []
        self.until: dict[VerifierKey, int] = {}
        self.acknowledged_until: dict[VerifierKey, datetime] = {}
        self.acknowledgement_compromised: dict[VerifierKey, datetime] = {}
        self.compromised: dict[VerifierKey, int] = {}
        self.continued: dict[str, str] = {}

    def read(self, words: list[str]) -> None:
        kinds = {"log": self._log, "witness": self._witness, "group": self._group, "quorum": self._quorum}
        comments = {
            "acknowledgement": self._acknowledgement,
            "acknowledged-until": self._acknowledged_until,
            "acknowledgement-compromised": self._acknowledgement_compromised,
            "until": self._until,
            "compromised": self._compromised,
            "continued": self._continued,
        }
        if words[:1] == ["#"] and words[1:2] and words[1] in comments:
            comments[words[1]](words[2:])
        elif words and not words[0].startswith("#"):
            if words[0] not in kinds:
                raise Malformed(f"{shown(words[0])} is unknown; a line begins with log, witness, group or quorum.")
            kinds[words[0]](words[1:])

    def _log(self, words: list[str]) -> None:
        _require_count(words, 1, 2, "log <vkey> [url]")
        key = _require_algorithm(parse_vkey(words[0]), ED25519)
        _require_new_key(key, (*self.logs, *self.compromised))
        self.logs.append(key)

    def _acknowledgement(self, words: list[str]) -> None:
        _require_count(words, 1, 1, "# acknowledgement <vkey>")
        key = _require_algorithm(parse_vkey(words[0]), ED25519)
        _require_new_key(key, (*self.acknowledgements, *self.acknowledgement_compromised))
        self.acknowledgements.append(key)

    def _acknowledgement_compromised(self, words: list[str]) -> None:
        _require_count(words, 2, 2, "# acknowledgement-compromised <vkey> <time>")
        key = _require_algorithm(parse_vkey(words[0]), ED25519)
        _require_new_key(key, (*self.acknowledgements, *self.acknowledgement_compromised))
        self.acknowledgement_compromised[key] = parse_time(words[1], "The time from which the key was taken")

    def _acknowledged_until(self, words: list[str]) -> None:
        _require_count(words, 2, 2, "# acknowledged-until <vkey> <time>")
        key = parse_vkey(words[0])
        if key not in self.acknowledgements or key in self.acknowledged_until:
            raise Malformed(
                f"The key of {shown(key.name)} must stand on one 'acknowledgement' line above, and on one "
                "'acknowledged-until' line."
            )
        self.acknowledged_until[key] = parse_time(words[1], "The time until which the key may sign")

    def _until(self, words: list[str]) -> None:
        _require_count(words, 2, 2, "# until <vkey> <size>")
        key = parse_vkey(words[0])
        if key not in self.logs or key in self.until:
            raise Malformed(f"The key of {shown(key.name)} must stand on one log line above, and on one 'until' line.")
        self.until[key] = parse_decimal(words[1], "The size until which the key may sign")

    def _compromised(self, words: list[str]) -> None:
        _require_count(words, 2, 2, "# compromised <vkey> <size>")
        key = _require_algorithm(parse_vkey(words[0]), ED25519)
        _require_new_key(key, (*self.logs, *self.compromised))
        self.compromised[key] = parse_decimal(words[1], "The size up to which the record stands")

    def _continued(self, words: list[str]) -> None:
        _require_count(words, 2, 2, "# continued <origin> <origin>")
        old, new = map(require_key_name, words)
        if old in self.continued or old == new:
            raise Malformed(f"The record {shown(old)} is continued by one other record, once.")
        self.continued[old] = new

    def _witness(self, words: list[str]) -> None:
        _require_count(words, 2, 3, "witness <name> <vkey> [url]")
        self._require_new_name(words[0])
        key = _require_algorithm(parse_vkey(words[1]), ED25519, COSIGNATURE, ML_DSA_COSIGNATURE)
        _require_new_key(key, self.witnesses.values())
        self.witnesses[words[0]] = key.as_cosigner() if key.algorithm == ED25519 else key
        if len(words) == 3:
            self.addresses[words[0]] = words[2]

    def _group(self, words: list[str]) -> None:
        _require_count(words, 3, None, "group <name> (all|any|<k>) <member>…")
        name, rule, members = words[0], words[1], tuple(words[2:])
        self._require_new_name(name)
        for member in members:
            self._require_defined(member)
            if member in self.members:
                raise Malformed(f"{shown(member)} is listed as a member twice; each may count once only.")
            self.members.add(member)
        self.groups[name] = Group(_threshold(rule, len(members)), members)

    def _quorum(self, words: list[str]) -> None:
        _require_count(words, 1, 1, "quorum <name>|none")
        if words[0] != _NONE:
            self._require_defined(words[0])
        self.quorums.append(None if words[0] == _NONE else words[0])

    def _require_defined(self, name: str) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise Malformed(f"{shown(name)} is not defined; a witness or group must be defined on a line above.")

    def _require_new_name(self, name: str) -> None:
        if name == _NONE or name in self.witnesses or name in self.groups:
            raise Malformed(f"The name {shown(name)} is taken; give each witness and group its own.")


def _threshold(rule: str, members: int) -> int:
    threshold = {"all": members, "any": 1}.get(rule)
    if threshold is None:
        threshold = int(rule) if _THRESHOLD.fullmatch(rule) else 0
    if not 1 <= threshold <= members:
        raise Malformed(
            f"{shown(rule)} of {members} members is not possible; write all, any or a number up to {members}."
        )
    return threshold


def _require_count(words: list[str], least: int, most: int | None, form: str) -> None:
    if len(words) < least or (most is not None and len(words) > most):
        raise Malformed(f"The line must have the form: {form}")


def _require_algorithm(key: VerifierKey, *allowed: int) -> VerifierKey:
    if key.algorithm not in allowed:
        raise Malformed(f"The key of {shown(key.name)} is of type 0x{key.algorithm:02x}, which cannot stand here.")
    return key


def _require_new_key(key: VerifierKey, earlier: Iterable[VerifierKey]) -> None:
    if any(key.public == other.public for other in earlier):
        raise Malformed(f"The key of {shown(key.name)} is listed twice; each key may count once only.")


def parse_policy(data: bytes) -> Policy:
    """Return the policy in ``data``, or raise Malformed naming the line."""
    if len(data) > LARGEST_POLICY:
        raise Malformed(f"The policy has {len(data)} bytes; more than {LARGEST_POLICY} are not read.")
    text = parse_utf8(data, "The policy")
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            if _FORBIDDEN.search(line):
                raise Malformed("The line has a control character; only tabs are allowed.")
            reader.read([word for word in re.split(r"[ \t]+", line) if word])
        except Malformed as fault:
            raise Malformed(f"Policy, line {number}: {fault}") from fault
    if len(reader.quorums) != 1:
        raise Malformed(f"The policy has {len(reader.quorums)} quorum lines; it must have one, such as: quorum none")
    return Policy(
        logs=tuple(reader.logs),
        quorum=reader.quorums[0],
        witnesses=reader.witnesses,
        groups=reader.groups,
        acknowledgements=tuple(reader.acknowledgements),
        addresses=reader.addresses,
        until=reader.until,
        acknowledged_until=reader.acknowledged_until,
        acknowledgement_compromised=reader.acknowledgement_compromised,
        compromised=reader.compromised,
        continued=reader.continued,
    )
