"""Mandates and what is done by them; what happened to one, and what was shown or filed by it, is never edited."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("tables_mandateevent", "tables_proxyfiling", "tables_agentlook")
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
    """The tables, and the triggers of those that are append-only."""

    dependencies = [
        ('tables', '0051_channel_figures'),
    ]

    operations = [
        migrations.AlterField(
            model_name='draft',
            name='service',
            field=models.CharField(max_length=100),
        ),
        migrations.CreateModel(
            name='Agent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True)),
                ('registered_at', models.DateTimeField(db_index=True, null=True)),
                ('organisation', models.CharField(blank=True, max_length=120)),
                ('registration', models.CharField(blank=True, max_length=60)),
                ('party', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='agent', to='tables.party')),
            ],
        ),
        migrations.CreateModel(
            name='AgentLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('agent', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.party')),
                ('case', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.case')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agent_looks', to='tables.party')),
            ],
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(unique=True)),
                ('services', models.JSONField()),
                ('basis', models.CharField(choices=[('family', 'family'), ('letter', 'letter'), ('guardian', 'guardian'), ('word', 'word')], max_length=10)),
                ('receives', models.BooleanField(default=False)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended', models.CharField(blank=True, max_length=10)),
                ('entered_at', models.DateTimeField()),
                ('no_contact', models.BooleanField(default=False)),
                ('sealed', models.BinaryField()),
                ('once', models.UUIDField(unique=True)),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates_given', to='tables.party')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates_held', to='tables.party')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='tables.document')),
            ],
        ),
        migrations.CreateModel(
            name='MandateEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('given', 'given'), ('recorded', 'recorded'), ('confirmed', 'confirmed'), ('ended-by-person', 'ended-by-person'), ('ended-by-holder', 'ended-by-holder'), ('ended-by-death', 'ended-by-death'), ('disowned', 'disowned')], max_length=20)),
                ('by', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('body', models.TextField()),
                ('mandate', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='tables.mandate')),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outbox', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.outbox')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('mandate'), models.F('seq'), name='mandate_event_once_per_place')],
            },
        ),
        migrations.CreateModel(
            name='ProxyFiling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no_contact', models.BooleanField(default=False)),
                ('at', models.DateTimeField(db_index=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='proxy_filing', to='tables.case', to_field='number')),
                ('holder', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.party')),
                ('mandate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filings', to='tables.mandate')),
                ('officer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('holder'), models.F('at'), name='proxy_filing_by_holder')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
