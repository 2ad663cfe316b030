"""Seals over the ledgers without leaves of their own; as with events, the database refuses to edit or delete them."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("tables_ledgerseal",)
SQLITE = [
    f"""
    create trigger {table}_no_{verb} before {verb} on {table}
    begin select raise(abort, 'Layani: {table} is append-only.'); end
    """
    for table in TABLES
    for verb in ("update", "delete")
]
# The function is that of 0002_append_only.
POSTGRESQL = [
    statement
    for table in TABLES
    for statement in (
        f"create trigger {table}_append_only before update or delete on {table} "
        "for each row execute function layani_append_only()",
        f"create trigger {table}_no_truncate before truncate on {table} "
        "for each statement execute function layani_append_only()",
    )
]


def install(apps, schema_editor):
    """Create the triggers of the database at hand."""
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """The seals and their triggers."""

    dependencies = [("tables", "0104_looks_with_purpose")]

    operations = [
        migrations.CreateModel(
            name='LedgerSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.BigIntegerField(unique=True)),
                ('body', models.TextField()),
                ('salt', models.BinaryField(max_length=32)),
                ('at', models.DateTimeField()),
                ('outbox', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.outbox')),
            ],
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
