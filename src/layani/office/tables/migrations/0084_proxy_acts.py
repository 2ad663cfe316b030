"""What the holder of a mandate did on a case after filing it; never edited."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("tables_proxyact",)
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
        ("tables", "0081_paper_handed_on"),
    ]

    operations = [
        migrations.CreateModel(
            name='ProxyAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=20)),
                ('no_contact', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proxy_acts', to='tables.case', to_field='number')),
                ('holder', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.party')),
                ('mandate', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='tables.mandate')),
            ],
            options={
                'indexes': [models.Index(models.F('holder'), models.F('at'), name='proxy_act_by_holder')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
