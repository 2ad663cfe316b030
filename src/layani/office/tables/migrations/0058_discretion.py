"""Discretion and what was ruled on it; as with events, the database itself refuses to edit or delete them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("tables_discretion", "tables_discretionruling")
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
    """Both tables, and their triggers."""

    dependencies = [
        ('tables', '0057_letters_to_hand_over'),
    ]

    operations = [
        migrations.CreateModel(
            name='Discretion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=60)),
                ('year', models.PositiveIntegerField()),
                ('serial', models.PositiveIntegerField()),
                ('service', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=30)),
                ('purpose', models.CharField(max_length=30)),
                ('scope', models.CharField(max_length=30)),
                ('says', models.TextField()),
                ('budget', models.BooleanField(default=False)),
                ('costs', models.TextField(blank=True)),
                ('days', models.PositiveSmallIntegerField(default=0)),
                ('roles', models.JSONField(default=list)),
                ('proposed_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.case')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='DiscretionRuling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('approved', 'approved'), ('declined', 'declined')], max_length=10)),
                ('why', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('discretion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ruling', to='tables.discretion')),
            ],
        ),
        migrations.AddIndex(
            model_name='discretion',
            index=models.Index(models.F('office'), models.F('id'), name='discretion_by_office'),
        ),
        migrations.AddConstraint(
            model_name='discretion',
            constraint=models.UniqueConstraint(models.F('office'), models.F('year'), models.F('serial'), name='discretion_serial_once'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
