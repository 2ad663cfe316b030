"""Complaints that are shared with SP4N-LAPOR!."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table."""

    dependencies = [
        ('tables', '0085_agent_organisations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('came', models.BooleanField()),
                ('code', models.BinaryField(max_length=16, null=True, unique=True)),
                ('sealed_number', models.BinaryField(null=True)),
                ('received_at', models.DateTimeField(null=True)),
                ('klass', models.CharField(blank=True, max_length=20)),
                ('typed', models.BooleanField(default=False)),
                ('handed_at', models.DateTimeField(null=True)),
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='complaint', to='tables.ticket')),
            ],
        ),
    ]
