"""Receipts on paper: blocks, hours and ledger; as with events, the database itself refuses to edit or delete them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("tables_paperblock", "tables_paperwindow", "tables_paperwindowend", "tables_papernote")
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
    """The tables of receipts on paper, and their triggers."""

    dependencies = [
        ('tables', '0048_objections'),
    ]

    operations = [
        migrations.CreateModel(
            name='PaperBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=60)),
                ('number', models.PositiveIntegerField()),
                ('size', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PaperNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=10)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('received', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('block', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='tables.paperblock')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='paper_notes', to='tables.case')),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.ticket')),
            ],
        ),
        migrations.CreateModel(
            name='PaperWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=10)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('place', models.CharField(blank=True, max_length=120)),
                ('officers', models.JSONField(default=list)),
                ('declared_at', models.DateTimeField()),
                ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PaperWindowEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('window', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ended', to='tables.paperwindow')),
            ],
        ),
        migrations.AddConstraint(
            model_name='paperblock',
            constraint=models.UniqueConstraint(models.F('office'), models.F('number'), name='paper_block_once'),
        ),
        migrations.AddConstraint(
            model_name='papernote',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['used', 'spoiled'])), fields=('block', 'seq'), name='paper_number_ends_once'),
        ),
        migrations.AddConstraint(
            model_name='papernote',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'lost')), fields=('block', 'seq'), name='paper_number_lost_once'),
        ),
        migrations.AddIndex(
            model_name='paperwindow',
            index=models.Index(fields=['office', 'since'], name='paper_window_since'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
