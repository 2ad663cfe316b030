"""What people call wrong of what is held about them; as with events, the database refuses to edit or delete it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("tables_rectification", "tables_rectificationanswer", "tables_rectificationtold")
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
        ("tables", "0078_party_passkeys"),
    ]

    operations = [
        migrations.CreateModel(
            name='Rectification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(unique=True)),
                ('item', models.CharField(max_length=60)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('body', models.TextField()),
                ('sealed', models.BinaryField()),
                ('once', models.UUIDField(unique=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rectifications', to='tables.case')),
                ('outbox', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.outbox')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rectifications', to='tables.party')),
            ],
        ),
        migrations.CreateModel(
            name='RectificationAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(max_length=10)),
                ('road', models.CharField(blank=True, max_length=10)),
                ('recipients', models.JSONField(default=list)),
                ('to_tell', models.PositiveSmallIntegerField(default=0)),
                ('letters', models.JSONField(default=list)),
                ('role', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('body', models.TextField()),
                ('sealed', models.BinaryField()),
                ('of', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='tables.rectification')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outbox', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.outbox')),
            ],
        ),
        migrations.CreateModel(
            name='RectificationTold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.CharField(max_length=80)),
                ('how', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='told', to='tables.rectificationanswer')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='rectification',
            index=models.Index(models.F('due_at'), models.F('id'), name='rectification_due'),
        ),
        migrations.AddConstraint(
            model_name='rectificationtold',
            constraint=models.UniqueConstraint(models.F('answer'), models.F('recipient'), name='rectification_told_once'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
