"""Files that are whole or not there at all, and that survive a power cut: keys, secrets and the public record."""

import fcntl
import os
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

UNFINISHED = "unfinished"
SIDE_BY_SIDE = 4  # files that are waited for at once


def create_whole(file: Path, content: bytes, mode: int) -> bool:
    """Make ``file`` durable under its name unless it is there; returns whether it was made.

    When two start at once, one of them makes it, and nobody ever reads half of it. Raises OSError when the disk takes
    no more, and then leaves nothing.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = own_name(file)
    try:
        write(new, content, mode)
        os.link(new, file)
    except FileExistsError:
        return False
    finally:
        new.unlink(missing_ok=True)
    sync_folder(file.parent)
    return True


def own_name(file: Path) -> Path:
    """Return a name beside ``file`` that no other process, thread or machine writes to."""
    return file.with_name(f".{file.name}.{secrets.token_hex(8)}")


def write(file: Path, content: bytes, mode: int) -> None:
    """Write a file and wait until its bytes are on the disk; its name is so once its folder is synced."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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


def write_durably(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files (path below ``folder``, content) so that each is whole and survives a power cut once this returns.

    One writer at a time (``only_one``). Each file is first written under a name of its own, so that even a writer that
    no lock keeps out never mixes its bytes into another's. What a killed writer leaves, ``remove_unfinished`` removes.
    The disk is waited for side by side: it takes many files in one go in little more time than one. When one fails,
    the others may be there or not.
    """
    targets = [(folder / path, content) for path, content in files]
    folders = {target.parent for target, _ in targets}
    for parent in folders:
        _make_folders(parent)
    if len(targets) == 1:
        _put(folder, *targets[0])
    elif targets:
        with ThreadPoolExecutor(min(SIDE_BY_SIDE, len(targets))) as pool:
            list(pool.map(partial(_put, folder), *zip(*targets, strict=True)))
    for parent in folders:
        sync_folder(parent)


def _put(folder: Path, target: Path, content: bytes) -> None:
    new = own_name(folder / UNFINISHED)
    try:
        write(new, content, 0o644)
        os.replace(new, target)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def _make_folders(folder: Path) -> None:
    """Make ``folder`` and those above it; a new folder is durable when the one above it is synced."""
    if not folder.is_dir():
        _make_folders(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def remove_unfinished(folder: Path, before: float) -> None:
    """Remove what writers that were killed left in ``folder`` before a moment (POSIX seconds)."""
    for left in folder.glob(f".{UNFINISHED}*"):
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < before:
                left.unlink()
