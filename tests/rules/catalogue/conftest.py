"""The example office, and copies of it with one thing changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import layani.example_office
from layani.rules.catalogue import Catalogue, CatalogueError, Problem, Service, load_catalogue

FOLDER = Path(layani.example_office.__file__).parent


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(FOLDER)


SPOILED = ("hall-use", "move-of-address", "residence-letter")
"""The services that tests spoil: without a warning of their own, so that every problem is the test's."""


@pytest.fixture
def copy(tmp_path) -> Path:
    """Return a copy of the example office, with three of its services, that a test may spoil."""
    others = {path.parent.name for path in FOLDER.glob("*/examples.yaml")} - set(SPOILED)
    shutil.copytree(FOLDER, tmp_path / "office", ignore=shutil.ignore_patterns("__*", *others))
    return tmp_path / "office"


@pytest.fixture
def problems(copy) -> Callable[..., list[Problem]]:
    """Return a function that replaces text in a file of the copy and gives the problems found then."""

    def found(file: str, old: str | None, new: str | bytes) -> list[Problem]:
        path = copy / file
        if old is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(new if isinstance(new, bytes) else new.encode())
        else:
            text = path.read_text(encoding="utf-8")
            assert old in text, f"{file} no longer holds: {old}"
            path.write_text(text.replace(old, str(new), 1), encoding="utf-8")
        try:
            return list(load_catalogue(copy).warnings)
        except CatalogueError as fault:
            return list(fault.problems)

    return found


BUILDING = Path(__file__).parents[2] / "building_office"
"""An office whose one service has every kind of step."""


@pytest.fixture(scope="session")
def permit() -> Service:
    return load_catalogue(BUILDING).services["building-permit"]
