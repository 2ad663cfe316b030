"""Checking a whole copy of the record, beside a Go program that shares no code with us, and making proofs from it."""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bench.record.sample import KEY, write_record
from layani.commands.verify import read_from
from layani.rules.record.absence import neighbours
from layani.rules.record.merkle import consistency_proof, inclusion_proof
from layani.rules.record.tiles import node_reader
from tests.conformance.go_programs import build, checker

PROOFS = 300
DAY = 1_000  # acts of a day whose index a proof of absence is made from


@dataclass(frozen=True)
class Run:
    """What one run of a program took, in seconds by the clock and of CPU."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Checked:
    """What checking took; ``go`` is None, with a printed reason, where the Go program is not at hand."""

    ours: Run
    go: Run | None
    proofs: dict[str, float]


def measure(entries: int) -> Checked:
    """Write a record of ``entries`` acts, check it with both programs, and make proofs (a second, by kind) from it."""
    with tempfile.TemporaryDirectory(prefix="layani-bench-") as name:
        folder = Path(name) / "record"
        folder.mkdir()
        write_record(folder, entries)
        program = _go_program(Path(name))
        policy = folder / "policy"
        run([sys.executable, "-m", "layani.cli", "verify", "paths", folder / "checkpoint"])  # both find warm files
        go = run([program, folder, KEY.verifier.text()]) if program else None
        ours = run([sys.executable, "-m", "layani.cli", "verify", "tiles", folder, "--policy", policy])
        return Checked(ours, go, proofs_a_second(folder, entries))


def _go_program(folder: Path) -> Path | None:
    source = checker("logfsck")
    if source is None:
        print("The Go program is not measured: there is no shared/conformance/logfsck beside this project.")
        return None
    return build(source, folder)


def run(command: list[object]) -> Run:
    """Run a program to its end; raises RuntimeError when it says that the record is not right."""
    begun = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}: {command!r}")
    return Run(time.perf_counter() - begun, used.ru_utime + used.ru_stime)


def proofs_a_second(folder: Path, size: int) -> dict[str, float]:
    """Return {kind: proofs for a second of CPU}, each made from the files of the record or the tags of a day anew."""
    chance, read = random.Random(size), read_from(folder)
    tags = sorted(sha256(b"%d" % number).digest()[:16] for number in range(DAY))
    return {
        "inclusion": _rate(lambda: inclusion_proof(chance.randrange(size), size, node_reader(size, read))),
        "consistency": _rate(lambda: consistency_proof(chance.randrange(1, size), size, node_reader(size, read))),
        "absence": _rate(lambda: neighbours(chance.randbytes(16), tags)),
    }


def _rate(make: Callable[[], object]) -> float:
    begun = time.process_time()
    for _ in range(PROOFS):
        make()
    return PROOFS / (time.process_time() - begun)
