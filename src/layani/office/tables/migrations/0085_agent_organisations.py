"""Organisations whose people act for others, who works there, and what was published of agents by quarter."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables, and of which organisation a person was told when they gave a mandate."""

    dependencies = [
        ('tables', '0084_proxy_acts'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgentQuarter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=60)),
                ('first', models.DateField()),
                ('body', models.JSONField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('first'), name='agent_quarter_once')],
            },
        ),
        migrations.CreateModel(
            name='AgentOrganisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(unique=True)),
                ('name', models.CharField(max_length=120)),
                ('registration', models.CharField(max_length=60, unique=True)),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='AgentMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leads', models.BooleanField(default=False)),
                ('entered_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, max_length=10)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='tables.agentorganisation')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agent_memberships', to='tables.party')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('party'), condition=models.Q(('ended_at', None)), name='agent_member_once')],
            },
        ),
        migrations.AddField(
            model_name='mandate',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.agentorganisation'),
        ),
    ]
