"""Files that are whole or not there at all, and that survive a power cut: keys, secrets and the public record."""

import os
import secrets
from pathlib import Path


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
