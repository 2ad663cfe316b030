"""The wheel that an office installs holds everything that the program reads, and nothing that only developers need."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from layani import __version__

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
