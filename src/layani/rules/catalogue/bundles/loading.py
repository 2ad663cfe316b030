"""Reads the bundles of a catalogue: every folder with a bundle.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from layani.rules.catalogue.bundles.compiling import compile_bundle
from layani.rules.catalogue.bundles.model import Bundle
from layani.rules.catalogue.explaining import explain
from layani.rules.catalogue.grammar.bundle import BundleFile
from layani.rules.catalogue.model import Service
from layani.rules.catalogue.problems import CatalogueError, Problem
from layani.rules.catalogue.reading import Source, read_yaml

FILE = "bundle.yaml"


def bundle_folders(folder: Path) -> list[Path]:
    """Return the folders of a catalogue that hold a bundle."""
    return sorted(path.parent for path in folder.glob(f"*/{FILE}"))


def load_bundles(folder: Path, services: Mapping[str, Service]) -> tuple[dict[str, Bundle], tuple[Problem, ...]]:
    """Return the bundles over these services by slug, and what is wrong with those that are left out."""
    return compile_bundles(read_bundles(folder), services)


@dataclass(frozen=True, slots=True)
class BundleFiles:
    """The bundles of a folder as their files say them, and what is wrong with those that cannot be read."""

    entries: tuple[tuple[Source, BundleFile], ...]
    problems: tuple[Problem, ...]


def read_bundles(folder: Path) -> BundleFiles:
    """Read every bundle.yaml of a catalogue's folder."""
    entries, problems = [], list[Problem]()
    for path in bundle_folders(folder):
        try:
            entries.append(read_bundle(path))
        except CatalogueError as fault:
            problems.extend(fault.problems)
    return BundleFiles(tuple(entries), tuple(problems))


def compile_bundles(
    files: BundleFiles, services: Mapping[str, Service]
) -> tuple[dict[str, Bundle], tuple[Problem, ...]]:
    """Return the bundles over these services by slug, and what is wrong with those that are left out."""
    found: dict[str, Bundle] = {}
    problems = list(files.problems)
    for source, entry in files.entries:
        bundle, wrong = compile_bundle(source, entry, services)
        problems.extend(wrong)
        if bundle:
            found[bundle.slug] = bundle
    return found, tuple(problems)


def read_bundle(folder: Path) -> tuple[Source, BundleFile]:
    """Return what a bundle's file says, or raise CatalogueError when the grammar does not allow it."""
    source = read_yaml(folder / FILE, f"{folder.name}/{FILE}", within=folder.parent)
    try:
        entry = BundleFile.model_validate(source.values)
    except ValidationError as fault:
        raise CatalogueError(explain(fault, BundleFile, source)) from fault
    if entry.bundle != folder.name:
        what = f"'{entry.bundle}' is not the name of its folder."
        raise CatalogueError((source.problem(("bundle",), what, f"Write: bundle: {folder.name}, or rename it."),))
    if (folder / "service.yaml").exists():
        what = "a service.yaml lies beside it."
        raise CatalogueError((source.problem((), what, "Give the service a folder of its own."),))
    return source, entry
