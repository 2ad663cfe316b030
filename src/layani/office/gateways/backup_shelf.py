"""A folder of backups: each a folder of its own with a manifest, over one shelf of files that many of them share.

    FOLDER/2026-11-29T001500Z/manifest.json   what was there, by path: size, time and SHA-256
    FOLDER/shelf/ab/abcd…                     the files themselves, by the SHA-256 of their bytes; each lies there once

A backup appears whole or not at all: its manifest is written last. What an ended backup left is taken away by the next.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from layani.durable_file import own_name, sync_folder, write
from layani.office.environment import SettingError

FORMAT = "layani-backup/1"
MANIFEST = "manifest.json"
SHELF = "shelf"
NAMED = "%Y-%m-%dT%H%M%SZ"
IS_NAME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z")
AT_ONCE = 1 << 20


class BackupUnfit(SettingError):
    """A backup cannot be made there, or is not whole; the message says which file, and what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup: its bytes (count and SHA-256 in hex) and when it was last written (nanoseconds)."""

    size: int
    sha256: str
    written: int = 0


@dataclass(slots=True)
class Manifest:
    """What a backup holds.

    holds: office or keys; made_at: ISO time in UTC; facts: what whoever restores it must know; files: by path
    """

    holds: str
    made_at: str
    facts: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Kept] = field(default_factory=dict)


class Shelf:
    """The folder in which one kind of backup is kept."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, made at first use and readable by its owner alone."""
        self.folder = folder

    def begin(self) -> None:
        """Make the folder."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def backups(self) -> list[Path]:
        """Return the whole backups, the oldest first."""
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted(one for one in found if IS_NAME.fullmatch(one.name) and (one / MANIFEST).is_file())

    def latest(self) -> Manifest | None:
        """Return the newest manifest, or None before the first backup."""
        made = self.backups()
        return read_manifest(made[-1]) if made else None

    def take(self, file: Path, before: Kept | None) -> Kept:
        """Put a file on the shelf; returns what it is.

        before: what it was in the backup before. A file of the same size and time is not read again: the files of an
            office are written once under a name of their own, and its databases are always read.
        """
        now = file.stat()
        known = before and (before.size, before.written) == (now.st_size, now.st_mtime_ns)
        if before and known and self.place(before.sha256).is_file():
            return before
        new = own_name(self.folder / "unfinished")
        try:
            digest, size = _copied(file, new)
            place = self.place(digest)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.replace(new, place)
        finally:
            new.unlink(missing_ok=True)
        sync_folder(place.parent)
        return Kept(size, digest, now.st_mtime_ns)

    def finish(self, manifest: Manifest) -> Path:
        """Write the manifest, after which the backup is there; returns its folder."""
        place = self.folder / datetime.fromisoformat(manifest.made_at).strftime(NAMED)
        place.mkdir(mode=0o700)
        text = json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1, sort_keys=True)
        new = own_name(place / MANIFEST)
        write(new, text.encode("utf-8"), 0o600)
        os.replace(new, place / MANIFEST)
        sync_folder(place)
        sync_folder(self.folder)
        return place

    def drop_older(self, than: datetime) -> list[str]:
        """Delete the backups made before a moment, but never the newest one, and what no other needs; returns names."""
        gone = [one for one in self.backups()[:-1] if datetime.strptime(one.name, NAMED).replace(tzinfo=UTC) < than]
        for one in gone:
            (one / MANIFEST).unlink()
            shutil.rmtree(one)
        self._sweep()
        return [one.name for one in gone]

    def _sweep(self) -> None:
        """Delete what no backup needs: files of those that are gone, and what one that was ended left behind."""
        needed = {kept.sha256 for one in self.backups() for kept in read_manifest(one).files.values()}
        for file in (self.folder / SHELF).glob("??/*"):
            if file.name not in needed:
                file.unlink()
        for left in self.folder.glob(".unfinished.*"):
            left.unlink()
        for folder in self.folder.iterdir():
            if IS_NAME.fullmatch(folder.name) and not (folder / MANIFEST).is_file():
                shutil.rmtree(folder)

    def place(self, sha256: str) -> Path:
        """Return where the bytes of this digest lie."""
        return self.folder / SHELF / sha256[:2] / sha256

    def damaged(self, manifest: Manifest) -> Iterator[str]:
        """Yield the path of every file of a backup whose bytes are missing or are not what they were."""
        seen: dict[str, bool] = {}
        for path, kept in sorted(manifest.files.items()):
            if kept.sha256 not in seen:
                seen[kept.sha256] = self._whole(kept)
            if not seen[kept.sha256]:
                yield path

    def _whole(self, kept: Kept) -> bool:
        try:
            with self.place(kept.sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == kept.sha256
        except OSError:
            return False

    def give_back(self, kept: Kept, target: Path) -> None:
        """Write a file of a backup to its place; raises BackupUnfit when its bytes are not what they were."""
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest, _ = _copied(self.place(kept.sha256), target)
        if digest != kept.sha256:
            raise BackupUnfit(f"{self.place(kept.sha256)} is damaged. Take an earlier backup.")


def read_manifest(backup: Path) -> Manifest:
    """Return what a backup holds; raises BackupUnfit for what is not one, or one of a later version."""
    try:
        told = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BackupUnfit(f"{backup} is no backup: it has no {MANIFEST}. Name the folder of one backup.") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as fault:
        raise BackupUnfit(f"{backup / MANIFEST} cannot be read: {fault}. Take an earlier backup.") from None
    if not isinstance(told, dict) or told.pop("format", None) != FORMAT:
        raise BackupUnfit(f"{backup / MANIFEST} is not of the form {FORMAT}. A later version of Layani made it.")
    files = {path: Kept(**kept) for path, kept in told.pop("files").items()}
    if unsafe := [path for path in files if path.startswith("/") or ".." in Path(path).parts]:
        raise BackupUnfit(f"{backup / MANIFEST} names '{unsafe[0]}', which is outside of a backup. Do not use it.")
    return Manifest(**told, files=files)


def since(days: int, now: datetime) -> datetime:
    """Return the moment this many days ago."""
    return now - timedelta(days=days)


def _copied(source: Path, target: Path) -> tuple[str, int]:
    """Copy bytes durably; returns their SHA-256 in hex, and how many they are."""
    digest, size = hashlib.sha256(), 0
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as read, os.fdopen(handle, "wb") as out:
        while piece := read.read(AT_ONCE):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
        out.flush()
        os.fsync(handle)
    return digest.hexdigest(), size
