"""Pools, draws and who was drawn; as with events, the database refuses to edit or delete them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("tables_drawpool", "tables_draw", "tables_drawn")
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
        ("tables", "0098_key_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name='DrawPool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=60)),
                ('role', models.CharField(max_length=60)),
                ('day', models.DateField()),
                ('lines', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('outbox', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.outbox')),
            ],
        ),
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=60)),
                ('turn', models.PositiveIntegerField()),
                ('round', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drawings', to='tables.case')),
                ('outbox', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.outbox')),
                ('pool', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='tables.drawpool')),
            ],
        ),
        migrations.CreateModel(
            name='Drawn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('k', models.BigIntegerField(null=True)),
                ('reason', models.CharField(max_length=20)),
                ('source', models.BinaryField(default=b'', max_length=48)),
                ('at', models.DateTimeField()),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drawn', to='tables.draw')),
                ('instead_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outbox', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.outbox')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('draw'), models.F('k'), name='drawn_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='drawpool',
            constraint=models.UniqueConstraint(models.F('office'), models.F('role'), models.F('day'), name='draw_pool_once'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
