"""CPU time of processes, by the operating system's accounting (/proc)."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> tuple[str, int, int, int]:
    """Return (name, parent, own ticks, ticks of its ended children) of a process."""
    text = Path(f"/proc/{pid}/stat").read_text()
    name, rest = text[text.index("(") + 1 : text.rindex(")")], text[text.rindex(")") + 2 :].split()
    return name, int(rest[1]), int(rest[11]) + int(rest[12]), int(rest[13]) + int(rest[14])


def _processes() -> Iterator[tuple[int, str, int, int, int]]:
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                yield int(entry), *_stat(int(entry))
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended while the list was read; its ticks are its parent's now


def family_seconds(root: int) -> float:
    """Return the CPU seconds of a process, its living descendants, and those of them that have ended."""
    found = {pid: (parent, own, ended) for pid, _, parent, own, ended in _processes()}
    family, grew = {root}, True
    while grew:
        new = {pid for pid, (parent, *_) in found.items() if parent in family and pid not in family}
        family |= new
        grew = bool(new)
    return sum(own + ended for pid, (_, own, ended) in found.items() if pid in family) / TICKS_PER_SECOND


def postmaster() -> int | None:
    """Return the process id of the local PostgreSQL server, or None; it is the parent of its backends."""
    servers = {pid: parent for pid, name, parent, *_ in _processes() if name == "postgres"}
    return next((pid for pid, parent in servers.items() if parent not in servers), None)


class Meter:
    """CPU seconds of several process families between two moments, and the busyness of the machine meanwhile."""

    def __init__(self, *roots: int | None) -> None:
        """Take the first process of each family; None is left out."""
        self._roots = [root for root in roots if root]

    def __enter__(self) -> "Meter":
        self._cpu, self._wall = self._now(), time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu, self.wall = self._now() - self._cpu, time.perf_counter() - self._wall

    def _now(self) -> float:
        return sum(family_seconds(root) for root in self._roots)


def steal_of_others(seconds: float = 1.0) -> float:
    """Return the share of the machine that other work takes while this process sleeps, 0 to 1."""
    before = _idle()
    threading.Event().wait(seconds)
    idle, total = (after - b for after, b in zip(_idle(), before, strict=True))
    return 1 - idle / total


def _idle() -> tuple[int, int]:
    values = [int(v) for v in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return values[3] + values[4], sum(values[:8])
