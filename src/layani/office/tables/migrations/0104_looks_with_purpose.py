"""What each look was for, the reasons, and the batches in the record; the database refuses to edit or delete any.

The new columns are added in plain SQL: Django would build SQLite's table of looks anew, and lose its triggers.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("tables_lookreason", "tables_lookbatch")
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
COLUMNS = [
    "alter table tables_look add column purpose varchar(20) not null default ''",
    "alter table tables_look add column system varchar(60) not null default ''",
    "alter table tables_look add column reason_id bigint null references tables_lookreason (id) "
    "deferrable initially deferred",
]


def widen(apps, schema_editor):
    """Add the columns to the looks that there are, which touches no row."""
    for statement in COLUMNS:
        schema_editor.execute(statement, params=None)


def install(apps, schema_editor):
    """Create the triggers of the database at hand."""
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Reasons, batches, and the columns of looks."""

    dependencies = [
        ("tables", "0103_letter_papers"),
    ]

    operations = [
        migrations.CreateModel(
            name='LookReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(unique=True)),
                ('role', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=20)),
                ('sealed', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('shown_from', models.DateField(null=True)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.case')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='LookBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('after', models.BigIntegerField(unique=True)),
                ('upto', models.BigIntegerField(unique=True)),
                ('salt', models.BinaryField(max_length=32)),
                ('outbox', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.outbox')),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(widen, migrations.RunPython.noop)],
            state_operations=[
                migrations.AddField('look', 'purpose', models.CharField(blank=True, default='', max_length=20)),
                migrations.AddField("look", "system", models.CharField(blank=True, default="", max_length=60)),
                migrations.AddField('look', 'reason', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.lookreason')),
            ],
        ),
        migrations.AddIndex('look', models.Index(models.F('officer'), models.F('id'), name='look_of_officer')),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
