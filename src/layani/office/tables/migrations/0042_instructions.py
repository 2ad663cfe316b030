"""Instructions from above; as with events, the database itself refuses to edit or delete them."""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    f"""
    create trigger tables_instruction_no_{verb} before {verb} on tables_instruction
    begin select raise(abort, 'Layani: tables_instruction is append-only; add to it instead.'); end
    """
    for verb in ("update", "delete")
]
# The function is that of 0002_append_only.
POSTGRESQL = [
    "create trigger tables_instruction_append_only before update or delete on tables_instruction "
    "for each row execute function layani_append_only()",
    "create trigger tables_instruction_no_truncate before truncate on tables_instruction "
    "for each statement execute function layani_append_only()",
]


def install(apps, schema_editor):
    """Create the triggers of the database at hand."""
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """The instructions, and their triggers."""

    dependencies = [("tables", "0035_signatures")]

    operations = [
        migrations.CreateModel(
            name='Instruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(unique=True)),
                ('writer', models.BinaryField(db_index=True, max_length=16)),
                ('service', models.CharField(blank=True, max_length=60)),
                ('named', models.BinaryField(max_length=16, null=True)),
                ('at', models.DateTimeField(db_index=True)),
                ('body', models.TextField()),
                ('sealed', models.BinaryField()),
                ('once', models.UUIDField(unique=True)),
                ('adds_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='additions', to='tables.instruction')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.case')),
                ('outbox', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.outbox')),
            ],
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
