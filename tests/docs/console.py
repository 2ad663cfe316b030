"""Reads the pages that a reader follows at the keyboard: the commands, what they print, and the changes to files.

A fenced ``console`` block holds commands after ``$ `` and the lines that they print; ``…`` stands for any lines. A
fenced ``diff`` block names a file and the lines that go and come.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(?P<kind>console|diff)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Command:
    """One line typed, and the lines that the page shows below it."""

    line: str
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """Lines of one file that are replaced; ``old`` stands in it exactly once."""

    file: str
    old: str
    new: str


def steps(page: Path) -> list[Command | Change]:
    """Return what a page asks its reader to do, in order."""
    found: list[Command | Change] = []
    for fence in FENCE.finditer(page.read_text(encoding="utf-8")):
        found += commands(fence["text"]) if fence["kind"] == "console" else [change(fence["text"])]
    return found


def commands(text: str) -> list[Command]:
    """Return the commands of one block; raise ValueError if it does not begin with one."""
    if not text.startswith("$ "):
        raise ValueError(f"A console block begins with '$ ' and a command, not with: {text.splitlines()[0]}")
    parts = [part.split("\n") for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]]
    return [Command(part[0], tuple(part[1:-1])) for part in parts]


def change(text: str) -> Change:
    """Return the change of one block: a line ``--- FILE``, then lines that begin with a blank, a minus or a plus."""
    first, *lines = text.rstrip("\n").split("\n")
    if not first.startswith("--- "):
        raise ValueError(f"A diff block begins with '--- ' and a file, not with: {first}")
    old = [line[1:] for line in lines if line[:1] in " -"]
    new = [line[1:] for line in lines if line[:1] in " +"]
    return Change(first.removeprefix("--- "), "\n".join(old), "\n".join(new))


def matches(shown: tuple[str, ...], printed: str) -> bool:
    """Tell whether what was printed is what the page shows, where ``…`` alone on a line stands for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "…" else _line(line) for line in shown)
    lines = [f"{line.rstrip()}\n" for line in printed.rstrip().split("\n")] if printed.strip() else []
    return re.fullmatch(pattern, "".join(lines)) is not None


def _line(line: str) -> str:
    return ".*".join(map(re.escape, line.rstrip().split("…"))) + r"\n"
