"""Who joins, moves and leaves: the staff ledger, which the database refuses to edit or delete, and one-time links."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("tables_staffentry", "tables_staffruling")
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
    """The ledger, the links, and the ledger's triggers."""

    dependencies = [("tables", "0060_identity_links")]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.BinaryField(max_length=16, unique=True)),
                ('first', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField()),
                ('opens_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StaffEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('join', 'join'), ('move', 'move'), ('leave', 'leave'), ('recover', 'recover'), ('review', 'review')], max_length=8)),
                ('username', models.CharField(max_length=150)),
                ('full_name', models.CharField(blank=True, max_length=200)),
                ('nik_mac', models.BinaryField(max_length=16, null=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('roles', models.JSONField(default=list)),
                ('day', models.DateField()),
                ('decree', models.CharField(max_length=200)),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StaffRuling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('confirmed', 'confirmed'), ('declined', 'declined')], max_length=10)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='tables.staffentry')),
            ],
        ),
        migrations.AddIndex(
            model_name='staffentry',
            index=models.Index(models.F('office'), models.F('id'), name='staff_by_office'),
        ),
        migrations.AddConstraint(
            model_name='staffruling',
            constraint=models.UniqueConstraint(models.F('entry'), name='staff_ruled_once'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
