"""Loads an office's catalogue from its folder: office.yaml, regions.csv, and one folder per service."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from layani.rules.catalogue.bundles.loading import FILE as BUNDLE
from layani.rules.catalogue.bundles.loading import load_bundles
from layani.rules.catalogue.bundles.model import Bundle
from layani.rules.catalogue.compiling import ServiceCompiler, compile_office
from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.explaining import explain
from layani.rules.catalogue.grammar.office import OfficeEntry
from layani.rules.catalogue.grammar.service import ServiceFile
from layani.rules.catalogue.lint.closing import closings
from layani.rules.catalogue.lint.next_services import offered_in_circles
from layani.rules.catalogue.lint.validity import renewals
from layani.rules.catalogue.linting import CHECKS, lint_service
from layani.rules.catalogue.model import Catalogue, OfficeFile, Service
from layani.rules.catalogue.numbers import written_out
from layani.rules.catalogue.problems import CatalogueError, Problem
from layani.rules.catalogue.reading import Source, read_text, read_yaml
from layani.rules.text import Text

Entry = TypeVar("Entry", bound=BaseModel)

_LETTER: Final = re.compile(r"(?P<outcome>[a-z_]+)\.(?P<language>id|en)\.md")
_REGION: Final = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}(\.[0-9]{4})?")


def load_catalogue(folder: Path) -> Catalogue:
    """Return the office, its services and bundles, compiled, or raise CatalogueError with every problem found.

    folder: holds office.yaml, regions.csv and one folder with a service.yaml per service, a bundle.yaml per bundle
    """
    if not folder.is_dir():
        _stop(Problem(folder.name, 0, "there is no such folder.", "Give the folder that holds office.yaml."))
    office = load_office(folder)
    paths = _service_folders(folder)
    if not paths:
        _stop(Problem(folder.name, 0, "it holds no service.", "Add a folder with a service.yaml."))
    problems: list[Problem] = list(_half_services(folder))
    services: dict[str, Service] = {}
    definitions: dict[str, Definition] = {}
    bundles: dict[str, Bundle] = {}
    names = frozenset(one.name for one in paths)
    for path in paths:
        try:
            definitions[path.name] = read_service(path, office, names)
            services[path.name], warnings = compile_service(definitions[path.name])
            problems.extend(warnings)
        except CatalogueError as fault:
            problems.extend(fault.problems)
    problems.extend(offered_in_circles(definitions))
    problems.extend(renewals(definitions))
    problems.extend(closings(definitions))
    if len(services) == len(paths):  # a bundle over a service that cannot be read would say no more than that
        bundles, wrong = load_bundles(folder, services)
        problems.extend(wrong)
    if any(problem.level == "error" for problem in problems):
        raise CatalogueError(tuple(problems))
    return Catalogue(office, services, tuple(problems), bundles)


def _service_folders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if _holds_service(path))
    except OSError as fault:
        what = f"the folder cannot be looked into ({fault.strerror})."
        raise CatalogueError((Problem(folder.name, 0, what, "Let the office's user read it."),)) from fault


def _half_services(folder: Path) -> Iterator[Problem]:
    """Warn of folders that look like a service and have no service.yaml: a service must not just be missing."""
    for path in sorted(folder.iterdir()):
        if _holds_service(path) or (path / BUNDLE).exists():
            continue
        parts = [name for name in ("examples.yaml", "letters") if (path / name).exists()]
        if parts:
            what = f"it has {' and '.join(parts)}, but no service.yaml, and is passed over."
            yield Problem(path.name, 0, what, "Add its service.yaml, or remove the folder.", level="warning")


def _holds_service(folder: Path) -> bool:
    """Return whether a service.yaml is there, or may be: a service that cannot be read must not just be missing."""
    try:
        (folder / "service.yaml").stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # reading it says why
    return True


def read_service(folder: Path, office: OfficeFile, services: frozenset[str]) -> Definition:
    """Return what the files of one service say, or raise CatalogueError when the grammar does not allow it.

    services: slugs of all services of the catalogue
    """
    source = read_yaml(folder / "service.yaml", f"{folder.name}/service.yaml", within=folder.parent)
    entry = _checked(ServiceFile, source)
    if entry.numbers:
        entry = ServiceFile.model_validate(written_out(source.values))
    if entry.service != folder.name:
        can_be = re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", folder.name)
        write = f"Write: service: {folder.name}, or rename the folder." if can_be else f"Rename it to: {entry.service}"
        _stop(source.problem(("service",), f"'{entry.service}' is not the name of its folder.", write))
    return Definition(source, entry, _letters(folder), office, services)


def compile_service(one: Definition) -> tuple[Service, tuple[Problem, ...]]:
    """Return one service and the warnings about it, or raise CatalogueError with every problem of its files."""
    found = lint_service(one)
    # A field of no known kind has no type, and nothing that reads it could be compiled.
    if any(problem.level == "error" for problem in CHECKS["fields"](one)):
        raise CatalogueError(found)
    compiler = ServiceCompiler(one.source, one.office)
    service = compiler.compile(one.entry, one.letters)
    if service is None or any(problem.level == "error" for problem in found):
        raise CatalogueError(tuple(sorted((*found, *compiler.problems), key=lambda one: (one.file, one.line))))
    return service, tuple(sorted((*found, *compiler.problems), key=lambda one: (one.file, one.line)))


def load_service(folder: Path, office: OfficeFile, services: frozenset[str]) -> tuple[Service, tuple[Problem, ...]]:
    """Do as ``read_service`` and then ``compile_service``."""
    return compile_service(read_service(folder, office, services))


def load_office(folder: Path) -> OfficeFile:
    """Return the office of a catalogue, or raise CatalogueError."""
    source = read_yaml(folder / "office.yaml", "office.yaml", within=folder)
    entry = _checked(OfficeEntry, source)
    path = folder / "regions.csv"
    office = compile_office(entry, _regions(path, entry.region) if path.exists() else {})
    if not office.hours:
        write = "Add below 'hours:' a line such as: monday: 08:00-16:00"
        _stop(source.problem(("hours",), "the office is never open.", write, "No promise could ever be kept."))
    return office


def _stop(problem: Problem) -> NoReturn:
    raise CatalogueError((problem,))


def _checked(entry: type[Entry], source: Source) -> Entry:
    try:
        return entry.model_validate(source.values)
    except ValidationError as fault:
        raise CatalogueError(explain(fault, entry, source)) from fault


def _regions(path: Path, region: str) -> Mapping[str, Text]:
    """Return {ward code: name} of regions.csv; the wards of other districts are shown with their district.

    Columns: code and name. A row of a district (99.01.02,Harapan) names the district of the wards below it.
    """
    try:
        rows = list(csv.reader(io.StringIO(read_text(path, path.name, within=path.parent))))
    except csv.Error as fault:
        what = f"it is not a table ({fault})."
        _stop(Problem(path.name, 0, what, 'Look for a quotation mark (") that is never closed.'))
    if not rows or rows[0] != ["code", "name"]:
        _stop(Problem(path.name, 1, "its columns are not code and name.", "Begin it with the line: code,name"))
    names: dict[str, str] = {}
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != 2 or not _REGION.fullmatch(row[0]) or not row[1].strip():
            what = f"'{','.join(row)[:60]}' is not the code of a ward or district and its name."
            _stop(Problem(path.name, number, what, "Write a line such as: 99.01.01.1001,Sukamaju"))
        if row[0] in names:
            _stop(Problem(path.name, number, f"'{row[0]}' stands here a second time.", "Keep one of the two lines."))
        names[row[0]] = row[1].strip()
    return {code: _shown(code, names, region) for code in names if code.count(".") == WARD_LEVEL}


WARD_LEVEL: Final = 3
"""Dots in the code of a ward: province.regency.district.ward."""


def _shown(code: str, names: Mapping[str, str], region: str) -> Text:
    ward, district = names[code], names.get(code.rpartition(".")[0])
    if district is None or code.startswith(f"{region}."):
        return Text(id=ward, en=ward)
    return Text(id=f"{ward}, Kecamatan {district}", en=f"{ward}, {district} District")


def letters_in(files: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Return {(outcome, language): text} of the letters among a service's files, which are {path: text}."""
    found = {}
    for path, text in files.items():
        if match := _LETTER.fullmatch(path.removeprefix("letters/")):
            found[match["outcome"], match["language"]] = text
    return found


def _letters(folder: Path) -> dict[tuple[str, str], str]:
    found = {}
    if (folder / "letters").is_file():
        _stop(
            Problem(f"{folder.name}/letters", 0, "it is a file, not a folder.", "Make a folder of it for the letters.")
        )
    for path in sorted((folder / "letters").glob("*")):
        match = _LETTER.fullmatch(path.name)
        shown = f"{folder.name}/letters/{path.name}"
        if match is None:
            write = "Name letters by outcome and language, such as: granted.id.md"
            raise CatalogueError((Problem(shown, 0, "it is not the name of a letter.", write),))
        found[match["outcome"], match["language"]] = read_text(path, shown, within=folder.parent)
    return found
