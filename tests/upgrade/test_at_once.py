"""A new office gets its tables in one step: the same ones, to the letter, as an office that came by all the steps."""

import shutil
import subprocess
import sys

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from layani.office.tables import at_once
from layani.office.tables.version import steps_missing
from tests import available
from tests.upgrade import schema

pytestmark = pytest.mark.slow
HOW = "Write the schema anew: python -m tests.upgrade.schema {}"


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_both_roads_lead_to_the_same_tables(vendor):
    if vendor == "postgresql":
        if remedy := available.missing("postgresql"):
            pytest.skip(remedy)
        if shutil.which("pg_dump") is None:
            pytest.skip("pg_dump is missing, which writes down what a database holds: install postgresql-client")
    by_steps = schema.found(vendor, "one-by-one")
    written = [*at_once.statements(vendor), *_of_later_steps()]
    assert len(by_steps) > 300
    assert sorted(by_steps) == sorted(schema.found(vendor, "at-once")), HOW.format(vendor)
    if not _of_later_steps():
        assert written == by_steps, HOW.format(vendor)


def _of_later_steps() -> list[str]:
    """Return the names of the steps after those that are taken together."""
    nodes = MigrationLoader(None, ignore_no_migrations=True).graph.nodes
    return [name for app, name in nodes if app == "tables" and not nodes[app, name].replaces]


def test_every_step_that_is_taken_together_is_there_and_in_order():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    ((_, together),) = [item for item in loader.disk_migrations.items() if item[1].replaces]
    steps = loader.disk_migrations
    seen = set()
    for key in together.replaces:
        assert {one for one in steps[key].dependencies if one[0] == "tables"} <= seen
        seen.add(key)
    assert together.operations[0].replaced == [name for _, name in together.replaces]


@pytest.mark.django_db
def test_a_new_office_has_run_every_step_and_misses_none():
    assert steps_missing() == ()
    applied = {name for app, name in MigrationLoader(connection).applied_migrations if app == "tables"}
    assert {"0001_initial", "0001_to_0106", "0106_ledger_seals"} <= applied


def test_a_statement_that_fails_leaves_no_table(tmp_path):
    """As with any step: whole or not at all."""
    program = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from layani.office.tables import at_once\n"
        "found = at_once.statements('sqlite')\n"
        "at_once.statements = lambda vendor: [*found, 'create table tables_case (x)']\n"
        "try:\n    call_command('migrate', verbosity=0)\n"
        "except Exception as fault:\n    print(type(fault).__name__)\n"
        "from django.db import connection\n"
        "print([one for one in connection.introspection.table_names() if one.startswith('tables_')])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=schema.environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["OperationalError", "[]"], done.stdout + done.stderr
