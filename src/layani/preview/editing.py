"""The files of the service that is tried, as an editor page changes them: the same files, and no second truth."""

import hashlib
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from layani.preview.tried import Tried, read_tried

# What an analyst writes; pictures and data tables are brought by other programs.
_NAME = re.compile(r"service\.yaml|examples\.yaml|letters/[a-z][a-z0-9_]{0,39}\.(?:id|en)\.md")
LONGEST = 900_000  # bytes of one file


class NotSaved(Exception):
    """The file was left as it is; the message, in English, says why and what to do."""


class Changed(NotSaved):
    """Somebody else has changed the file since it was opened here; ``now`` is what it holds."""

    def __init__(self, now: "Held") -> None:
        self.now = now
        super().__init__("The file was changed by another program since you opened it here.")


@dataclass(frozen=True)
class Held:
    """One file as it lies in the folder.

    mark: stands for its content; empty where there is no file yet
    """

    name: str
    text: str
    mark: str


def editable(folder: Path) -> list[str]:
    """Return the names of the files that can be edited: those that are there, and service.yaml first."""
    letters = sorted(f"letters/{path.name}" for path in (folder / "letters").glob("*.md"))
    names = ["service.yaml", "examples.yaml", *(name for name in letters if may_be_edited(name))]
    return [name for name in names if (folder / name).is_file()]


def may_be_edited(name: str) -> bool:
    """Tell whether a file of this name belongs to a service and is written by hand."""
    return _NAME.fullmatch(name) is not None


def held(folder: Path, name: str) -> Held:
    """Return a file, an empty one where there is none yet. Raises NotSaved for one that is no text."""
    path = _place(folder, name)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Held(name, "", "")
    try:
        return Held(name, content.decode("utf-8"), _mark(content))
    except UnicodeDecodeError as fault:
        raise NotSaved(
            f"{name} is not UTF-8 text: byte {fault.start} is {content[fault.start]:#04x}. Open it with the program "
            "that wrote it and save it as UTF-8."
        ) from fault


def save(folder: Path, name: str, text: str, mark: str) -> Held:
    """Write a file whole or not at all, and return it as it lies there now.

    mark: of the content that was opened. Raises Changed when the file holds another by now, NotSaved when it cannot be
    written.
    """
    now = held(folder, name)
    if now.mark != mark:
        raise Changed(now)
    path, content = _place(folder, name), as_typed(text).encode("utf-8")
    if len(content) > LONGEST:
        raise NotSaved(f"{name} would have {len(content)} bytes; at most {LONGEST} can be edited here.")
    try:
        path.parent.mkdir(exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".saving-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            # The file keeps who may read it; a new one is as readable as its folder's other files.
            shutil.copymode(path if path.exists() else folder / "service.yaml", beside)
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise NotSaved(f"{name} could not be written: {fault.strerror}. Your text is still in the box.") from fault
    return Held(name, as_typed(text), _mark(content))


def as_typed(text: str) -> str:
    """Return text of a form's box with the ends of lines that the files have."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain if not plain or plain.endswith("\n") else plain + "\n"


def tried_with(folder: Path, catalogue: Path, name: str, text: str) -> Tried:
    """Return what is right and wrong with the service if one of its files held this text; nothing is changed."""
    with tempfile.TemporaryDirectory(prefix="layani-draft-") as place:
        draft = Path(place) / folder.name
        shutil.copytree(folder, draft, symlinks=True)
        path = draft / name
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)  # a link would lead out of the draft
        path.write_text(as_typed(text), encoding="utf-8", newline="")
        return read_tried(draft, catalogue)


def _place(folder: Path, name: str) -> Path:
    """Return where a file lies. Raises NotSaved for one that leads out of the service's folder."""
    path = folder / name
    if not may_be_edited(name) or not path.resolve().is_relative_to(folder.resolve()):
        raise NotSaved(f"'{name[:80]}' is not a file of this service.")
    return path


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
