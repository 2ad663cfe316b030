"""Writes down what a database holds after the steps that were taken one by one: the files of ``tables/schema``.

``python -m tests.upgrade.schema sqlite`` writes the file anew, and so does ``postgresql`` (which needs ``pg_dump``). To
take more steps together, name them in 0001_to_0106, rename it, and write both files anew.
"""

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from layani.office.tables.at_once import BETWEEN
from tests.office.own_database import own_database

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "src" / "layani" / "office" / "tables" / "schema"
HEAD = "-- The tables of a new office, as all steps that are taken together leave them; tables/at_once.py reads this."
MIGRATE = """
import sys
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
at_once = sys.argv[1] == "at-once"
executor.loader.replace_migrations = at_once
executor.loader.build_graph()
graph = executor.loader.graph
executor.migrate([key for key in graph.leaf_nodes() if at_once or not graph.nodes[key].replaces])
"""


def environment(data: Path, database: str = "") -> dict[str, str]:
    """Return the variables of an office in ``data``; database: its address, none for SQLite."""
    return {
        **os.environ, "DJANGO_SETTINGS_MODULE": "layani.office.settings", "LAYANI_MODE": "demo",
        "LAYANI_DATA": str(data), "LAYANI_DATABASE_URL": database, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }  # fmt: skip


def migrate(road: str, data: Path, database: str = "") -> None:
    """Prepare an empty database; road: "at-once" or "one-by-one"."""
    subprocess.run([sys.executable, "-c", MIGRATE, road], env=environment(data, database), check=True)


def of_sqlite(file: Path) -> list[str]:
    """Return the statements that make our tables, with what makes their rows at the end."""
    with sqlite3.connect(file) as database:
        made = database.execute(
            "select sql from sqlite_master where tbl_name like 'tables!_%' escape '!' and sql <> ''"
        )
        found = [one for (one,) in made]
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        ours = {f'INSERT INTO "{name}"' for name in tables if name.startswith("tables_")}
        rows = [line.removesuffix(";") for line in database.iterdump() if line.split(" VALUES")[0] in ours]
    return found + rows


def of_postgresql(database: str) -> list[str]:
    """Return the same of PostgreSQL, from ``pg_dump``; in whatever schema is first on the search path."""
    command = ["pg_dump", "--no-owner", "--no-privileges", "--inserts", database]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    parts = re.split(r"(?m)^--\n-- (?:Data for )?Name: (.*?); Type: ([A-Z ]+); Schema: .*\n--\n", text)[1:]
    found = []
    for name, kind, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        ours = " ON public.tables_" in body if kind == "INDEX" else kind == "FUNCTION" or name.startswith("tables_")
        if ours and kind != "SEQUENCE SET":
            found += _statements(kind, body.split("\nSET default_")[0].replace("public.", ""))
    return found


def _statements(kind: str, body: str) -> list[str]:
    text = body.split("--\n-- PostgreSQL database dump complete", maxsplit=1)[0].strip().removesuffix(";")
    # PostgreSQL spells such a list in another way once it has read its own spelling.
    text = re.sub(r"\(ARRAY\[([^\]]*::character varying)\]\)::text\[\]", _each_as_text, text)
    return text.split(";\n") if kind == "TABLE DATA" else [text]


def _each_as_text(listed: re.Match[str]) -> str:
    return "ARRAY[" + ", ".join(f"({one})::text" for one in listed[1].split(", ")) + "]"


def found(vendor: str, road: str) -> list[str]:
    """Return the statements that make again what a road led to."""
    with tempfile.TemporaryDirectory() as folder:
        if vendor == "sqlite":
            migrate(road, Path(folder))
            return of_sqlite(Path(folder) / "office.sqlite3")
        with own_database(road.replace("-", "_")) as address:
            migrate(road, Path(folder), address)
            return of_postgresql(address)


if __name__ == "__main__":
    file = SCHEMA / f"{sys.argv[1]}.sql"
    file.write_text(BETWEEN.join([HEAD, *found(sys.argv[1], "one-by-one")]) + "\n", encoding="utf-8")
