"""The integrator dies at every step, fails at every step, and races against itself: nothing is lost or written twice.

Each test runs on a database of its own, on SQLite and on PostgreSQL.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests import available
from tests.conformance.go_programs import build, checker

ROOT = Path(__file__).parents[3]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """Give the address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/office.sqlite3"
        return
    if remedy := available.missing("postgresql"):
        pytest.skip(remedy)
    name = f"layani_record_{os.getpid()}"
    with psycopg.connect(available.POSTGRESQL, dbname="postgres", autocommit=True) as server:
        server.execute(f"create database {name}")
        try:
            yield available.POSTGRESQL.rpartition("/")[0] + f"/{name}"
        finally:
            server.execute(f"drop database {name} with (force)")


def crashing(what, database, folder):
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "LAYANI_MODE": "demo",
        "LAYANI_WORK_INSIDE": "no",
        "LAYANI_DATA": str(folder / "data"),
        "LAYANI_DATABASE_URL": database,
        "LAYANI_LOG_ORIGIN": "office.example/cases",
    }
    command = [sys.executable, "-W", "error", "-m", "tests.office.record.crashing", what]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
def test_a_sweep_that_dies_or_fails_at_any_step_loses_nothing(database, tmp_path):
    result = crashing("STEPS", database, tmp_path)
    assert min(result["seen"].values()) > 20
    assert result["size"] == result["filed"]
    assert result["places"]
    assert result["nothing lost"]
    assert result["half files"] == []
    others_agree(result, tmp_path)


@pytest.mark.parametrize("what", ["RACE", "RACE-UNLOCKED"])
def test_integrators_that_race_never_both_win(what, database, tmp_path):
    result = crashing(what, database, tmp_path)
    assert result["codes"] == [0, 0, 0, 0]
    assert 0 < result["seen"] <= result["size"] == result["filed"]
    assert result["places"]
    assert result["nothing lost"]
    others_agree(result, tmp_path)


def others_agree(result, folder):
    """Ask the checker that shares no code with us, where it can be built."""
    source = checker("logfsck")
    if source is None or available.missing("conformance"):
        return
    program = build(source, folder)
    done = subprocess.run(
        [program, folder / "data" / "log", result["vkey"]], capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith(f"fsck ok: {result['size']} entries"), done.stderr
