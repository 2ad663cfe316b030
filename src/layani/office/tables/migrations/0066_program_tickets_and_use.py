"""Tickets that other systems opened at the front door, and counts of what the office takes from other systems."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """ProgramTicket, SystemUse."""

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
        migrations.CreateModel(
            name='SystemUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('system', models.CharField(max_length=60)),
                ('what', models.CharField(max_length=12)),
                ('name', models.CharField(max_length=60)),
                ('count', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('month'), models.F('system'), models.F('what'), models.F('name'), name='system_use_once')],
            },
        ),
    ]
