"""Who was shown a person's data; as with events, the database itself refuses to edit or delete it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQLITE = [
    f"""
    create trigger tables_look_no_{verb} before {verb} on tables_look
    begin select raise(abort, 'Layani: tables_look is append-only.'); end
    """
    for verb in ("update", "delete")
]
# The function is that of 0002_append_only.
POSTGRESQL = [
    "create trigger tables_look_append_only before update or delete on tables_look "
    "for each row execute function layani_append_only()",
    "create trigger tables_look_no_truncate before truncate on tables_look "
    "for each statement execute function layani_append_only()",
]


def install(apps, schema_editor):
    """Create the triggers of the database at hand."""
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """The looks, and their triggers."""

    dependencies = [
        ('tables', '0004_letters_and_days'),
    ]

    operations = [
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, max_length=40)),
                ('what', models.CharField(max_length=40)),
                ('at', models.DateTimeField(db_index=True)),
                ('case', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.case')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='tables.party')),
            ],
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
