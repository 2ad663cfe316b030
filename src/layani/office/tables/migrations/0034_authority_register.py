"""Who may sign what: the authority register, which the database refuses to edit or delete."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("tables_authorityentry", "tables_authorityruling")
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
        ('tables', '0032_ticket_messages'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuthorityEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=60)),
                ('post', models.CharField(max_length=40)),
                ('kind', models.CharField(choices=[('own', 'own'), ('delegation', 'delegation'), ('mandate', 'mandate'), ('plt', 'plt'), ('plh', 'plh'), ('away', 'away')], max_length=12)),
                ('signs_as_id', models.CharField(blank=True, max_length=120)),
                ('signs_as_en', models.CharField(blank=True, max_length=120)),
                ('through_id', models.CharField(blank=True, max_length=120)),
                ('through_en', models.CharField(blank=True, max_length=120)),
                ('services', models.JSONField(default=list)),
                ('acts', models.JSONField(default=list)),
                ('not_services', models.JSONField(default=list)),
                ('not_acts', models.JSONField(default=list)),
                ('decree', models.CharField(max_length=200)),
                ('decree_on', models.DateField()),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='AuthorityRuling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('confirmed', 'confirmed'), ('declined', 'declined'), ('ended', 'ended')], max_length=10)),
                ('last_day', models.DateField(null=True)),
                ('role', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.role')),
                ('why', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='tables.authorityentry')),
            ],
        ),
        migrations.AddIndex(
            model_name='authorityentry',
            index=models.Index(models.F('office'), models.F('id'), name='authority_by_office'),
        ),
        migrations.AddConstraint(
            model_name='authorityruling',
            constraint=models.UniqueConstraint(models.F('entry'), models.F('kind'), name='authority_ruled_once'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
