"""The folder in which the record is public: ``checkpoint`` and ``tile/…``, as c2sp.org/tlog-tiles lays them out.

Every file appears whole or not at all, and is durable before the next step counts on it. The checkpoint is replaced
last and never by a smaller one, so whatever it implies can be read.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from layani.rules.record.checkpoint import Checkpoint, open_checkpoint
from layani.rules.record.note import VerifierKey

CHECKPOINT = "checkpoint"
UNFINISHED = ".unfinished"


@contextmanager
def only_one(lock_file: Path) -> Iterator[None]:
    """Let one process of this machine at a time publish; the lock ends with the process, however it ends."""
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def read_checkpoint(file: Path, key: VerifierKey) -> Checkpoint | None:
    """Return the checkpoint in ``file``, None when there is no file.

    Raises Malformed, BadSignature or Unsigned when it is not one that ``key`` signed.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return None
    return open_checkpoint(data, [key]).checkpoint


def write_durably(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files (path below ``folder``, content) so that each is whole and survives a power cut once this returns.

    One writer at a time (``only_one``). What a killed writer leaves behind is one unfinished file, which the next one
    overwrites.
    """
    written: set[Path] = set()
    for path, content in files:
        target = folder / path
        _make_folders(target.parent)
        new = folder / UNFINISHED
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(handle)
        os.replace(new, target)
        written.add(target.parent)
    for parent in written:
        _sync(parent)


def _make_folders(folder: Path) -> None:
    """Make ``folder`` and those above it; a new folder is durable when the one above it is synced."""
    if not folder.is_dir():
        _make_folders(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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
