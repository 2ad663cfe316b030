"""An office of the bench: a folder, a database, and its web server in processes of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import long_form

PORT = 8765
START_SECONDS = 60


@dataclass(frozen=True)
class Office:
    """Where the office of this run lives."""

    vendor: str
    folder: Path
    database: str

    @property
    def environment(self) -> dict[str, str]:
        """The settings of its processes: a demo for sign-ins, but with every middleware and no sweeps inside."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "layani.office.settings",
            "LAYANI_MODE": "demo",
            "LAYANI_WORK_INSIDE": "no",
            "LAYANI_DATA": str(self.folder),
            "LAYANI_CATALOGUE": str(self.folder / "catalogue"),
            "LAYANI_DATABASE_URL": self.database,
        }


@contextmanager
def new_office(vendor: str) -> Iterator[Office]:
    """Make an empty office on SQLite or PostgreSQL and remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="layani-bench-"))
    name = f"layani_bench_{os.getpid()}"
    database = f"sqlite:///{folder / 'office.sqlite3'}" if vendor == "sqlite" else f"postgresql:///{name}"
    if vendor == "postgresql":
        subprocess.run(["createdb", name], check=True)
    try:
        office = Office(vendor, folder, database)
        long_form.write_catalogue(folder / "catalogue")
        os.environ.update(office.environment)
        yield office
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if vendor == "postgresql":
            subprocess.run(["dropdb", "--force", name], check=True)


@contextmanager
def serving(office: Office) -> Iterator[int]:
    """Serve the office and yield the process id of the server: one worker on SQLite, two on PostgreSQL."""
    workers = "1" if office.vendor == "sqlite" else "2"
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(PORT), "--workers", workers),
        *("--blocking-threads", "1", "--no-access-log", "--log-level", "warning", "layani.office.wsgi:application"),
    ]
    with subprocess.Popen(command, env=office.environment) as server:
        try:
            _wait(server)
            yield server.pid
        finally:
            server.terminate()


def _wait(server: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 5):
        if server.poll() is not None:
            raise RuntimeError(f"The server ended with code {server.returncode} before it answered.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api/openapi.json", timeout=5).close()  # noqa: S310
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"The server did not answer on port {PORT} within {START_SECONDS} s.")
