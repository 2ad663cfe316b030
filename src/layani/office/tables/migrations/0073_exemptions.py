"""Exemptions, what was done under them and checked afterwards; the database itself refuses to edit or delete it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = (
    "tables_exemption", "tables_exemptionruling", "tables_donealone", "tables_afterdraw", "tables_afterfinding",
)  # fmt: skip
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
    """The tables, and the triggers of those that never change."""

    dependencies = [
        ("tables", "0072_time_stamps"),
    ]

    operations = [
        migrations.CreateModel(
            name='DoneAlone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=60)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.case')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.event')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='AfterFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.event')),
                ('done', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='finding', to='tables.donealone')),
            ],
        ),
        migrations.CreateModel(
            name='AfterDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField()),
                ('sampled', models.BooleanField()),
                ('due_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('done', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='draw', to='tables.donealone')),
            ],
        ),
        migrations.CreateModel(
            name='Exemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=60)),
                ('year', models.PositiveIntegerField()),
                ('serial', models.PositiveIntegerField()),
                ('service', models.CharField(max_length=60)),
                ('step', models.CharField(max_length=60)),
                ('ground', models.CharField(max_length=30)),
                ('says', models.TextField()),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('one_in', models.PositiveSmallIntegerField()),
                ('checked_by', models.CharField(max_length=60)),
                ('proposed_at', models.DateTimeField()),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='donealone',
            name='exemption',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='done', to='tables.exemption'),
        ),
        migrations.CreateModel(
            name='ExemptionRuling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('approved', 'approved'), ('declined', 'declined'), ('ended', 'ended')], max_length=10)),
                ('last_day', models.DateField(null=True)),
                ('why', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('exemption', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='tables.exemption')),
            ],
        ),
        migrations.CreateModel(
            name='SecondOfficer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=60)),
                ('role', models.CharField(blank=True, max_length=60)),
                ('exemption', models.CharField(blank=True, max_length=20)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.case')),
            ],
        ),
        migrations.AddIndex(
            model_name='exemption',
            index=models.Index(models.F('office'), models.F('id'), name='exemption_by_office'),
        ),
        migrations.AddConstraint(
            model_name='exemption',
            constraint=models.UniqueConstraint(models.F('office'), models.F('year'), models.F('serial'), name='exemption_serial_once'),
        ),
        migrations.AddConstraint(
            model_name='exemptionruling',
            constraint=models.UniqueConstraint(models.F('exemption'), models.F('kind'), name='exemption_ruled_once'),
        ),
        migrations.AddIndex(
            model_name='secondofficer',
            index=models.Index(models.F('id'), condition=models.Q(('ended_at', None)), name='second_officer_open'),
        ),
        migrations.AddIndex(
            model_name='secondofficer',
            index=models.Index(models.F('asked_at'), name='second_officer_asked'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
