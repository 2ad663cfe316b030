"""Lost receipts: one-time codes, which code of a receipt counts, the log of renewals, and e-mails that are found."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("tables_receiptrenewal",)
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
    """The tables and columns, and the log's triggers."""

    dependencies = [
        ("tables", "0073_exemptions"),
    ]

    operations = [
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(unique=True)),
                ('contact_mac', models.BinaryField(max_length=16)),
                ('code_hash', models.BinaryField(max_length=32)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('expires_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name='case',
            name='receipt_edition',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='party',
            name='contact_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='party',
            name='email_mac',
            field=models.BinaryField(db_index=True, max_length=16, null=True),
        ),
        migrations.CreateModel(
            name='ReceiptRenewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveIntegerField()),
                ('by', models.CharField(choices=[('phone', 'phone'), ('email', 'email')], max_length=8)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipt_renewals', to='tables.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('case'), models.F('edition'), name='receipt_renewed_once')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
