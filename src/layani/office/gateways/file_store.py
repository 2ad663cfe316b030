"""Citizens' documents on disk, each encrypted, each under a name that says nothing.

A file is written whole or not at all: first beside its place, synced, then renamed into it.
"""

import errno
import os
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from layani.office.gateways.sealing import open_bytes, seal_bytes


class FileStore(Protocol):
    """Where encrypted files lie, by reference."""

    def put(self, ref: UUID, key: bytes, content: bytes) -> None:
        """Keep a file durably under the owner's 64-byte key, or raise OSError and keep nothing of it."""

    def get(self, ref: UUID, key: bytes) -> bytes:
        """Return the file; raises FileNotFoundError, or InvalidTag if the bytes were altered or swapped."""

    def remove(self, ref: UUID) -> None:
        """Forget a file; one that is not there is forgotten already."""


class FolderStore:
    """Files in a folder, spread over 256 subfolders; only the office's own user can read them."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, made at first use."""
        self._folder = folder

    def put(self, ref: UUID, key: bytes, content: bytes) -> None:
        """Write, sync, rename."""
        place = self._place(ref)
        try:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(place, seal_bytes(key, content, f"document/{ref}"))
        except OSError:
            # The disk may also have failed after the rename.
            place.unlink(missing_ok=True)
            raise

    def get(self, ref: UUID, key: bytes) -> bytes:
        """Read and decrypt."""
        return open_bytes(key, self._place(ref).read_bytes(), f"document/{ref}")

    def remove(self, ref: UUID) -> None:
        """Delete the file; what is left on the disk's blocks is encrypted."""
        self._place(ref).unlink(missing_ok=True)

    def _place(self, ref: UUID) -> Path:
        # The name is made of the reference alone; nothing that a citizen wrote ever becomes part of a path.
        return self._folder / ref.hex[:2] / ref.hex

    @staticmethod
    def _write(place: Path, sealed: bytes) -> None:
        beside = place.with_suffix(".new")
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                out.write(sealed)
                out.flush()
                os.fsync(out.fileno())
            beside.replace(place)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class MemoryStore:
    """The fake: files in memory, encrypted all the same; ``room`` bytes and then it is full."""

    def __init__(self, room: int = 1_000_000_000) -> None:
        """Take the room that there is."""
        self.files: dict[UUID, bytes] = {}
        self.room = room

    def put(self, ref: UUID, key: bytes, content: bytes) -> None:
        """Keep it while there is room."""
        if sum(map(len, self.files.values())) + len(content) > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.files[ref] = seal_bytes(key, content, f"document/{ref}")

    def get(self, ref: UUID, key: bytes) -> bytes:
        """Decrypt it."""
        if ref not in self.files:
            raise FileNotFoundError(str(ref))
        return open_bytes(key, self.files[ref], f"document/{ref}")

    def remove(self, ref: UUID) -> None:
        """Forget it."""
        self.files.pop(ref, None)


def file_store() -> FileStore:
    """Return the store of this office."""
    return FolderStore(settings.FILE_FOLDER)


class RefuseHugeUploads(FileUploadHandler):
    """Stands first among Django's upload handlers and refuses a body that says it is too large, before it is read.

    What passes fits into memory, so that no document of a citizen ever lies unencrypted in a temporary file.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # type: ignore[no-untyped-def]  # noqa: N803
        """Raise RequestDataTooBig, which becomes a page of its own with status 413."""
        if content_length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig(
                f"A body of {content_length} bytes was refused; all files together may have "
                f"{settings.FILE_UPLOAD_MAX_MEMORY_SIZE} (LAYANI_MAX_UPLOAD)."
            )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the bytes on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
