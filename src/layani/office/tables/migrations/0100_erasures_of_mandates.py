"""A mandate is erased by the schedule, and so is an instruction; the table of erasures stays append-only."""

import django.db.models.deletion
from django.db import migrations, models

# To add a column with a constraint, SQLite makes the table anew, and its triggers go with the old one.
SQLITE = [
    f"""
    create trigger tables_erasure_no_{verb} before {verb} on tables_erasure
    begin select raise(abort, 'Layani: tables_erasure is append-only.'); end
    """
    for verb in ("update", "delete")
]


def install_again(apps, schema_editor):
    """Create the triggers of SQLite again; PostgreSQL kept its own."""
    if schema_editor.connection.vendor == "sqlite":
        for verb, statement in zip(("update", "delete"), SQLITE, strict=True):
            schema_editor.execute(f"drop trigger if exists tables_erasure_no_{verb}")
            schema_editor.execute(statement, params=None)


def erased_once(related):
    """Return the column that names what was erased."""
    return models.OneToOneField(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="erasure", to=f"tables.{related}"
    )


class Migration(migrations.Migration):
    dependencies = [("tables", "0099_draws")]

    operations = [
        migrations.AddField(model_name="erasure", name="mandate", field=erased_once("mandate")),
        migrations.AddField(model_name="erasure", name="instruction", field=erased_once("instruction")),
        migrations.RunPython(install_again, migrations.RunPython.noop),
    ]
