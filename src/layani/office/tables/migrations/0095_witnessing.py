"""What witnesses said of the record: cosignatures, which the database refuses to edit or delete, and their state."""

from django.db import migrations, models

TABLES = ("tables_cosignature", "tables_witnessed")
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
    """The cosignatures, what a quorum witnessed, the witnesses, and the triggers."""

    dependencies = [("tables", "0094_case_outside")]

    operations = [
        migrations.CreateModel(
            name='Witnessed',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='WitnessState',
            fields=[
                ('vkey', models.CharField(max_length=300, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('size', models.BigIntegerField(default=0)),
                ('line', models.TextField(blank=True)),
                ('line_size', models.BigIntegerField(default=0)),
                ('cosigned_at', models.DateTimeField(null=True)),
                ('kept_at', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('asked_size', models.BigIntegerField(default=0)),
                ('due_at', models.DateTimeField()),
                ('failures', models.PositiveIntegerField(default=0)),
                ('fault', models.CharField(blank=True, max_length=12)),
                ('told', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Cosignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField()),
                ('vkey', models.CharField(max_length=300)),
                ('line', models.TextField()),
                ('cosigned_at', models.DateTimeField()),
                ('kept_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('size'), models.F('vkey'), name='cosigned_once')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
