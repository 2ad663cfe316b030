"""Tickets at the front door; as with a case's events, the database refuses to edit or delete what happened."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

TABLE = "tables_ticketevent"
SQLITE = [
    f"""
    create trigger {TABLE}_no_{verb} before {verb} on {TABLE}
    begin select raise(abort, 'Layani: {TABLE} is append-only; write a further event instead.'); end
    """
    for verb in ("update", "delete")
]
# The function is that of 0002_append_only.
POSTGRESQL = [
    f"create trigger {TABLE}_append_only before update or delete on {TABLE} "
    "for each row execute function layani_append_only()",
    f"create trigger {TABLE}_no_truncate before truncate on {TABLE} "
    "for each statement execute function layani_append_only()",
]


def install(apps, schema_editor):
    """Create the triggers of the database at hand."""
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('tables', '0024_duties'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('code', models.CharField(max_length=20, unique=True)),
                ('contact_mac', models.BinaryField(max_length=16, null=True)),
                ('sealed_contact', models.BinaryField(null=True)),
                ('office', models.CharField(max_length=60)),
                ('day', models.DateField()),
                ('number', models.PositiveIntegerField()),
                ('channel', models.CharField(max_length=10)),
                ('place', models.CharField(max_length=10)),
                ('need', models.CharField(blank=True, max_length=60)),
                ('first', models.CharField(blank=True, max_length=20)),
                ('status', models.CharField(max_length=10)),
                ('urgency', models.PositiveSmallIntegerField()),
                ('counter', models.CharField(blank=True, max_length=20)),
                ('only_at', models.CharField(blank=True, max_length=20)),
                ('opened_at', models.DateTimeField()),
                ('waits_since', models.DateTimeField()),
                ('called_first_at', models.DateTimeField(null=True)),
                ('called_at', models.DateTimeField(null=True)),
                ('served_at', models.DateTimeField(null=True)),
                ('back_by', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('end', models.CharField(blank=True, max_length=10)),
                ('service', models.CharField(blank=True, max_length=60)),
                ('binds_until', models.DateField(null=True)),
                ('follows', models.UUIDField(null=True)),
                ('first_contact', models.DateTimeField()),
                ('sent_away', models.BooleanField(default=False)),
                ('answer_by', models.DateTimeField(null=True)),
                ('texts', models.BooleanField(default=False)),
                ('texted', models.BooleanField(default=False)),
                ('seq', models.PositiveIntegerField()),
                ('rest', models.JSONField()),
                ('officer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='TicketCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ticket', to='tables.case')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filed', to='tables.ticket')),
            ],
        ),
        migrations.CreateModel(
            name='TicketEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('act', models.CharField(max_length=20)),
                ('role', models.CharField(max_length=40)),
                ('occurred_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('body', models.TextField()),
                ('sealed', models.BinaryField(null=True)),
                ('officer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outbox', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.outbox')),
                ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='tables.ticket')),
            ],
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(models.F('office'), models.F('place'), models.F('urgency'), models.F('waits_since'), models.F('id'), condition=models.Q(('status', 'waiting')), name='ticket_line'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(models.F('contact_mac'), condition=models.Q(('contact_mac__isnull', False)), name='ticket_contact'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(models.F('office'), models.F('ended_at'), condition=models.Q(('ended_at__isnull', False)), name='ticket_ended'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.UniqueConstraint(models.F('office'), models.F('day'), models.F('number'), name='ticket_number_once'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.UniqueConstraint(models.F('officer'), condition=models.Q(('officer__isnull', False), ('status__in', ['called', 'serving'])), name='ticket_one_held'),
        ),
        migrations.AddConstraint(
            model_name='ticketevent',
            constraint=models.UniqueConstraint(models.F('ticket'), models.F('seq'), name='ticket_event_once'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
