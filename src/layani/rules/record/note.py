"""Signed notes: a text and the signatures under it, readable by people and by many programs.

A note is text ending in a newline, an empty line, then lines ``— <key name> <base64 of key id and signature>``.
Source: c2sp.org/signed-note v1.0.0; algorithm 0x04 from c2sp.org/tlog-cosignature v1.0.1.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from layani.rules.record.encoding import Malformed, decode_base64, encode_base64, parse_utf8, shown

ED25519 = 0x01
COSIGNATURE = 0x04
ML_DSA_COSIGNATURE = 0x06
"""Known by name only: this program cannot check it yet, and says so."""

KEY_ID_SIZE = 4
PUBLIC_KEY_SIZE = 32
SIGNATURE_SIZE = 64
TIMESTAMP_SIZE = 8
LARGEST_NOTE = 1_000_000
"""Bytes. The specification asks for some limit that still takes 16 signatures of up to 5 kB."""
MOST_SIGNATURES = 100
LATEST_TIMESTAMP = 253_402_300_799
"""POSIX seconds of the end of the year 9999: later times have no RFC 3339 spelling."""

_DASH = "\u2014"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_HEX_ID = re.compile(r"[0-9a-f]{8}", re.ASCII)


class BadSignature(Exception):
    """A signature by a key that is known does not fit the text: the note is not what was signed."""


class Unsigned(Exception):
    """No key that is trusted here has signed the note."""


def require_key_name(name: str) -> str:
    """Return ``name`` if it can name a key, or raise Malformed."""
    if not name or "+" in name or any(c.isspace() for c in name) or _CONTROL.search(name):
        raise Malformed(f"{shown(name)} cannot name a key: it must not be empty and have no space and no '+'.")
    return name


def key_id(name: str, algorithm: int, public: bytes) -> bytes:
    """Return the 4 bytes that, with the name, identify a key in a note."""
    return sha256(name.encode() + b"\n" + bytes((algorithm,)) + public).digest()[:KEY_ID_SIZE]


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name and the algorithm under which it signs."""

    name: str
    algorithm: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Return the key id, 4 bytes."""
        return key_id(self.name, self.algorithm, self.public)

    def text(self) -> str:
        """Return the key in the spelling that policies and other programs use ("vkey")."""
        return f"{self.name}+{self.id.hex()}+{encode_base64(bytes((self.algorithm,)) + self.public)}"

    def as_cosigner(self) -> "VerifierKey":
        """Return the same key as a witness uses it; older programs publish witnesses' keys in the 0x01 spelling."""
        return VerifierKey(self.name, COSIGNATURE, self.public)

    def verifies(self, text: str, signature: bytes) -> bool:
        """Say whether ``signature`` (without the key id) is this key's over ``text``."""
        message = text.encode()
        if self.algorithm == COSIGNATURE:
            timestamp, signature = int.from_bytes(signature[:TIMESTAMP_SIZE], "big"), signature[TIMESTAMP_SIZE:]
            if timestamp > LATEST_TIMESTAMP:
                return False
            message = cosigned_message(text, timestamp)
        elif self.algorithm != ED25519:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):  # ValueError: these 32 bytes are no point of the curve
            return False
        return True


def cosigned_message(text: str, timestamp: int) -> bytes:
    """Return the bytes that a witness signs: that at ``timestamp`` (POSIX seconds) it saw this checkpoint text."""
    return f"cosignature/v1\ntime {timestamp}\n{text}".encode()


def parse_vkey(text: str) -> VerifierKey:
    """Return the key that ``text`` spells, or raise Malformed when its parts do not agree."""
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise Malformed(f"{shown(text)} is not a key: it must be NAME+ID+BASE64.")
    name, hex_id, encoded = parts
    data = decode_base64(encoded, f"The public key of {shown(name)}")
    if len(data) < 2:
        raise Malformed(f"The public key of {shown(name)} is empty.")
    key = VerifierKey(require_key_name(name), data[0], data[1:])
    if key.algorithm in (ED25519, COSIGNATURE) and len(key.public) != PUBLIC_KEY_SIZE:
        raise Malformed(f"The public key of {shown(name)} has {len(key.public)} bytes; Ed25519 keys have 32.")
    if not _HEX_ID.fullmatch(hex_id) or bytes.fromhex(hex_id) != key.id:
        raise Malformed(f"The key of {shown(name)} says its id is {shown(hex_id)}, but it is {key.id.hex()}.")
    return key


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One line under a note: who claims to have signed, and the signature, checked or not."""

    name: str
    key_id: bytes
    signature: bytes

    def text(self) -> str:
        """Return the line with its newline."""
        return f"{_DASH} {self.name} {encode_base64(self.key_id + self.signature)}\n"

    @property
    def cosigned_at(self) -> datetime:
        """Return the time that a cosignature (0x04) states."""
        return datetime.fromtimestamp(int.from_bytes(self.signature[:TIMESTAMP_SIZE], "big"), UTC)


@dataclass(frozen=True, slots=True)
class Note:
    """A text with the signature lines under it. Nothing is verified yet."""

    text: str
    signatures: tuple[SignatureLine, ...]

    def render(self) -> str:
        """Return the note as it is stored and sent."""
        return self.text + "\n" + "".join(line.text() for line in self.signatures)


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """A text that at least one trusted key has signed, with every signature that was verified."""

    text: str
    verified: tuple[tuple[VerifierKey, SignatureLine], ...]

    def signed_by(self, key: VerifierKey) -> bool:
        """Say whether ``key`` is among the verified signers."""
        return any(signer == key for signer, _ in self.verified)


def parse_note(data: bytes) -> Note:
    """Return the note in ``data``, or raise Malformed."""
    if len(data) > LARGEST_NOTE:
        raise Malformed(f"The note has {len(data)} bytes; more than {LARGEST_NOTE} are not read.")
    whole = parse_utf8(data, "The note")
    if control := _CONTROL.search(whole):
        raise Malformed(f"The note has the control character {control.group()!r} at place {control.start()}.")
    text, separator, lines = whole.rpartition("\n\n")
    if not separator or not lines.endswith("\n"):
        raise Malformed("The note has no signatures: after its text there must be an empty line, then signature lines.")
    parts = lines[:-1].split("\n")
    if len(parts) > MOST_SIGNATURES:
        raise Malformed(f"The note has {len(parts)} signatures; more than {MOST_SIGNATURES} are not read.")
    return Note(text + "\n", tuple(_parse_line(part) for part in parts))


def _parse_line(line: str) -> SignatureLine:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != _DASH:
        raise Malformed(f"{shown(line)} is not a signature line, which is: {_DASH} NAME BASE64.")
    blob = decode_base64(parts[2], f"The signature of {shown(parts[1])}")
    if len(blob) <= KEY_ID_SIZE:
        raise Malformed(f"The signature of {shown(parts[1])} has {len(blob)} bytes, too few to hold one.")
    return SignatureLine(require_key_name(parts[1]), blob[:KEY_ID_SIZE], blob[KEY_ID_SIZE:])


def open_note(data: bytes, keys: Iterable[VerifierKey]) -> OpenedNote:
    """Return the note's text with the signatures that ``keys`` verified.

    Signatures of other keys are passed over. Raises Malformed; BadSignature when a known key's signature fails, for
    then the text is not what that key signed; Unsigned when none of ``keys`` has signed.
    """
    note = parse_note(data)
    known = {(key.name, key.id): key for key in keys}
    verified = []
    for line in note.signatures:
        key = known.get((line.name, line.key_id))
        if key is None:
            continue
        if not key.verifies(note.text, line.signature):
            raise BadSignature(f"The signature of {line.name} ({line.key_id.hex()}) does not fit the text.")
        verified.append((key, line))
    if not verified:
        names = ", ".join(f"{line.name} ({line.key_id.hex()})" for line in note.signatures)
        raise Unsigned(f"No trusted key has signed; the signatures claim to be of {names}.")
    return OpenedNote(note.text, tuple(verified))


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private Ed25519 key with the name under which it signs."""

    name: str
    private: Ed25519PrivateKey

    @classmethod
    def from_seed(cls, name: str, seed: bytes) -> "SigningKey":
        """Return the key that the 32 bytes of ``seed`` give (RFC 8032 private key)."""
        return cls(require_key_name(name), Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def verifier(self) -> VerifierKey:
        """Return the public half."""
        public = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)  # Debian 12 has no …_raw
        return VerifierKey(self.name, ED25519, public)

    def sign(self, text: str) -> Note:
        """Return ``text`` (ending in a newline) as a note signed by this key; the same text gives the same note."""
        _require_note_text(text)
        return Note(text, (SignatureLine(self.name, self.verifier.id, self.private.sign(text.encode())),))

    def cosign(self, text: str, timestamp: int) -> SignatureLine:
        """Return this key's cosignature over a checkpoint text, as a witness gives it at ``timestamp``."""
        _require_note_text(text)
        signature = timestamp.to_bytes(TIMESTAMP_SIZE, "big") + self.private.sign(cosigned_message(text, timestamp))
        return SignatureLine(self.name, self.verifier.as_cosigner().id, signature)


def _require_note_text(text: str) -> None:
    if not text.endswith("\n") or _CONTROL.search(text):
        raise ValueError(
            f"{shown(text)} cannot be signed: a note's text ends in a newline and has no control character."
        )


def with_signatures(note: Note, lines: Sequence[SignatureLine]) -> Note:
    """Return the note with more signature lines under it, such as witnesses' cosignatures."""
    return Note(note.text, (*note.signatures, *lines))
