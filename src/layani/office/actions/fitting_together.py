"""What a new version of one service does to the others that name it: bundles that join it, renewals of its product."""

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from layani.office.house import catalogue
from layani.rules.catalogue import CatalogueError, Problem, Service
from layani.rules.catalogue.bundles.loading import compile_bundles, read_bundles
from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.lint.closing import closings
from layani.rules.catalogue.lint.validity import renewals
from layani.rules.catalogue.loading import read_service


def misfits(service: Service, definition: Definition) -> tuple[Problem, ...]:
    """Return what would not fit any more, or be worth a warning, if this version were in force; () for nothing.

    What was wrong before is not told: it is no fault of this version. The others are taken as they are in force now.
    """
    services = catalogue().services
    files = read_bundles(settings.CATALOGUE)
    _, before = compile_bundles(files, services)
    _, after = compile_bundles(files, {**services, service.slug: service})
    others = _others(definition)
    now = {**others, service.slug: definition}
    told = frozenset((*before, *renewals(others), *closings(others)))
    return tuple(one for one in (*after, *renewals(now), *closings(now)) if one not in told)


def _others(definition: Definition) -> Mapping[str, Definition]:
    """Return what the files of the other services say, as they are in force; one that was never kept is left out."""
    found: dict[str, Definition] = {}
    for slug, service in catalogue().services.items():
        folder: Path = settings.VERSION_FOLDER / slug / str(service.version) / slug
        if slug == definition.entry.service or not (folder / "service.yaml").is_file():
            continue
        try:
            found[slug] = read_service(folder, definition.office, definition.services)
        except CatalogueError:
            continue  # it came into force by an older grammar; nothing can be said of it
    return found
