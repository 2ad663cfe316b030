"""The folder in which the record is public: ``checkpoint`` and ``tile/…``, as c2sp.org/tlog-tiles lays them out.

Every file appears whole or not at all, and is durable before the next step counts on it. The checkpoint is replaced
last and never by a smaller one, so whatever it implies can be read.
"""

import shutil
from pathlib import Path

from layani.durable_file import only_one, write_durably
from layani.rules.record.checkpoint import Checkpoint, open_checkpoint
from layani.rules.record.encoding import Malformed
from layani.rules.record.note import BadSignature, Unsigned, VerifierKey

CHECKPOINT = "checkpoint"
LOCK = "log.lock"
"""In the folders of the record and of its key: an empty file that whoever writes there has locked."""
SHOWN_OUTSIDE = "log.shown"
"""In the key folder: a checkpoint of ours that a witness showed and that our database did not continue."""


def ended_checkpoint(number: int) -> str:
    """Return the name of the file with the last witnessed checkpoint of the office's log of this number, from 1."""
    return f"ended/{number}"


def read_checkpoint(file: Path, *keys: VerifierKey) -> Checkpoint | None:
    """Return the checkpoint in ``file``, None when there is no file.

    Raises Malformed, BadSignature or Unsigned when it is not one that a key among ``keys`` signed.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return None
    return open_checkpoint(data, keys).checkpoint


def write_cosigned(folder: Path, text: str, size: int, key: VerifierKey) -> bool:
    """Put a checkpoint with more signatures in the place of the public one of the same ``size``; returns whether.

    A public checkpoint of another size stays: the larger one is the integrator's, and it will be cosigned in its turn.
    """
    data = text.encode()
    with only_one(folder / LOCK):
        public = read_checkpoint(folder / CHECKPOINT, key)
        if public is None or public.size != size or (folder / CHECKPOINT).read_bytes() == data:
            return False
        write_durably(folder, [(CHECKPOINT, data)])
    return True


def keep_shown(folder: Path, data: bytes, key: VerifierKey, *former: VerifierKey) -> bool:
    """Keep a checkpoint that ``key`` signed and a witness showed, unless a larger one is kept; returns whether.

    The integrator then refuses to sign what does not continue it, whether or not the witness can still be reached.
    former: retired keys of the same log, which may have signed the one that is kept. One that none of them signed, as
    after the end of the log before, is moved aside.
    Raises Malformed, BadSignature or Unsigned when ``key`` did not sign it: anybody could claim as much.
    """
    shown = open_checkpoint(data, [key]).checkpoint
    with only_one(folder / LOCK):
        kept = _kept_shown(folder / SHOWN_OUTSIDE, key, *former)
        if kept is not None and kept.size >= shown.size:
            return False
        write_durably(folder, [(SHOWN_OUTSIDE, data)])
    return True


def _kept_shown(file: Path, *keys: VerifierKey) -> Checkpoint | None:
    """Return what is kept there; a file that none of ``keys`` signed is moved aside and counts as none."""
    try:
        return read_checkpoint(file, *keys)
    except (Malformed, BadSignature, Unsigned):
        number = 1
        while (aside := file.with_name(f"{file.name}.{number}")).exists():
            number += 1
        file.rename(aside)
        return None


def remove_outgrown(folder: Path, before: float) -> int:
    """Remove partial tiles whose full tile has been there since ``before`` (POSIX seconds); returns how many tiles.

    Readers may then take the full tile for them (c2sp.org/tlog-tiles).
    """
    removed = 0
    for partial in sorted((folder / "tile").rglob("*.p")):
        full = partial.with_name(partial.name.removesuffix(".p"))
        if full.is_file() and full.stat().st_mtime < before:
            shutil.rmtree(partial)
            removed += 1
    return removed
