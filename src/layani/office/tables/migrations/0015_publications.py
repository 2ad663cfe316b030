"""How versions of services come into force; as with events, the database refuses to edit or delete what was said."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("tables_proposal", "tables_ruling")
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
        ('tables', '0014_rankings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.SlugField(max_length=60)),
                ('version', models.DateField()),
                ('digest', models.CharField(max_length=64)),
                ('base', models.CharField(blank=True, max_length=64)),
                ('files', models.JSONField()),
                ('why_id', models.TextField(blank=True)),
                ('why_en', models.TextField(blank=True)),
                ('comments_until', models.DateTimeField(null=True)),
                ('waived', models.TextField(blank=True)),
                ('report', models.JSONField(default=dict)),
                ('proposed_at', models.DateTimeField()),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=2000)),
                ('at', models.DateTimeField()),
                ('hidden_why', models.TextField(blank=True)),
                ('hidden_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='tables.proposal')),
            ],
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('published', 'published'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], max_length=10)),
                ('why', models.TextField(blank=True)),
                ('since', models.DateField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outbox', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.outbox')),
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ruling', to='tables.proposal')),
            ],
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
