"""A fresh office in a folder of its own, for a command that must not touch the office of this machine.

It is only settings and files, so it can be made before Django starts.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from layani.office.environment import PREFIX

CATALOGUE = "catalogue"
MADE_FOR = ".layani-replay"


class AnotherFolder(ValueError):
    """The folder holds something else than a fresh office made for the same thing."""


def make_fresh_office(folder: Path, files: Mapping[str, str], made_for: str, database: str | None = None) -> None:
    """Write a catalogue into ``folder``, and let this process's settings mean that office and no other.

    files:     the catalogue's files by path; made_for: what the office is for, so that only the same goes on in it
    Raises AnotherFolder, and OSError when the folder cannot be written.
    """
    mark = folder / MADE_FOR
    if folder.exists() and any(folder.iterdir()) and not (mark.exists() and mark.read_text("utf-8") == made_for):
        raise AnotherFolder(str(folder))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.write_text(made_for, encoding="utf-8")
    for name, text in files.items():
        file = folder / CATALOGUE / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    os.environ.update(
        LAYANI_MODE="demo", LAYANI_DATA=str(folder.absolute()), LAYANI_CATALOGUE=str((folder / CATALOGUE).absolute())
    )
    if database:
        os.environ["LAYANI_DATABASE_URL"] = database
