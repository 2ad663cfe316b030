"""Who is served first in each queue, and the requests to go ahead of others."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tables', '0017_bundles'),
    ]

    operations = [
        migrations.CreateModel(
            name='Expedite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=60)),
                ('service', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=60)),
                ('role', models.CharField(max_length=40)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('granted_on', models.DateField(null=True)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='beside',
            name='beside_waiting',
        ),
        migrations.RemoveIndex(
            model_name='beside',
            name='beside_queue',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_waiting_by_role',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_queue',
        ),
        migrations.AddField(
            model_name='beside',
            name='urgency',
            field=models.PositiveSmallIntegerField(default=2),
        ),
        migrations.AddField(
            model_name='case',
            name='urgency',
            field=models.PositiveSmallIntegerField(default=2),
        ),
        migrations.AddIndex(
            model_name='beside',
            index=models.Index(models.F('office'), models.F('step_role'), models.F('urgency'), models.F('step_due_at'), models.F('received_at'), models.F('id'), condition=models.Q(('ball', 'office'), ('holder', None), models.Q(('step_role', ''), _negated=True)), name='beside_waiting'),
        ),
        migrations.AddIndex(
            model_name='beside',
            index=models.Index(models.F('lane'), models.F('urgency'), models.F('received_at'), models.F('case'), condition=models.Q(('ball', 'office'), ('holder', None), models.Q(('step_role', ''), _negated=True)), name='beside_queue'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('office'), models.F('step_role'), models.F('urgency'), models.F('step_due_at'), models.F('received_at'), models.F('id'), condition=models.Q(('ball', 'office'), ('holder', None), models.Q(('step_role', ''), _negated=True)), name='case_waiting_by_role'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('lane'), models.F('urgency'), models.F('received_at'), models.F('id'), condition=models.Q(('ball', 'office'), ('holder', None), models.Q(('step_role', ''), _negated=True)), name='case_queue'),
        ),
        migrations.AddField(
            model_name='expedite',
            name='case',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='expedite', to='tables.case'),
        ),
        migrations.AddIndex(
            model_name='expedite',
            index=models.Index(models.F('office'), models.F('role'), models.F('asked_at'), models.F('id'), condition=models.Q(('answered_at__isnull', True)), name='expedite_waiting'),
        ),
        migrations.AddIndex(
            model_name='expedite',
            index=models.Index(models.F('office'), models.F('service'), models.F('name'), models.F('granted_on'), condition=models.Q(('granted_on__isnull', False)), name='expedite_granted'),
        ),
    ]
