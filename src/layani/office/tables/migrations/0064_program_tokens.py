"""Tokens in a table of their own, with scopes and an end.

A program that was entered before keeps its token and what it could do: all scopes that there were then. Its token gets
an end a year after the upgrade, for from now on none is without one.
"""

from datetime import timedelta

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

BEFORE = "cases:answer cases:events cases:file cases:read documents:upload receipts:read"
"""What every program could do when tokens had no scopes."""
YEAR = timedelta(days=365)


def give_tokens(apps, schema_editor):
    """Move each program's token, with the scopes that it had."""
    program, token = (apps.get_model("tables", name) for name in ("Program", "ProgramToken"))
    now = timezone.now()
    for one in program.objects.all():
        one.scopes = BEFORE
        one.save(update_fields=["scopes"])
        token.objects.create(program=one, token_hash=one.token_hash, issued_at=now, ends_at=now + YEAR)


class Migration(migrations.Migration):
    """Program's scopes, services, networks and system; ProgramToken."""

    dependencies = [("tables", "0061_staff_ledger")]

    operations = [
        migrations.CreateModel(
            name="ProgramToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("issued_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="tables.program")),
            ],
        ),
        migrations.AddField("program", "system", models.CharField(blank=True, max_length=60, default=""), preserve_default=False),
        migrations.AddField("program", "scopes", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("program", "services", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("program", "networks", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunPython(give_tokens, migrations.RunPython.noop),
        migrations.RemoveField("program", "token_hash"),
    ]
