"""Blocks of receipts on paper that are handed on, and the leaves of this ledger; the database refuses to edit them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("tables_paperoffer", "tables_papertaken", "tables_paperline")
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

    dependencies = [
        ('tables', '0080_rectifications'),
    ]

    operations = [
        migrations.CreateModel(
            name='PaperOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('blank', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('block', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='tables.paperblock')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PaperTaken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('offer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken', to='tables.paperoffer')),
            ],
        ),
        migrations.CreateModel(
            name='PaperLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=12)),
                ('row', models.PositiveBigIntegerField()),
                ('body', models.TextField()),
                ('salt', models.BinaryField(max_length=32)),
                ('outbox', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.outbox')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('what'), models.F('row'), name='paper_line_once')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
