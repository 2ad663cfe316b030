import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tables", "0015_publications"),
    ]

    operations = [
        migrations.CreateModel(
            name='Beside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24)),
                ('office', models.CharField(max_length=60)),
                ('service', models.CharField(max_length=60)),
                ('lane', models.CharField(max_length=200)),
                ('step', models.CharField(max_length=60)),
                ('step_role', models.CharField(max_length=40)),
                ('barred', models.TextField(blank=True, default=',')),
                ('ball', models.CharField(max_length=10)),
                ('received_at', models.DateTimeField()),
                ('step_due_at', models.DateTimeField(null=True)),
                ('notice_ends_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='beside', to='tables.case')),
                ('holder', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tables.party')),
            ],
            options={
                'indexes': [models.Index(models.F('office'), models.F('step_role'), models.F('step_due_at'), models.F('received_at'), models.F('id'), condition=models.Q(('ball', 'office'), ('holder', None), models.Q(('step_role', ''), _negated=True)), name='beside_waiting'), models.Index(models.F('lane'), models.F('received_at'), models.F('case'), condition=models.Q(('ball', 'office'), ('holder', None), models.Q(('step_role', ''), _negated=True)), name='beside_queue'), models.Index(models.F('office'), models.F('step_role'), models.F('step_due_at'), condition=models.Q(('ball', 'outside'), ('holder', None)), name='beside_outside'), models.Index(models.F('holder'), condition=models.Q(('holder__isnull', False)), name='beside_desk')],
                'constraints': [models.UniqueConstraint(models.F('case'), models.F('step'), name='beside_once')],
            },
        ),
    ]
