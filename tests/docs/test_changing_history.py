"""The page of attacks names tests that exist, and no attack that is tried is missing on it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "changing-history.md").read_text(encoding="utf-8")
NAMED = re.findall(r"\| `(test_\w+\.py)::(test_\w+)` \|$", PAGE, re.MULTILINE)
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| what was tried")]
# What these show is that nobody honest is accused, or that a check is whole.
NO_ATTACK = {
    "test_an_honest_office_is_accused_of_nothing",
    "test_an_erasure_in_its_time_is_no_finding",
    "test_every_table_that_takes_no_change_is_committed_to",
    "test_of_a_demo_only_the_time_ahead_is_asked",
    "test_what_is_no_leaf_is_found",
}


def named_in(file):
    return set(re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE))


def test_each_row_names_a_test_that_exists():
    assert len(NAMED) == len(ROWS) >= 15
    files = [file for part in ("office", "rules/record") for file in (ROOT / "tests" / part).rglob("test_*.py")]
    known = {file.name: named_in(file) for file in files if named_in(file)}
    assert [(file, name) for file, name in NAMED if name not in known.get(file, ())] == []


def test_each_attack_of_the_suite_is_a_row():
    tried = {(file.name, name) for file in (ROOT / "tests/office/attacks").glob("test_*.py") for name in named_in(file)}
    assert {name for _, name in tried - set(NAMED)} == NO_ATTACK
