"""Which versions of the services are in force today: a register that only a publication writes.

The register is one file beside the kept versions. Every process of the office reads it again within a second of a
change, and at midnight; what lies in the catalogue's folder is only a draft once there is a register.
"""

import json
import logging
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from zoneinfo import ZoneInfo

from layani.office.environment import SettingError
from layani.office.gateways.kept_versions import kept_version
from layani.rules.catalogue import Catalogue, CatalogueError, Service, load_catalogue
from layani.rules.catalogue.bundles.loading import BundleFiles, compile_bundles, read_bundles
from layani.rules.catalogue.bundles.model import Bundle
from layani.rules.catalogue.loading import load_office

log = logging.getLogger(__name__)

REGISTER = "in-force.json"
LOOK_EVERY = 1.0  # seconds


class VersionDamaged(SettingError):
    """The files of a version that is in force are not those that were published; the database still holds them."""


@dataclass(frozen=True, slots=True)
class Published:
    """One version of one service: its name, and the day from which it is in force."""

    version: str
    digest: str
    since: date


Register = Mapping[str, Sequence[Published]]


def write_register(register: Register, kept: Path) -> None:
    """Write the register whole or not at all; nothing is written when it says the same already."""
    content = {
        slug: [{"version": one.version, "digest": one.digest, "since": str(one.since)} for one in versions]
        for slug, versions in sorted(register.items())
    }
    text, place = json.dumps(content, indent=1), kept / REGISTER
    if place.exists() and place.read_text(encoding="utf-8") == text:
        return
    kept.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=kept, prefix=".register-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(beside).replace(place)


def read_register(kept: Path) -> Register | None:
    """Return the register, or None where nothing was ever published."""
    try:
        content = json.loads((kept / REGISTER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return {
        slug: tuple(Published(one["version"], one["digest"], date.fromisoformat(one["since"])) for one in versions)
        for slug, versions in content.items()
    }


def on(versions: Sequence[Published], day: date) -> Published | None:
    """Return the version that is in force on a day: of those that have begun, the latest."""
    begun = [one for one in versions if one.since <= day]
    return max(enumerate(begun), key=lambda pair: (pair[1].since, pair[0]))[1] if begun else None


def today_in(zone: ZoneInfo) -> date:
    """Return the day that it is where the office is."""
    return datetime.now(zone).date()


class InForce:
    """The catalogue of the day, read again when the register changes or a version begins.

    folder: holds office.yaml, and the services where nothing was published yet; kept: the versions and the register
    """

    def __init__(self, folder: Path, kept: Path) -> None:
        """Read nothing yet."""
        self._folder, self._kept = folder, kept
        self._found: Catalogue | None = None
        self._stamp: tuple[int, int] | None = None
        self._look_at = self._until = 0.0
        self._said: BundleFiles | None = None

    def catalogue(self) -> Catalogue:
        """Return the office with the services that are in force now; raises CatalogueError or SettingError at first."""
        if self._found is not None and time.monotonic() < self._look_at:
            return self._found
        self._look_at = time.monotonic() + LOOK_EVERY
        stamp = self._stamp_now()
        if self._found is None:
            self._read(stamp)
        elif stamp != self._stamp or time.time() >= self._until:
            try:
                self._read(stamp)
            except (OSError, ValueError, SettingError, CatalogueError):
                # People go on being served by what was in force; the operator finds the reason here.
                log.exception("The register of published versions cannot be read; what was in force stays.")
        assert self._found is not None
        return self._found

    def on(self, slug: str, day: date) -> Service | None:
        """Return a service as it was in force on a day; None where nothing was published by then."""
        register = read_register(self._kept)
        then = on(register.get(slug, ()), day) if register else None
        return self._service(slug, then) if then else None

    def look_again(self) -> None:
        """Look at the register when the catalogue is next asked for."""
        self._look_at = 0.0

    def _stamp_now(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._kept / REGISTER)
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _read(self, stamp: tuple[int, int] | None) -> None:
        register = read_register(self._kept)
        if register is None:
            self._found, self._until = load_catalogue(self._folder), float("inf")
        else:
            self._found, self._until = self._published(register)
        self._stamp = stamp

    def _published(self, register: Register) -> tuple[Catalogue, float]:
        office = self._found.office if self._found else load_office(self._folder)
        zone = ZoneInfo(office.timezone)
        today = today_in(zone)
        services = {}
        for slug, versions in register.items():
            if (now := on(versions, today)) is not None:
                services[slug] = self._service(slug, now)
        ahead = [one.since for versions in register.values() for one in versions if one.since > today]
        until = datetime.combine(min(ahead), clock(), zone).timestamp() if ahead else float("inf")
        return Catalogue(office, services, bundles=self._bundles(services)), until

    def _bundles(self, services: Mapping[str, Service]) -> Mapping[str, Bundle]:
        """Return the bundles as their files said at the start, over the services that are in force now.

        One that does not fit them (any longer) is not offered, and the operator finds the reason in the log.
        """
        if self._said is None:
            self._said = read_bundles(self._folder)
        found, problems = compile_bundles(self._said, services)
        for problem in problems:
            if problem.level == "error":
                log.warning("A bundle is not offered: %s", problem)
        return found

    def _service(self, slug: str, now: Published) -> Service:
        before = self._found.services.get(slug) if self._found else None
        if before is not None and (str(before.version), before.digest) == (now.version, now.digest):
            return before  # what pages keep of it stays good
        office = self._found.office if self._found else load_office(self._folder)
        try:
            found = kept_version(slug, now.version, self._kept, office)
        except (CatalogueError, OSError, ValueError):  # what was edited need not be a service any more
            found = None
        if found is None or found.digest != now.digest:
            raise VersionDamaged(
                f"{slug} {now.version} is in force, but its files under {self._kept} are missing or were changed. "
                "Run: layani prepare, which writes them again from the database."
            )
        return found
