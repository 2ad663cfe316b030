"""The integrator dies and fails at its steps, and races against itself: nothing is lost or written twice.

Each test runs on a database of its own, on SQLite and on PostgreSQL. Every step of a sweep in every way to end took
seven minutes of each run of the suite; 'make soak' does that, with 300 rounds, and the suite does ten on each database.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import available
from tests.conformance.go_programs import build, checker
from tests.office.own_database import own_database

ROOT = Path(__file__).parents[3]
ROUNDS = int(os.environ.get("LAYANI_ROUNDS", "10"))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory):
    """Give the address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database')}/office.sqlite3"
        return
    if remedy := available.missing("postgresql"):
        pytest.skip(remedy)
    with own_database("record") as address:
        yield address


@pytest.fixture(scope="module")
def crashed(database, tmp_path_factory):
    """Give what the program saw on one database, and its folder."""
    folder = tmp_path_factory.mktemp("crashed")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "LAYANI_MODE": "demo",
        "LAYANI_WORK_INSIDE": "no",
        "LAYANI_DATA": str(folder / "data"),
        "LAYANI_DATABASE_URL": database,
        "LAYANI_LOG_ORIGIN": "office.example/cases",
    }
    command = [sys.executable, "-W", "error", "-m", "tests.office.record.crashing", str(ROUNDS)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout), folder


@pytest.mark.slow
@pytest.mark.soak
def test_a_sweep_that_dies_or_fails_at_a_step_loses_nothing(crashed):
    result = crashed[0]["STEPS"]
    assert sum(result["seen"].values()) >= ROUNDS * 0.4, "a sweep beside it may leave nothing to die at"
    assert result["size"] == result["filed"]
    assert result["cosigned"] == [result["size"]] * 2, "no witness saw two histories, or it would have refused"
    assert result["places"]
    assert result["nothing lost"]
    assert result["half files"] == []


@pytest.mark.soak
@pytest.mark.parametrize("what", ["RACE", "RACE-UNLOCKED"])
def test_integrators_that_race_never_both_win(what, crashed, tmp_path):
    result = crashed[0][what]
    assert result["codes"] == [0, 0, 0, 0]
    assert 0 < result["seen"] <= result["size"] == result["filed"]
    assert result["places"]
    assert result["nothing lost"]
    if what == "RACE-UNLOCKED":  # the last of all: what is public by now holds the other two
        others_agree(result, crashed[1], tmp_path)


def others_agree(result, folder, at):
    """Ask the checker that shares no code with us, where it can be built."""
    source = checker("logfsck")
    if source is None or available.missing("conformance"):
        return
    program = build(source, at)
    done = subprocess.run(
        [program, folder / "data" / "log", result["vkey"]], capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith(f"fsck ok: {result['size']} entries"), done.stderr
