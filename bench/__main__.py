"""``python -m bench``: prints what the office costs on each database, at each size.

python -m bench                          10 thousand cases, both databases
python -m bench --sizes 10000 1000000    what docs/reference/benchmarks.md shows (takes about half an hour)
python -m bench record --entries 1000000   the record alone, a copy of a million entries checked
python -m bench soak                     long loops of kills and races
"""

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from bench import absence, lint
from bench.cpu import steal_of_others

BUSY = 0.15  # above this share of the machine, other work disturbs the figures


def main() -> int:
    """Measure and print; 0 when all could be measured."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", nargs="?", choices=["all", "record", "soak"], default="all")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000])
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--entries", type=int, default=100_000, help="of the record that is checked")
    parser.add_argument("--out", type=Path, help="also write the table to this Markdown file")
    args = parser.parse_args()
    if args.what == "soak":
        rounds = {"LAYANI_ROUNDS": "300", **os.environ}
        command = [sys.executable, "-m", "pytest", "-q", "-m", "soak", "tests"]
        return subprocess.run(command, env=rounds, check=False).returncode
    with args.out.open("w", encoding="utf-8") if args.out else nullcontext() as out:
        for line in _lines(args):
            for where in (sys.stdout, out):
                if where:
                    print(line, file=where, flush=True)
    return 0


def _lines(args: argparse.Namespace) -> Iterator[str]:
    """Yield each line as soon as it is measured: who stops a long run keeps what it has found."""
    yield from (_machine(), "")
    if args.what == "all":
        yield from (*lint.measure().splitlines(), "", *absence.measure().splitlines())
        for vendor in args.databases:
            for size in args.sizes:
                yield from _one(f"from bench.run import run; run({vendor!r}, {size})")
    if "postgresql" in args.databases:
        yield from _one(f"from bench.record.run import run; run({args.entries})")


def _machine() -> str:
    other = steal_of_others()
    note = f" **Other work took {other:.0%} of the machine: these figures are too high.**" if other > BUSY else ""
    return (
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"Linux {platform.release()}.{note}"
    )


def _one(code: str) -> Iterator[str]:
    """Measure in a process of its own: Django serves one database a process."""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as measuring:
        yield from (line.rstrip("\n") for line in measuring.stdout or ())
    if measuring.returncode:
        raise subprocess.CalledProcessError(measuring.returncode, measuring.args)


if __name__ == "__main__":
    sys.exit(main())
