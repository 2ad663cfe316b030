"""pgbench with the yardstick: what PostgreSQL itself does in the same minute with six plain statements."""

import os
import re
import subprocess
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "conformance" / "yardstick"
SECONDS = 10


def transactions_per_second() -> float | None:
    """Return pgbench's transactions per second at 16 clients; None, with a printed reason, where it cannot run."""
    if not FOLDER.exists():
        print(f"The yardstick is not measured: there is no {FOLDER.name} folder beside this project.")
        return None
    name = f"layani_yardstick_{os.getpid()}"
    subprocess.run(["createdb", name], check=True)
    try:
        subprocess.run(["psql", "-q", name, "-f", str(FOLDER / "schema.sql")], check=True, stdout=subprocess.DEVNULL)
        command = ["pgbench", "-n", "-M", "prepared", "-c", "16", "-j", "1", "-T", str(SECONDS)]
        command += ["-f", str(FOLDER / "filing.sql"), name]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    finally:
        subprocess.run(["dropdb", "--force", name], check=True)
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if not found:
        raise RuntimeError(f"pgbench said nothing of tps: {done.stdout[-400:]}")
    return float(found[1])
