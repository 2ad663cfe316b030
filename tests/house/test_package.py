"""The wheel that an office installs holds everything that the program reads, and nothing that only developers need."""

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from layani import __version__
from tests.rules.record.small_log import entries_around, openings, write_log
from tests.rules.record.vectors import LOG_VKEY

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "layani"
READ_BY_THE_PROGRAM = {
    ".py",
    ".html",
    ".css",
    ".woff2",
    ".ttf",
    ".svg",
    ".yaml",
    ".json",
    ".csv",
    ".typ",
    ".sql",
    ".md",
    ".txt",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (file,) = folder.glob("*.whl")
    return file


def test_the_wheel_is_named_after_the_version(wheel):
    assert wheel.name == f"layani-{__version__}-py3-none-any.whl"


def test_the_wheel_holds_every_file_that_the_program_reads(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    done = subprocess.run(["git", "ls-files", "src/layani"], cwd=ROOT, capture_output=True, text=True, check=True)
    wanted = {name.removeprefix("src/") for name in done.stdout.split() if Path(name).suffix in READ_BY_THE_PROGRAM}
    assert {name for name in wanted if (ROOT / "src" / name).exists()} - names == set()


def test_the_wheel_holds_nothing_that_only_developers_need(wheel):
    assert [
        name for name in zipfile.ZipFile(wheel).namelist() if "ruff.toml" in name or "test" in Path(name).parts
    ] == []


@pytest.fixture(scope="module")
def bare(wheel, tmp_path_factory):
    """Return a function that runs Python with the wheel and what its base asks for, and nothing else beside it."""
    folder, pinned = tmp_path_factory.mktemp("bare"), tmp_path_factory.mktemp("pinned")
    zipfile.ZipFile(wheel).extractall(folder)
    for name in ("cryptography", "cffi", "pycparser"):
        place = Path(importlib.util.find_spec(name).origin).parent
        (pinned / name).symlink_to(place)
    backend = Path(importlib.util.find_spec("_cffi_backend").origin)
    (pinned / backend.name).symlink_to(backend)

    def run(*args):
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{folder}:{pinned}"}
        # -S: no site-packages, so that what the wheel does not ask for is not there.
        command = [sys.executable, "-S", *args]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=pinned)

    return run


def test_the_wheel_alone_says_its_version_and_checks_a_record(bare, tmp_path):
    assert bare("-c", "import django").returncode != 0  # it is bare indeed
    said = bare("-m", "layani.cli", "--version")
    assert (said.returncode, said.stdout) == (0, f"layani {__version__}\n"), said.stderr
    record, policy = tmp_path / "record", tmp_path / "policy"
    write_log(record, entries_around(openings()[2].leaf, 600, 256))
    policy.write_text(f"log {LOG_VKEY}\nquorum none\n", encoding="utf-8")
    checked = bare("-m", "layani.cli", "verify", "tiles", str(record), "--policy", str(policy))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_wheel_alone_says_what_the_office_needs(bare):
    said = bare("-m", "layani.cli", "prepare")
    assert said.returncode == 2
    assert "pip install 'layani[office,lake]'" in said.stderr
