"""The numbers that other systems gave, by a code, so that none is kept twice."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """OutsideNumber."""

    dependencies = [
        ('tables', '0066_program_tickets_and_use'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutsideNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.BinaryField(max_length=16, unique=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tables.case')),
            ],
        ),
    ]
