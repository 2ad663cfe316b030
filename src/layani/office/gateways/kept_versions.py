"""The services' files as they were when the office ran with them: a case is judged by the version it was filed under.

One folder for a service and version, ``SLUG/VERSION``, holding a catalogue with that service alone.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path

from layani.office.environment import SettingError
from layani.rules.catalogue import Catalogue, Service
from layani.rules.catalogue.compiling import ServiceCompiler
from layani.rules.catalogue.loading import load_office, read_service

SEEN = "seen.json"
OFFICE_FILES = ("office.yaml", "regions.csv")


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
        _refuse_links(folder / slug)
        _copy(slug, folder, place, {"digest": service.digest, "services": sorted(catalogue.services)})


def kept_version(slug: str, version: str, kept: Path) -> Service | None:
    """Return a service as it was in a version, or None when that was never kept."""
    place = kept / slug / version
    if not (version and _digest(place)):
        return None
    seen = json.loads((place / SEEN).read_text(encoding="utf-8"))
    one = read_service(place / slug, load_office(place), frozenset(seen["services"]))
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


def _copy(slug: str, folder: Path, place: Path, seen: dict[str, object]) -> None:
    """Copy what the service is made of, whole or not at all: the folder gets its name last."""
    place.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=".new-", dir=place.parent))
    try:
        # A link that was laid since our look is kept as a link: what it points to is not copied.
        shutil.copytree(folder / slug, new / slug, symlinks=True)
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
