"""Letters that wait for the signature of who decided, and the signed papers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tables', '0034_authority_register'),
    ]

    operations = [
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('how', models.CharField(blank=True, max_length=12)),
                ('reference', models.CharField(blank=True, max_length=200)),
                ('fault', models.CharField(blank=True, max_length=30)),
                ('sealed', models.BinaryField(null=True)),
                ('signed_at', models.DateTimeField(null=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signature', to='tables.case')),
                ('signer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('signer'), models.F('since'), models.F('id'), condition=models.Q(('state', 'waiting')), name='signature_waiting'), models.Index(models.F('id'), condition=models.Q(('state', 'sent')), name='signature_sent')],
            },
        ),
    ]
