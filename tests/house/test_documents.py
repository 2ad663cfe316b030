"""The documents at the root: there, in both languages, and true where a program can tell."""

import re
import subprocess
from pathlib import Path

import yaml

from layani import __version__

ROOT = Path(__file__).parents[2]


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name]


def test_the_documents_that_a_visitor_looks_for_are_there():
    wanted = {
        *("README.md", "README.id.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE", "NOTICE", "CONTRIBUTING.md"),
        *("SECURITY.md", "CODE_OF_CONDUCT.md", "publiccode.yml", ".editorconfig"),
    }
    assert {name for name in wanted if not (ROOT / name).exists()} == set()


def test_the_licence_is_the_whole_apache_licence():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert len(text) > 11_000


def test_the_notice_names_every_folder_with_somebody_elses_licence():
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    folders = {str(f.parent.relative_to(ROOT)) for f in tracked() if f.name.startswith("LICENSE") and f.parent != ROOT}
    assert folders
    assert {folder for folder in folders if folder not in notice} == set()


def test_the_architecture_fits_a_short_reading():
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) < 150


def test_the_architecture_names_every_room():
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    houses = [ROOT / "src" / "layani", *(ROOT / "src" / "layani" / house for house in ("rules", "office"))]
    rooms = {file.parent.name for house in houses for file in house.glob("*/__init__.py")}
    assert {name for name in rooms if f"{name}/" not in page} == set()


def test_publiccode_says_what_the_standard_asks():
    """Required keys and lengths of publiccode.yml 0.4 (core schema)."""
    code = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    required = {"publiccodeYmlVersion", "name", "url", "releaseDate", "platforms", "categories", "developmentStatus"}
    required |= {"softwareType", "description", "legal", "maintenance", "localisation"}
    assert required <= set(code)
    assert code["publiccodeYmlVersion"] == "0.4"
    assert code["softwareVersion"] == __version__
    assert set(code["localisation"]["availableLanguages"]) == set(code["description"])
    for words in code["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]
    assert code["maintenance"]["contacts"][0]["name"]


def test_no_file_names_a_package_index():
    """An office behind a wall has its own mirror; a lock file that names a host would not install there."""
    hosts = re.compile(r"https?://(?:[a-z.]*pypi|files\.pythonhosted|registry\.npmjs|registry\.yarnpkg)", re.IGNORECASE)
    locks = [
        f for f in tracked() if f.suffix in (".txt", ".in", ".toml", ".json", ".lock", ".yml") or f.name == "Makefile"
    ]
    assert [str(f) for f in locks if f.exists() and hosts.search(f.read_text(encoding="utf-8", errors="replace"))] == []
