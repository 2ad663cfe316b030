"""A witness on the office's own machine, for a demo: it shows how witnessing works and proves nothing to anybody.

It listens to this machine alone. A real one runs where the office cannot reach it.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from layani.durable_file import write_durably
from layani.watchers.witness import Witness

NAME: Final = "sample-witness"
SIGNS_AS: Final = f"{NAME}.example/w1"
HOST: Final = "127.0.0.1"
ASKED_FOR: Final = "witnesses"
WATCHES: Final = "policy"
LOG: Final = "witness.log"
KEY_WITHIN: Final = 20.0  # seconds after the first page until the record's key lies there
LOOKS_EVERY: Final = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Beside:
    """Where the witness lives and listens. asked_for: the file that tells the office of it."""

    folder: Path
    port: int

    @property
    def asked_for(self) -> Path:
        """Return the file of witnesses, as LAYANI_WITNESSES names it."""
        return self.folder / ASKED_FOR


def prepare(folder: Path) -> Beside:
    """Make the witness's key at the first time, choose its port, and write the file that tells the office of it.

    Raises WitnessDamaged when the folder has lost what the witness vouched for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    key = Witness(folder, SIGNS_AS, ()).key.verifier.as_cosigner()
    found = Beside(folder, _free_port())
    lines = f"witness {NAME} {key.text()} http://{HOST}:{found.port}\nquorum {NAME}\n"
    write_durably(folder, [(ASKED_FOR, lines.encode())])
    return found


def start(found: Beside, log_key: Path, environment: Mapping[str, str]) -> "subprocess.Popen[bytes] | None":
    """Start the witness once the public half of the record's key lies in ``log_key``; None if it does not come."""
    until = time.monotonic() + KEY_WITHIN
    while not log_key.is_file():
        if time.monotonic() > until:
            return None
        time.sleep(LOOKS_EVERY)
    watched = f"log {log_key.read_text(encoding='utf-8').strip()}\nquorum none\n"
    write_durably(found.folder, [(WATCHES, watched.encode())])
    command = [
        *(sys.executable, "-m", "layani.cli", "witness", "serve", str(found.folder), "--name", SIGNS_AS),
        *("--policy", str(found.folder / WATCHES), "--address", HOST, "--port", str(found.port)),
    ]
    # A line for each question, twice a second while samples are made, would bury the demo's own progress.
    with (found.folder / LOG).open("ab") as told:
        # Our own program.
        return subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL, stderr=told)  # noqa: S603


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
