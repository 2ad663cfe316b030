"""A step in another system names one that the office's register has."""

import shutil
from pathlib import Path

import pytest

import layani.example_office
from layani.rules.catalogue import CatalogueError, load_catalogue

EXAMPLE = Path(layani.example_office.__file__).parent


@pytest.fixture
def office(tmp_path):
    """A copy of the example office with the one service."""
    for name in ("office.yaml", "regions.csv"):
        shutil.copy(EXAMPLE / name, tmp_path / name)
    shutil.copytree(EXAMPLE / "business-number", tmp_path / "business-number")
    return tmp_path


def changed(office, old, new, file="business-number/service.yaml"):
    text = (office / file).read_text(encoding="utf-8")
    assert old in text
    (office / file).write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("of: oss", "of: osss", "the office's register has no system 'osss'"),
        ("of: oss\n", "\n", "what is typed again is counted by system"),
        ("fields: 24", "fields: 0", "fields"),
    ],
)
def test_what_cannot_be_is_an_error_with_its_place(office, old, new, says):
    changed(office, old, new)
    with pytest.raises(CatalogueError, match=says):
        load_catalogue(office)


def test_who_types_into_a_system_that_is_connected_is_asked_why(office):
    systems = "    status: recalled\n    link: by-hand\n    roles: [business-guide]"
    changed(office, systems, systems.replace("by-hand", "api"), "office.yaml")
    assert any("'oss' is connected by machine, and 24 fields" in one.what for one in load_catalogue(office).warnings)
