"""Checkpoints: the log's signed statement "so many entries, with this root".

Source: c2sp.org/tlog-checkpoint v1.0.0.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from layani.rules.record.encoding import Malformed, decode_base64, encode_base64, parse_decimal, shown
from layani.rules.record.merkle import EMPTY_ROOT, HASH_SIZE
from layani.rules.record.note import Note, OpenedNote, SigningKey, Unsigned, VerifierKey, open_note, require_key_name


class WrongEmptyRoot(Malformed):
    """The checkpoint says that the log is empty and has another root than the empty tree's."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of one log at one size; ``extensions`` are further lines that the log signed, normally none."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the text that is signed."""
        lines = (self.origin, str(self.size), encode_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class OpenedCheckpoint:
    """A checkpoint whose log signature was verified, with all verified signatures."""

    checkpoint: Checkpoint
    note: OpenedNote


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint that the text of a note states, or raise Malformed."""
    if not text.endswith("\n"):
        raise Malformed("The checkpoint does not end in a newline.")
    lines = text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise Malformed(f"{shown(text)} is not a checkpoint: origin, size and root, each on a line.")
    size = parse_decimal(lines[1], "The size in the checkpoint")
    root = decode_base64(lines[2], "The root in the checkpoint", HASH_SIZE)
    if size == 0 and root != EMPTY_ROOT:
        raise WrongEmptyRoot("The checkpoint of an empty log must have the root of the empty tree.")
    return Checkpoint(lines[0], size, root, tuple(lines[3:]))


def open_checkpoint(
    data: bytes, logs: Iterable[VerifierKey], cosigners: Iterable[VerifierKey] = ()
) -> OpenedCheckpoint:
    """Return the verified checkpoint in ``data``.

    The log's key must have the checkpoint's origin as its name: a key of one log cannot speak for another.
    Raises Malformed, BadSignature, or Unsigned when no key of that origin among ``logs`` has signed.
    """
    logs = tuple(logs)
    opened = open_note(data, (*logs, *cosigners))
    checkpoint = parse_checkpoint(opened.text)
    if not any(key in logs and key.name == checkpoint.origin for key, _ in opened.verified):
        raise Unsigned(f"No trusted key of the log {shown(checkpoint.origin)} has signed its checkpoint.")
    return OpenedCheckpoint(checkpoint, opened)


def sign_checkpoint(size: int, root: bytes, key: SigningKey) -> Note:
    """Return the log's signed checkpoint; the key's name is the log's origin."""
    checkpoint = Checkpoint(require_key_name(key.name), size, root)
    return key.sign(parse_checkpoint(checkpoint.text()).text())  # parsed once: never sign what no one can read
