"""An office as an earlier version made it comes to this one: prepared, proved equal, read, and worked on."""

import base64
import gzip
import json
import os
import resource
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from layani.rules.record.checkpoint import parse_checkpoint
from layani.rules.record.mirror import begins_with
from tests.office.own_database import own_database
from tests.office.test_backup import layani, office

HERE = Path(__file__).parent
OFFICES = sorted(HERE.glob("office-*.json.gz"))
LONGEST = 60  # CPU seconds for a small office; most of them start Python
READ = """
import django; django.setup()
from django.test import Client
from layani.office.actions.comparing import altered
from layani.office.actions.issuing import opened_letter
from layani.office.actor import let_in
from layani.office.tables.models import Case, Letter
for case in Case.objects.order_by("pk"):
    client = Client()
    session = client.session
    case.party.assurance = "seen"
    case.party.save()
    let_in(session, case.party)
    session.save()
    answer = client.get(f"/case/{case.number}/", headers={"Host": "localhost"})
    print(case.number, case.status, answer.status_code, "Carla" in answer.content.decode() or answer.status_code)
for letter in Letter.objects.select_related("case"):
    print("letter", letter.number, bool(opened_letter(letter, letter.case)))
"""


@pytest.fixture
def address():
    """Return where to: SQLite in the data folder, or a database of this test's own on PostgreSQL."""
    with database_of_its_own() as found:
        yield found


@contextmanager
def database_of_its_own():
    server = os.environ.get("LAYANI_TEST_DATABASE", "")
    if not server.startswith("postgresql"):
        yield None
        return
    with own_database("upgrade", server=server) as found:
        yield found


def python(environment, *args):
    return subprocess.run(
        [sys.executable, *map(str, args)], env=environment, capture_output=True, text=True, check=True
    )


def spent_by_children():
    """Return the CPU seconds of all processes that were waited for: how busy the machine is makes no difference."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def body(note):
    return parse_checkpoint(note.decode().split("\n\n")[0] + "\n")


def old(fixture):
    return json.loads(gzip.decompress(fixture.read_bytes()))


@pytest.fixture(params=OFFICES, ids=lambda file: file.name.removesuffix(".json.gz"))
def upgraded(request, tmp_path, address):
    """Return the environment of an old office after ``layani prepare`` of this version, and what it was."""
    environment = office(tmp_path / "office", address)
    python(environment, HERE / "load.py", request.param)
    began = spent_by_children()
    code, said = layani(environment, "prepare")
    assert code == 0, said
    assert spent_by_children() - began < LONGEST
    return environment, old(request.param)


@pytest.mark.slow
@pytest.mark.database
def test_an_old_office_comes_whole_and_its_record_goes_on(upgraded, tmp_path):
    environment, before = upgraded
    code, said = layani(environment, "rebuild", "--check")
    assert code == 0, said
    assert "4 cases looked at, 0 differences." in said
    assert "0 alterations" in said
    lines = python(environment, "-c", READ).stdout.split("\n")
    statuses = sorted(line.split()[1] for line in lines if " 200 " in line)
    assert statuses == ["checking", "deciding", "granted", "refused"], lines
    assert sum(line.startswith("letter") and line.endswith("True") for line in lines) == 2
    assert layani(environment, "worker", "--once")[0] == 0
    log = tmp_path / "office" / "log"
    signed = body(base64.b64decode(before["files"]["log/checkpoint"]))
    now = body((log / "checkpoint").read_bytes())
    assert now.size >= signed.size
    # Who kept the old checkpoint sees that the new record continues it.
    assert begins_with(now, lambda tile: (log / tile.path).read_bytes(), signed)
    code, said = layani(environment, "rebuild", "--check")
    assert code == 0, said


def ran(environment, code):
    """Run a statement in the office's database, as somebody with its password could."""
    python(environment, "-c", f"import django; django.setup()\nfrom django.db import connection\n{code}")


RECORDER = "from django.db.migrations.recorder import MigrationRecorder\nrecorder = MigrationRecorder(connection)\n"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Give an office of this version; to prepare a database takes longest of all here, so two tests share it."""
    with database_of_its_own() as found:
        environment = office(tmp_path_factory.mktemp("prepared") / "office", found)
        assert layani(environment, "prepare")[0] == 0
        yield environment


@contextmanager
def recorded(environment, change, back, name):
    """Let the database say something else of its migrations for a while."""
    ran(environment, f"{RECORDER}recorder.record_{change}('tables', '{name}')")
    yield environment
    ran(environment, f"{RECORDER}recorder.record_{back}('tables', '{name}')")


@pytest.fixture
def newer(prepared):
    with recorded(prepared, "applied", "unapplied", "9999_of_a_later_version") as environment:
        yield environment


@pytest.fixture
def half_way(prepared):
    with recorded(prepared, "unapplied", "applied", "0042_instructions") as environment:
        yield environment


@pytest.mark.slow
@pytest.mark.database
def test_an_older_program_refuses_a_newer_database_and_changes_nothing(newer):
    environment = newer
    for command in (("prepare",), ("worker", "--once")):
        code, said = layani(environment, *command)
        assert code == 2
        assert "prepared by a newer Layani" in said
        assert "9999_of_a_later_version" in said
        assert "Traceback" not in said
    served = subprocess.run(
        [sys.executable, "-c", "import layani.office.wsgi"], env={**environment, "LAYANI_WORK_INSIDE": "no"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert served.returncode != 0
    assert "prepared by a newer Layani" in served.stderr


@pytest.mark.slow
@pytest.mark.database
def test_a_half_way_database_is_refused_in_words(half_way):
    environment = half_way
    code, said = layani(environment, "prepare")
    assert code == 2
    assert "0042_instructions" in said
    assert "Traceback" not in said
    code, said = layani(environment, "worker", "--once")
    assert code == 2


@pytest.mark.slow
@pytest.mark.database
def test_the_worker_does_not_run_on_a_database_that_was_not_prepared(tmp_path, address):
    environment = office(tmp_path / "office", address)
    python(environment, HERE / "load.py", OFFICES[0])
    code, said = layani(environment, "worker", "--once")
    assert code == 2
    assert "layani prepare" in said
