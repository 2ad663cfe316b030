"""A worker and a witness as an office runs them, and the public checkpoint as others see it."""

import os
import subprocess
import sys
import threading
import time
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NAME = "ombudsman.example/w1"
LOOK_EVERY = 0.01  # seconds
START_SECONDS = 60


@dataclass(frozen=True)
class Running:
    """The process ids of the office's worker and of the witness."""

    worker: int
    witness: int


@contextmanager
def working(folder: Path, log_key: str) -> Iterator[Running]:
    """Start a witness of the log with this key (a vkey), and a worker that asks it.

    folder: of the office; the settings of this process, from the environment, are the worker's too
    """
    (folder / "watched").write_text(f"log {log_key}\nquorum none\n", encoding="utf-8")
    serve = ["witness", "serve", str(folder / "witness"), "--name", NAME, "--policy", str(folder / "watched")]
    with _layani([*serve, "--port", "0"], {}) as witness:
        address = _said(witness, "Listening on ").split(" ", 1)[0].rstrip("/")
        vkey = _said(witness, "witness ").split(" ")[1]
        file = folder / "witnesses"
        file.write_text(f"witness w1 {vkey} {address}\ngroup all 1 w1\nquorum all\n", encoding="utf-8")
        with _layani(["worker"], {"LAYANI_WITNESSES": str(file)}) as worker:
            _said(worker, "The worker runs")
            yield Running(worker.pid, witness.pid)


@contextmanager
def _layani(words: list[str], settings: Mapping[str, str]) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "layani.cli", *words]
    environment = {**os.environ, **settings}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def _said(process: "subprocess.Popen[str]", begin: str) -> str:
    """Return what stands behind ``begin`` on the next line that a process prints with it."""
    for line in process.stdout or ():
        if line.startswith(begin):
            return line.removeprefix(begin).strip()
    raise RuntimeError(f"{process.args!r} ended before it said '{begin}'.")


class Published:
    """When the public checkpoint first had which size with a witness's signature, by looking at it all the time."""

    def __init__(self, checkpoint: Path) -> None:
        """Take the file; looking begins with ``with``."""
        self._file, self._seen, self._over = checkpoint, list[tuple[int, float]](), threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Published":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def size(self) -> int:
        """The entries that are published and witnessed now."""
        return self._seen[-1][0] if self._seen else 0

    def wait_for(self, size: int, seconds: float) -> None:
        """Wait until ``size`` entries are published and witnessed; raises TimeoutError."""
        end = time.monotonic() + seconds
        while self.size < size:
            if time.monotonic() > end:
                raise TimeoutError(f"Within {seconds:.0f} s only {self.size} of {size} entries were witnessed.")
            time.sleep(LOOK_EVERY)

    def at(self, index: int) -> float:
        """Return when (``time.time``) the entry at ``index`` was first under a published, witnessed checkpoint."""
        return self._seen[bisect_right(self._seen, index, key=lambda seen: seen[0])][1]

    def _look(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            if self._file.exists():
                text, now = self._file.read_text(encoding="utf-8"), time.time()
                size = int(text.split("\n", 2)[1])
                if f"\n\u2014 {NAME} " in text and size > self.size:
                    self._seen.append((size, now))
