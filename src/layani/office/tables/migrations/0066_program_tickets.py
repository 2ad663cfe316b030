"""Tickets that other systems opened at the front door."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """ProgramTicket."""

    dependencies = [
        ('tables', '0065_webhooks'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProgramTicket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('once', models.BinaryField(max_length=16, unique=True)),
                ('request', models.BinaryField(max_length=16)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.program')),
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='through', to='tables.ticket')),
            ],
        ),
    ]
