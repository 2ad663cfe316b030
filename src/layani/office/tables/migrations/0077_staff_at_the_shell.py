"""The staff ledger takes what was done on the server's command line, where nobody knows by whom."""

import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

LEDGER = importlib.import_module("layani.office.tables.migrations.0061_staff_ledger")


def install(apps, schema_editor):
    """Put the triggers back: SQLite makes the table anew, without them."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in LEDGER.SQLITE:
            if " on tables_staffentry" in statement:
                schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Who entered it may be unknown."""

    dependencies = [("tables", "0076_recovery")]

    operations = [
        migrations.AlterField(
            model_name="staffentry",
            name="entered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
