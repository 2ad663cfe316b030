"""Which cases came through which program, who is told of their events, and every telling."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    """ProgramCase, Webhook, Delivery."""

    dependencies = [
        ('tables', '0064_program_tokens'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProgramCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='through', to='tables.case')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.program')),
            ],
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(unique=True)),
                ('url', models.TextField()),
                ('kinds', models.TextField()),
                ('every', models.BooleanField(default=False)),
                ('cursor', models.BigIntegerField()),
                ('sealed', models.BinaryField()),
                ('made_at', models.DateTimeField()),
                ('rests_until', models.DateTimeField(null=True)),
                ('disabled_at', models.DateTimeField(null=True)),
                ('why', models.CharField(blank=True, max_length=40)),
                ('once', models.BinaryField(max_length=16, unique=True)),
                ('request', models.BinaryField(max_length=16)),
                ('rotated', models.BinaryField(max_length=16, null=True)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='webhooks', to='tables.program')),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.IntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('ref', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('made_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('gave_up_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=20)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tables.case')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='tables.webhook')),
            ],
            options={
                'indexes': [models.Index(models.F('due_at'), condition=models.Q(('delivered_at__isnull', True), ('gave_up_at__isnull', True)), name='delivery_due')],
                'constraints': [models.UniqueConstraint(models.F('webhook'), models.F('case'), models.F('seq'), name='delivery_once')],
            },
        ),
    ]
