"""Puts a backed-up office where none is. It never writes over anything: an office that is there must be moved first.

First everything is looked at: both backups whole, made for each other, and every place empty. Then the keys, the files
and, last, the databases are put in place; if that fails, what was put there is taken away again.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from layani.office.actions.backing_up import DOCUMENTS, KEY_FILES, KEYS, LOG, OFFICE, VERSIONS
from layani.office.gateways.backup_shelf import BackupUnfit, Manifest, Shelf, read_manifest
from layani.office.gateways.database_copy import NAMES, is_empty, kind_of, restore_database, sqlite_file


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place: when the office and the keys were copied (ISO, UTC), how many files and cases."""

    office_at: str
    keys_at: str
    files: int
    cases: int


@dataclass(frozen=True, slots=True)
class _Half:
    """One of the two backups: the shelf, what is in it, where its database and its folders go."""

    shelf: Shelf
    manifest: Manifest
    address: str
    folders: dict[str, Path]


def restore(office: Path, keys: Path) -> Restored:
    """Put one backup of the office and one of its keys in place.

    Raises BackupUnfit when a backup is damaged, of the wrong kind, of a later version, or a place is not empty, and
    CopyFailed or OSError when something cannot be written; nothing is then left behind.
    """
    halves = list(_halves(office, keys))
    for half in halves:
        _require_kind(half)
        _require_whole(half)
        _require_empty(half)
    _require_not_later(halves[1].manifest)
    with ExitStack() as undo:
        for half in halves:
            _put_files(half, undo)
        for half in halves:
            _put_database(half, undo)
        undo.pop_all()
    keys_made, office_made = (half.manifest for half in halves)
    files = sum(len(half.manifest.files) for half in halves)
    return Restored(office_made.made_at, keys_made.made_at, files, int(office_made.facts["cases"]))


def _halves(office: Path, keys: Path) -> Iterator[_Half]:
    """Yield the keys' half and the office's, in the order in which they are put in place."""
    for place, holds in ((keys, KEYS), (office, OFFICE)):
        if (manifest := read_manifest(place)).holds != holds:
            raise BackupUnfit(
                f"{place} holds the {manifest.holds}, and not the {holds}. Name the office, then the keys."
            )
        if holds == KEYS:
            yield _Half(Shelf(place.parent), manifest, settings.KEY_STORE, {KEY_FILES: settings.KEY_FOLDER})
            continue
        folders = {LOG: settings.LOG_FOLDER, DOCUMENTS: settings.FILE_FOLDER, VERSIONS: settings.VERSION_FOLDER}
        yield _Half(Shelf(place.parent), manifest, settings.DATABASE_ADDRESS, folders)


def _require_kind(half: _Half) -> None:
    there, here = half.manifest.facts.get("database"), kind_of(half.address)
    if there != here:
        raise BackupUnfit(
            f"The {half.manifest.holds} were copied from {there}, and the settings name {here}. "
            f"Set LAYANI_DATABASE_URL and LAYANI_KEYS_URL to an empty {there}."
        )


def _require_whole(half: _Half) -> None:
    """Refuse before anything is written what could be restored only in part."""
    if wrong := list(half.shelf.damaged(half.manifest)):
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise BackupUnfit(f"The backup is damaged: {wrong[0]}{more}. Take an earlier one; nothing was written.")


def _require_empty(half: _Half) -> None:
    for folder in half.folders.values():
        if folder.exists() and any(folder.iterdir()):
            raise BackupUnfit(
                f"{folder} is not empty, and nothing is written over. Stop the office and move the folder away, or set "
                "LAYANI_DATA to a new folder."
            )
    if not is_empty(half.address):
        raise BackupUnfit(
            "The database that the settings name is not empty, and nothing is written over. "
            "Set LAYANI_DATABASE_URL and LAYANI_KEYS_URL to new ones, or move the old ones away."
        )


def _require_not_later(manifest: Manifest) -> None:
    """Refuse a database that a later version of Layani has changed: this one does not know what it means."""
    ours = {name for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations if app == "tables"}
    if later := sorted(set(manifest.facts["migrations"]) - ours):
        raise BackupUnfit(
            f"Layani {manifest.facts['layani']} made this backup, with '{later[0]}', which this version does not know. "
            "Install that version, or a later one, and restore again."
        )


def _put_files(half: _Half, undo: ExitStack) -> None:
    for folder in half.folders.values():
        undo.callback(_emptied, folder)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path, kept in half.manifest.files.items():
        name, _, below = path.partition("/")
        if name in half.folders and below:
            half.shelf.give_back(kept, half.folders[name] / below)


def _put_database(half: _Half, undo: ExitStack) -> None:
    kind = kind_of(half.address)
    copy = half.shelf.place(half.manifest.files[NAMES[kind]].sha256)
    restore_database(copy, half.address)
    if kind == "sqlite":
        undo.callback(sqlite_file(half.address).unlink)


def _emptied(folder: Path) -> None:
    """Take away what was put into a folder that was empty; the folder may be a mount, and stays."""
    for one in folder.iterdir():
        shutil.rmtree(one) if one.is_dir() else one.unlink()
