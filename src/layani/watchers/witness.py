"""A witness: remembers the last checkpoint of each log that it vouched for, and vouches only for what continues it.

Its folder holds the key and, for each log, the checkpoint it cosigned last, which anyone may read. What it remembers
must never go back: restored from a backup it could vouch for two histories, so it must then begin anew with a new key.
"""

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from layani.durable_file import only_one, sync_folder, write_durably
from layani.key_file import load_or_create
from layani.rules.record.checkpoint import Checkpoint, open_checkpoint
from layani.rules.record.encoding import Malformed
from layani.rules.record.note import (
    BadSignature,
    OpenedNote,
    SigningKey,
    Unsigned,
    VerifierKey,
    parse_note,
    with_signatures,
)
from layani.rules.record.witness import judge, origin_hash

KEY_FILE: Final = "witness.key"
STATE: Final = "logs"
LOCK: Final = "witness.lock"
CHECKPOINT: Final = "checkpoint"


class WitnessDamaged(Exception):
    """What the witness remembers is gone or cannot be read; it must not sign. The message says what to do."""


class Witness:
    """One witness with its key and its memory.

    folder:  its own; nothing else writes there
    name:    under which it signs, for ever; a host name and path without scheme, such as ``ombudsman.example/w1``
    logs:    the keys of the logs that it vouches for
    until:   {retired key among them: the largest size for which it still counts}
    """

    def __init__(
        self, folder: Path, name: str, logs: Iterable[VerifierKey], until: Mapping[VerifierKey, int] | None = None
    ) -> None:
        self.logs = tuple(logs)
        self._until = dict(until or {})
        self._folder = folder
        self._state = folder / STATE
        self._lock = threading.Lock()
        self.key = self._load_key(name)

    def _load_key(self, name: str) -> SigningKey:
        """Return the key; the memory is made first, so a key without one has lost it."""
        file = self._folder / KEY_FILE
        if file.exists() and not self._state.is_dir():
            raise WitnessDamaged(
                f"{file} is there, but {self._state}, which holds what this key vouched for, is not. Without it the "
                "key could vouch for a second history. Choose another folder and begin again with a new key and a new "
                "name, and tell those who trusted the old one."
            )
        self._state.mkdir(parents=True, exist_ok=True)
        sync_folder(self._folder)
        return load_or_create(file, name)

    def add_checkpoint(self, data: bytes, *, now: int) -> str:
        """Return the cosignature line for a log's request, once it is remembered; raises Refusal.

        now:  POSIX seconds; a clock that went back is no reason to refuse, for the size orders what was seen
        Raises WitnessDamaged when the memory of that log cannot be read, OSError when the disk takes no more.
        """
        with self._lock, only_one(self._folder / LOCK):
            opened = judge(data, self.logs, self._last, self._until)
            line = self.key.cosign(opened.note.text, now)
            note = with_signatures(parse_note(_signed_by_log(opened.note)), [line])
            path = f"{STATE}/{origin_hash(opened.checkpoint.origin)}/{CHECKPOINT}"
            write_durably(self._folder, [(path, note.render().encode())])
            return line.text()

    def last_cosigned(self, hashed: str) -> bytes | None:
        """Return the checkpoint cosigned last of the log whose origin has this hash (64 hex digits), None = never."""
        known = {origin_hash(key.name) for key in self.logs}
        file = self._state / hashed / CHECKPOINT
        return file.read_bytes() if hashed in known and file.is_file() else None

    def _last(self, origin: str) -> Checkpoint | None:
        file = self._state / origin_hash(origin) / CHECKPOINT
        if not file.exists():
            return None
        keys = tuple(key for key in self.logs if key.name == origin)
        own = self.key.verifier.as_cosigner()
        try:
            opened = open_checkpoint(file.read_bytes(), keys, [own])
        except (Malformed, BadSignature, Unsigned) as fault:
            raise self._unreadable(file, str(fault)) from fault
        if not opened.note.signed_by(own):
            raise self._unreadable(file, "It does not carry this witness's own signature.")
        return opened.checkpoint

    @staticmethod
    def _unreadable(file: Path, detail: str) -> WitnessDamaged:
        return WitnessDamaged(
            f"{file}, the checkpoint that this witness vouched for last, cannot be relied on. {detail} Nothing is "
            "signed. Find out who changed the file; if its content is lost, begin again with a new key and a new name."
        )


def _signed_by_log(opened: OpenedNote) -> bytes:
    """Return the checkpoint with the log's signatures alone: others' are not this witness's to pass on."""
    lines = "".join(line.text() for _, line in opened.verified)
    return f"{opened.text}\n{lines}".encode()
