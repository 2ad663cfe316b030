"""The tutorial does what it says: each command is typed, each change made, and each shown line must appear."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.console import Change, Command, change, commands, matches, steps

ROOT = Path(__file__).parents[2]
TUTORIALS = sorted((ROOT / "docs" / "tutorial").glob("*.md"))
FOR_EVER = {
    "make demo",
    "LAYANI_CATALOGUE=my-office make demo",
    ".venv/bin/layani try my-office/business-letter",
}
"""Commands that do not end by themselves; ``.ci/run`` starts the demo in a fresh clone and waits for its first page,
and tests/city/test_try.py tries a service."""


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_the_tutorial_does_what_it_says(page, tmp_path):
    for step in steps(page):
        if isinstance(step, Change):
            apply(step, tmp_path)
        elif step.line not in FOR_EVER:
            printed = run(step, tmp_path)
            assert matches(step.shown, printed), (
                f"$ {step.line}\nprinted:\n{printed}\nbut the page shows:\n" + "\n".join(step.shown)
            )


def run(command: Command, folder: Path) -> str:
    """Type one line in ``folder``, beside a link to the project's sources; return all that it printed."""
    link = folder / "src"
    if not link.exists():
        link.symlink_to(ROOT / "src")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LAYANI_")}
    path = f"{Path(sys.executable).parent}:{clean['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command.line.replace(".venv/bin/", "")],
        cwd=folder,
        env={**clean, "PATH": path, "LAYANI_DATA": str(folder / "var")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def apply(step: Change, folder: Path) -> None:
    file = folder / step.file
    text = file.read_text(encoding="utf-8")
    assert text.count(step.old) == 1, f"{step.file} must hold these lines once:\n{step.old}"
    file.write_text(text.replace(step.old, step.new), encoding="utf-8")


def test_a_page_that_shows_something_else_is_found():
    assert matches(("Found 3 services.",), "Found 3 services.\n")
    assert matches(("first", "…", "last"), "first\n2\n3\nlast\n")
    assert matches(("took … s",), "took 0.3 s\n")
    assert not matches(("Found 3 services.",), "Found 4 services.\n")
    assert matches((), "")
    assert not matches((), "something\n")
    assert not matches(("something",), "")
    assert not matches(("first", "…", "last"), "first\nlast\nafter\n")


def test_a_block_is_read_as_commands_and_what_they_print():
    assert commands("$ a\none\ntwo\n$ b\n") == [Command("a", ("one", "two")), Command("b", ())]


def test_a_change_names_its_file_and_lines():
    assert change("--- x.yaml\n a\n-b\n+c\n") == Change("x.yaml", "a\nb", "a\nc")


def test_a_block_that_cannot_be_followed_is_refused():
    with pytest.raises(ValueError, match="begins with"):
        commands("layani check\n")
    with pytest.raises(ValueError, match="begins with"):
        change("+a\n")
