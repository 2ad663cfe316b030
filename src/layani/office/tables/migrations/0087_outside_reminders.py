"""Reminders to other bodies for which a case waits; never edited."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("tables_outsidereminder",)
SQLITE = [
    f"""
    create trigger {table}_no_{verb} before {verb} on {table}
    begin select raise(abort, 'Layani: {table} is append-only; add to it instead.'); end
    """
    for table in TABLES
    for verb in ("update", "delete")
]
# The function is that of 0002_append_only.
POSTGRESQL = [
    f"create trigger {table}_{name} before {verbs} on {table} "
    f"for each {each} execute function layani_append_only()"
    for table in TABLES
    for name, verbs, each in (("append_only", "update or delete", "row"), ("no_truncate", "truncate", "statement"))
]


def install(apps, schema_editor):
    """Create the triggers of the database at hand."""
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """The table, and the triggers that make it append-only."""

    dependencies = [
        ('tables', '0086_complaints'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutsideReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('reminded', 'reminded'), ('escalated', 'escalated')], max_length=10)),
                ('sealed', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outside_reminders', to='tables.case')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
