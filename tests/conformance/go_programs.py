"""Builds the Go programs that check the record without sharing code with it."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECKERS = ROOT.parent / "shared" / "conformance"
"""Checkers kept beside the project's folder; a clone alone does not have them."""


def checker(name: str) -> Path | None:
    """Return the source of a shared checker, None where it is not at hand."""
    source = CHECKERS / name / "main.go"
    return source if source.is_file() else None


def build(source: Path, folder: Path) -> Path:
    """Return the built program, made from one Go file with Debian's packages only."""
    target = folder / source.parent.name
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(folder / "cache")}
    subprocess.run(["go", "build", "-o", target, source], check=True, env=environment, capture_output=True, text=True)
    return target
