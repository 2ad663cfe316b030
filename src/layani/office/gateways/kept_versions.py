"""The services' files as they were when the office ran with them: a case is judged by the version it was filed under.

One folder for a service and version, ``SLUG/VERSION``, holding a catalogue with that service alone.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from layani.office.environment import SettingError
from layani.rules.catalogue import Catalogue, Service
from layani.rules.catalogue.compiling import ServiceCompiler
from layani.rules.catalogue.loading import load_office, read_service
from layani.rules.catalogue.model import OfficeFile

SEEN = "seen.json"
OFFICE_FILES = ("office.yaml", "regions.csv")
SERVICE_FILES = ("service.yaml", "examples.yaml")


class VersionChanged(SettingError):
    """A version that the office has run with has other contents now: cases filed under it would be judged otherwise."""


def keep_versions(catalogue: Catalogue, folder: Path, kept: Path, *, replace: bool) -> None:
    """Keep every service of a catalogue, or raise VersionChanged for one whose version was kept with other contents.

    folder:  the catalogue's own folder
    replace: let the new contents take the old ones' place (a demo, in which people try things)
    """
    for slug, service in catalogue.services.items():
        place = kept / slug / str(service.version)
        if (known := _digest(place)) == service.digest:
            continue
        if known is not None and not replace:
            raise VersionChanged(
                f"{slug}/service.yaml: version {service.version} was in force with other contents, and cases may have "
                "been filed under it. Write a later date, such as: version: 2027-01-01. "
                f"The earlier text is in {place}."
            )
        keep(
            slug, str(service.version), service.digest, files_of(folder / slug), Shelf(folder, kept, catalogue.services)
        )


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where versions are kept: the catalogue's own folder, the folder of the versions, the names of all services."""

    folder: Path
    kept: Path
    services: Collection[str]


def keep(slug: str, version: str, digest: str, files: Mapping[str, str], shelf: Shelf) -> bool:
    """Keep one version of a service with the office as it is described now, unless it is kept already.

    files: {path: text} of the service's folder; digest: of what they say
    Returns whether it was kept, but somebody had changed its files, or taken some away; they are written again.
    """
    place = shelf.kept / slug / version
    known = _digest(place)
    if known == digest and _are(files, place / slug):
        return False
    _write(slug, files, shelf.folder, place, {"digest": digest, "services": sorted(shelf.services)})
    return known == digest


def _are(files: Mapping[str, str], folder: Path) -> bool:
    """Say whether a folder holds just these files, byte for byte."""
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    if there.keys() != files.keys() or any(path.is_symlink() for path in there.values()):
        return False
    return all(path.read_bytes() == files[name].encode() for name, path in there.items())


def kept_version(slug: str, version: str, kept: Path, office: OfficeFile | None = None) -> Service | None:
    """Return a service as it was in a version, or None when that was never kept.

    office: as it is now; None for the office as it was then
    """
    place = kept / slug / version
    if not (version and _digest(place)):
        return None
    seen = json.loads((place / SEEN).read_text(encoding="utf-8"))
    one = read_service(place / slug, office or load_office(place), frozenset(seen["services"]))
    # Without the lint: what was in force stays in force, also when the check has grown stricter since.
    return ServiceCompiler(one.source, one.office).compile(one.entry, one.letters)


def _digest(place: Path) -> str | None:
    try:
        return str(json.loads((place / SEEN).read_text(encoding="utf-8"))["digest"])
    except FileNotFoundError:
        return None


def _refuse_links(folder: Path) -> None:
    """Raise SettingError for a link in a service's folder: what it points to can change, or belong to others."""
    for path in (folder, *sorted(folder.rglob("*"))):
        if path.is_symlink():
            raise SettingError(
                f"{path} is a link to {os.readlink(path)}. A kept version holds only the service's own files. "
                "Put the file itself in its place."
            )


def files_of(folder: Path) -> dict[str, str]:
    """Return {path: text} of what a service is made of. Raises OSError, UnicodeDecodeError, SettingError (a link)."""
    _refuse_links(folder)
    paths = [folder / name for name in SERVICE_FILES] + sorted((folder / "letters").glob("*.md"))
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in paths if path.is_file()}


def _write(slug: str, files: Mapping[str, str], folder: Path, place: Path, seen: Mapping[str, object]) -> None:
    """Write what the service is made of, whole or not at all: the folder gets its name last."""
    place.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=".new-", dir=place.parent))
    try:
        for path, text in files.items():
            (new / slug / path).parent.mkdir(parents=True, exist_ok=True)
            (new / slug / path).write_text(text, encoding="utf-8", newline="")
        for name in OFFICE_FILES:
            if (folder / name).exists():
                shutil.copy2(folder / name, new / name)
        (new / SEEN).write_text(json.dumps(seen), encoding="utf-8")
        if place.exists():
            shutil.rmtree(place)
        os.replace(new, place)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        # Another process may have kept the same a moment ago.
        if _digest(place) != seen["digest"]:
            raise
