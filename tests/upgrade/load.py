"""Puts the office of an earlier version where the settings say: its tables as they were made then, its rows, its files.

The tables are made by the migrations up to those that the old office had run; the rows go in as they were written.
"""

import base64
import gzip
import json
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.db.models import ForeignKey, JSONField  # noqa: E402


def load(fixture: Path) -> None:
    """Make the old office; raises KeyError for a migration that this version does not know any more."""
    content = json.loads(gzip.decompress(fixture.read_bytes()))
    for name, text in content["files"].items():
        file = Path(settings.DATA) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(text))
        file.chmod(0o600)
    executor = MigrationExecutor(connection)
    # An old office took its steps one by one; today's single step for a new one leads nowhere else.
    executor.loader.replace_migrations = False
    executor.loader.build_graph()
    applied = {tuple(key) for key in content["migrations"]}
    if lost := applied - set(executor.loader.graph.nodes):
        raise KeyError(f"These migrations were renamed or removed, so old offices cannot come here: {sorted(lost)}")
    last = [
        key
        for key in applied
        if not any(child.key in applied for child in executor.loader.graph.node_map[key].children)
    ]
    state = executor.migrate(last)
    with transaction.atomic():
        models = [_insert(state.apps, row) for row in content["rows"]]
        for statement in connection.ops.sequence_reset_sql(no_style(), list(dict.fromkeys(models))):
            with connection.cursor() as cursor:
                cursor.execute(statement)


def _insert(apps, row):
    model = apps.get_model(row["model"])
    values = {}
    for field in model._meta.concrete_fields:
        if field.primary_key and field.name not in row["fields"]:
            values[field.attname] = field.to_python(row["pk"])
        elif field.name in row["fields"]:
            written = row["fields"][field.name]
            plain = isinstance(field, ForeignKey | JSONField) or written is None
            values[field.attname] = written if plain else field.to_python(written)
    model(**values).save(force_insert=True)
    return model


if __name__ == "__main__":
    load(Path(sys.argv[1]))
