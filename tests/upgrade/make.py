"""Makes the office of an earlier version: run it with that version's sources, and keep what it writes here.

``PYTHONPATH=OLD/src:OLD LAYANI_MODE=demo LAYANI_DATA=EMPTY python tests/upgrade/make.py OUT.json.gz``

A small office of invented people: one application filed, one checked, one granted, one refused; letters issued, the
record signed. What is written holds every row of every table, the migrations that made them, and the files.
"""

import base64
import gzip
import io
import json
import os
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "layani.office.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402

from layani.office.jobs import integrate_record, issue_letters  # noqa: E402
from tests.office.conftest import CARLA, MONDAY, officer  # noqa: E402
from tests.office.officer import walks  # noqa: E402

KEPT = ("keys", "log", "versions")


def live() -> None:
    """Let the office work for a morning."""
    ana, ben = officer("ana", "front-desk", "head"), officer("ben", "head", "verifier")
    walks.granted(ana, ben, at=MONDAY)
    walks.refused(ana, ben, walks.another(1), at=MONDAY + timedelta(hours=1))
    walks.checked(ana, walks.another(2), at=MONDAY + timedelta(hours=2))
    walks.filed(walks.another(3), at=MONDAY + timedelta(hours=3))
    issue_letters.JOB.run(MONDAY + timedelta(hours=4))
    integrate_record.JOB.run(MONDAY + timedelta(hours=4))
    assert CARLA.name == "Carla Wijaya"


def rows() -> list:
    """Return every row of every table, as Django's serializer writes it."""
    out = io.StringIO()
    call_command("dumpdata", exclude=["contenttypes", "auth.permission"], stdout=out, verbosity=0)
    return json.loads(out.getvalue())


def files() -> dict[str, str]:
    """Return {path in the data folder: content as base64}; key stores without their journal beside them."""
    data = Path(settings.DATA)
    for store in data.glob("keys/*.sqlite3"):
        with closing(sqlite3.connect(store)) as opened:
            opened.execute("pragma wal_checkpoint(truncate)")
    found = (file for folder in KEPT for file in sorted((data / folder).rglob("*")) if file.is_file())
    return {
        str(file.relative_to(data)): base64.b64encode(file.read_bytes()).decode()
        for file in found
        if not file.name.endswith(("-wal", "-shm", ".lock"))
    }


def main(out: Path) -> None:
    """Make the office and write it."""
    call_command("migrate", verbosity=0)
    try:
        from layani.office.actions.publishing import open_office, write_versions  # noqa: PLC0415  not there in the first versions
        from layani.office.house import catalogue  # noqa: PLC0415  see above

        open_office(catalogue(), now=MONDAY)
        write_versions()
    except ImportError:  # the first versions published and kept none
        pass
    live()
    applied = [list(key) for key in MigrationRecorder(connection).applied_migrations()]
    content = {"migrations": applied, "rows": rows(), "files": files()}
    out.write_bytes(gzip.compress(json.dumps(content, sort_keys=True).encode(), 9, mtime=0))
    print(out, out.stat().st_size, len(content["rows"]), "rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
