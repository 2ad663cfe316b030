"""Copies the office into two folders: what it holds into one, and the keys that open it into another.

Apart, because a key that was erased must not come back: the folder of the office may be kept for years, that of the
keys for weeks. The order makes what is copied fit together while the office goes on serving: the record first, which
the database may be ahead of but never behind; then the database; then documents and versions, which are written before
the act that names them; and the keys last, each of which is written before what it seals.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from layani import __version__
from layani.durable_file import only_one, own_name
from layani.office.gateways.backup_shelf import BackupUnfit, Kept, Manifest, Shelf, read_manifest, since
from layani.office.gateways.database_copy import NAMES, copy_database, kind_of, sqlite_file
from layani.office.gateways.published_log import CHECKPOINT
from layani.office.tables.models import Case

OFFICE, KEYS = "office", "keys"
LOCK = "lock"
LOG, DOCUMENTS, VERSIONS, KEY_FILES = "log", "documents", "versions", "files"


@dataclass(frozen=True, slots=True)
class Places:
    """Where to: the folder of the office's backups, that of the keys', and for how many days each is kept (0: ever)."""

    office: Path
    keys: Path
    office_days: int
    keys_days: int


def trees() -> dict[str, Path]:
    """Return the folders of the office's backup by name, in the order in which they are copied."""
    return {LOG: settings.LOG_FOLDER, DOCUMENTS: settings.FILE_FOLDER, VERSIONS: settings.VERSION_FOLDER}


def back_up(places: Places, *, now: datetime) -> tuple[Path, Path]:
    """Make one backup of each; returns their folders.

    Raises BackupUnfit when one place is inside the other or inside the office's own folders, CopyFailed when a database
    cannot be copied, OSError when a disk takes no more. What was begun is then taken away by the next backup.
    """
    _require_apart(places)
    office, keys = Shelf(places.office), Shelf(places.keys)
    office.begin()
    keys.begin()
    with only_one(places.office / LOCK), only_one(places.keys / LOCK):
        made = _office(office, now), _keys(keys, now)
        for shelf, days in ((office, places.office_days), (keys, places.keys_days)):
            if days:
                shelf.drop_older(since(days, now))
    return made


def damaged(backup: Path) -> list[str]:
    """Return the files of a backup that are missing or not what they were; raises BackupUnfit for what is none."""
    return list(Shelf(backup.parent).damaged(read_manifest(backup)))


def _require_apart(places: Places) -> None:
    """Refuse places that lie inside each other or inside what is copied."""
    office, keys = places.office.resolve(), places.keys.resolve()
    if office == keys or office in keys.parents or keys in office.parents:
        raise BackupUnfit(
            f"The keys must lie apart from what they open, and {office} and {keys} are one inside the other. "
            "Name two folders, best on two machines: whoever has both can read everything."
        )
    for own in (*trees().values(), settings.KEY_FOLDER):
        for place in (office, keys):
            if place == own.resolve() or own.resolve() in place.parents:
                raise BackupUnfit(f"{place} lies in {own}, which is copied. Name a folder outside, on another disk.")


def _office(shelf: Shelf, now: datetime) -> Path:
    before = shelf.latest()
    known = before.files if before else {}
    manifest = _begun(OFFICE, now)
    # The record first: a copy of it that is ahead of the database would be refused as rolled back.
    for name, folder in trees().items():
        manifest.files.update(_tree(shelf, name, folder, known))
        if name == LOG:
            database = _database(shelf, settings.DATABASE_ADDRESS)
    kind = kind_of(settings.DATABASE_ADDRESS)
    manifest.files[NAMES[kind]] = database
    manifest.facts |= {"database": kind, "migrations": _migrations(), "cases": Case.objects.count()}
    return shelf.finish(manifest)


def _keys(shelf: Shelf, now: datetime) -> Path:
    before = shelf.latest()
    known = before.files if before else {}
    manifest = _begun(KEYS, now)
    kind = kind_of(settings.KEY_STORE)
    store = {sqlite_file(settings.KEY_STORE).resolve()} if kind == "sqlite" else set()
    aside = {Path(f"{file}{suffix}") for file in store for suffix in ("", "-wal", "-shm")}
    manifest.files |= _tree(shelf, KEY_FILES, settings.KEY_FOLDER, known, aside)
    manifest.files[NAMES[kind]] = _database(shelf, settings.KEY_STORE)
    manifest.facts |= {"database": kind}
    return shelf.finish(manifest)


def _begun(holds: str, now: datetime) -> Manifest:
    return Manifest(holds, now.astimezone(UTC).replace(microsecond=0).isoformat(), {"layani": __version__})


def _tree(
    shelf: Shelf, name: str, folder: Path, known: Mapping[str, Kept], aside: set[Path] | frozenset[Path] = frozenset()
) -> dict[str, Kept]:
    """Put every file below a folder on the shelf; what vanishes meanwhile was no longer needed."""
    kept = {}
    for file in _files(folder):
        if file.resolve() in aside:
            continue
        path = f"{name}/{file.relative_to(folder).as_posix()}"
        try:
            kept[path] = shelf.take(file, known.get(path))
        except FileNotFoundError:
            if file.exists():
                raise
    return kept


def _files(folder: Path) -> Iterator[Path]:
    """Yield the finished files below a folder, the record's checkpoint before the tiles that it implies."""
    found = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
    yield from sorted(found, key=lambda file: (file != folder / CHECKPOINT, file))


def _database(shelf: Shelf, address: str) -> Kept:
    copy = own_name(shelf.folder / "unfinished")
    try:
        copy_database(address, copy)
        return shelf.take(copy, None)
    finally:
        copy.unlink(missing_ok=True)


def _migrations() -> list[str]:
    """Return the names of the office's own migrations that its database has."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(name for app, name in applied if app == "tables")
