"""The pinned requirements: complete, hashed, of one mind, and free of any index's address."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "requirements"
PINNED = ("base", "build", "office", "lake", "demo", "dev", "pin")
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^ \\]+)", re.MULTILINE)


def canonical(requirement: str) -> str:
    """Return a requirement's name as package indexes compare it: "PyYAML>=6" is "pyyaml"."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0]).lower()


def pins(name: str) -> dict[str, str]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return {canonical(m["name"]): m["version"] for m in PIN.finditer(text)}


def wanted(name: str) -> list[str]:
    """Return the requirements of NAME.in, with those of the files that it includes."""
    found = []
    for line in (FOLDER / f"{name}.in").read_text(encoding="utf-8").split("\n"):
        if line.startswith("-r "):
            found += wanted(line.removeprefix("-r ").removesuffix(".in"))
        elif line:
            found.append(line)
    return found


@pytest.mark.parametrize("name", PINNED)
def test_every_pin_has_a_hash(name):
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert [b.split("\n", 1)[0] for b in blocks if not PIN.match(b) or "--hash=sha256:" not in b] == []


@pytest.mark.parametrize("name", PINNED)
def test_no_index_and_no_address_is_named(name):
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert re.findall(r"\S*://\S*|--(?:extra-)?index-url.*|--find-links.*|--trusted-host.*", text) == []


@pytest.mark.parametrize("name", PINNED)
def test_what_is_asked_for_is_pinned(name):
    assert {canonical(line) for line in wanted(name)} <= set(pins(name))


@pytest.mark.parametrize("name", [name for name in PINNED if name != "pin"])
def test_all_sets_pin_the_same_versions(name):
    developer = pins("dev")
    assert {n: v for n, v in pins(name).items() if developer[n] != v} == {}


@pytest.mark.parametrize("extra", ["office", "lake"])
def test_the_package_declares_what_the_requirements_ask_for(extra):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {*project["dependencies"], *project["optional-dependencies"][extra]}
    assert declared == set(wanted(extra))


def test_the_verifier_needs_nothing_but_cryptography():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [canonical(d) for d in project["dependencies"]] == ["cryptography"]
    assert set(pins("base")) == {"cryptography", "cffi", "pycparser"}
