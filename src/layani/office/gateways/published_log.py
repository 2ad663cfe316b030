"""The folder in which the record is public: ``checkpoint`` and ``tile/…``, as c2sp.org/tlog-tiles lays them out.

Every file appears whole or not at all, and is durable before the next step counts on it. The checkpoint is replaced
last and never by a smaller one, so whatever it implies can be read.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from layani.office.gateways.durable_file import own_name, sync_folder, write
from layani.rules.record.checkpoint import Checkpoint, open_checkpoint
from layani.rules.record.note import VerifierKey

CHECKPOINT = "checkpoint"
UNFINISHED = "unfinished"


@contextmanager
def only_one(lock_file: Path) -> Iterator[None]:
    """Let one process at a time write to the folder of ``lock_file``; the lock ends with the process, however it ends.

    Whoever shares the folder shares the lock: other machines too, where the file system passes locks on (NFS does).
    """
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

    One writer at a time (``only_one``). Each file is first written under a name of its own, so that even a writer that
    no lock keeps out never mixes its bytes into another's. What a killed writer leaves, ``remove_unfinished`` removes.
    """
    written: set[Path] = set()
    for path, content in files:
        target = folder / path
        _make_folders(target.parent)
        new = own_name(folder / UNFINISHED)
        try:
            write(new, content, 0o644)
            os.replace(new, target)
        except OSError:
            new.unlink(missing_ok=True)
            raise
        written.add(target.parent)
    for parent in written:
        sync_folder(parent)


def _make_folders(folder: Path) -> None:
    """Make ``folder`` and those above it; a new folder is durable when the one above it is synced."""
    if not folder.is_dir():
        _make_folders(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


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


def remove_unfinished(folder: Path, before: float) -> None:
    """Remove what writers that were killed left in ``folder`` before a moment (POSIX seconds)."""
    for left in folder.glob(f".{UNFINISHED}*"):
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < before:
                left.unlink()
