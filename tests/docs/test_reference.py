"""The reference is what the program says of itself."""

import subprocess
import sys
from pathlib import Path

from layani import cli

ROOT = Path(__file__).parents[2]


def test_the_reference_is_current():
    command = [sys.executable, "docs/reference/generate.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_command_is_in_the_reference():
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in cli.command_files() if f"## `layani {name}`" not in page] == []
