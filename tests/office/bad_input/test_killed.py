"""A process that is killed in the middle of an action leaves no half case, and sending again does it once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from layani.office.gateways.key_store import MOST_AHEAD
from tests import available
from tests.office.own_database import own_database

ROOT = Path(__file__).parents[3]
# The suite lets twenty processes die, ten on each database; a soak lets 300 die on each.
ROUNDS = int(os.environ.get("LAYANI_ROUNDS", "10"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """Give the address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/office.sqlite3"
        return
    if remedy := available.missing("postgresql"):
        pytest.skip(remedy)
    with own_database("dying") as address:
        yield address


@pytest.mark.slow
@pytest.mark.soak
def test_a_killed_process_leaves_no_half_case_and_a_second_sending_does_it_once(database, tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "LAYANI_MODE": "demo",
        "LAYANI_WORK_INSIDE": "no",
        "LAYANI_HOSTS": "testserver",
        "LAYANI_DATA": str(tmp_path / "data"),
        "LAYANI_DATABASE_URL": database,
    }
    command = [sys.executable, "-m", "tests.office.bad_input.dying", str(ROUNDS)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    seen = json.loads(done.stdout)
    assert seen["wrong"] == []
    assert seen["killed"] == ROUNDS, seen
    assert {"after put"} <= seen["deaths"].keys()
    assert {name.split(" ")[0] for name in seen["deaths"]} == {"before", "after"}
    # A death after the keys were written and before the case was leaves keys that open nothing, and nothing else: those
    # of this case and those that were made ahead.
    assert 1 <= seen["orphans"] <= 2 * ROUNDS * MOST_AHEAD
