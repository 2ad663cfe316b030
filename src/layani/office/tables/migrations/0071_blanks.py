"""Numbered blanks: series, ledger and second people; the database itself refuses to edit or delete them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("tables_blankseries", "tables_blankline", "tables_blankseen")
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
    """The tables of blanks, and their triggers."""

    dependencies = [
        ('tables', '0070_initials'),
    ]

    operations = [
        migrations.CreateModel(
            name='BlankLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=60)),
                ('blank', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=10)),
                ('first', models.PositiveIntegerField(default=0)),
                ('last', models.PositiveIntegerField(default=0)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('expected', models.PositiveIntegerField(null=True)),
                ('counted', models.PositiveIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.letter')),
            ],
        ),
        migrations.CreateModel(
            name='BlankSeen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seen', to='tables.blankline')),
            ],
        ),
        migrations.CreateModel(
            name='BlankSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=40)),
                ('prefix', models.CharField(blank=True, max_length=8)),
                ('first', models.PositiveIntegerField()),
                ('last', models.PositiveIntegerField()),
                ('width', models.PositiveSmallIntegerField()),
                ('note', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='blankline',
            name='series',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='tables.blankseries'),
        ),
        migrations.AddIndex(
            model_name='blankseries',
            index=models.Index(models.F('office'), models.F('prefix'), models.F('first'), name='blank_series_number'),
        ),
        migrations.AddConstraint(
            model_name='blankseries',
            constraint=models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='blank_series_runs_on'),
        ),
        migrations.AddConstraint(
            model_name='blankline',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['used', 'spoiled'])), fields=('series', 'first'), name='blank_ends_once'),
        ),
        migrations.AddConstraint(
            model_name='blankline',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'missing')), fields=('series', 'first'), name='blank_missing_once'),
        ),
        migrations.AddConstraint(
            model_name='blankline',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'used')), fields=('letter',), name='blank_one_for_a_letter'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
