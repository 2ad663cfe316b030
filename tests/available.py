"""Which outside programs the tests can use on this machine, and how to get one that is missing.

``python -m tests.available postgresql`` prints the database address or, on standard error, what to do.
"""

import os
import shutil
import sys
from pathlib import Path

import psycopg

TOOLS = Path(__file__).parent / "browser" / "node_modules"
AXE = TOOLS / "axe-core" / "axe.min.js"
VNU = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
BPMNLINT = Path(__file__).parent / "conformance" / "node_modules" / ".bin" / "bpmnlint"
GO_SUMDB = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb")
POSTGRESQL = os.environ.get("POSTGRESQL", "postgresql:///layani")

REMEDY = {
    "browser": "Chromium or the accessibility checker is missing: sudo apt-get install -y chromium npm && make tools",
    "validator": "Java or vnu is missing: sudo apt-get install -y default-jre-headless npm && make tools",
    "conformance": "Go or its sumdb is missing: sudo apt-get install -y golang-go golang-golang-x-mod-dev",
    "bpmnlint": "Node or the linter of process diagrams is missing: sudo apt-get install -y nodejs npm && make tools",
    "postgresql": f"no PostgreSQL answers at {POSTGRESQL}. Start one whose user may create databases, "
    "and name it: make test POSTGRESQL=postgresql://USER@HOST/layani",
}


def chromium() -> str | None:
    """Return the path of Chromium, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def postgresql() -> bool:
    """Tell whether a server answers on which tests may make and drop a database."""
    try:
        # The database itself need not exist yet, so ask for the server's own.
        psycopg.connect(POSTGRESQL, dbname="postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


FOUND = {
    "browser": lambda: bool(chromium()) and AXE.exists(),
    "validator": lambda: bool(shutil.which("java")) and VNU.exists(),
    "conformance": lambda: bool(shutil.which("go")) and GO_SUMDB.is_dir(),
    "bpmnlint": lambda: bool(shutil.which("node")) and BPMNLINT.exists(),
    "postgresql": postgresql,
}


def missing(mark: str) -> str | None:
    """Return what to do so that tests with this mark can run, or None if they can run."""
    return None if FOUND[mark]() else REMEDY[mark]


if __name__ == "__main__":
    sys.exit(missing(sys.argv[1]))
