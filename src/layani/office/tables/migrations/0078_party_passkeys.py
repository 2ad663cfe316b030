"""The passkeys by which citizens sign in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Their table."""

    dependencies = [
        ('tables', '0077_staff_at_the_shell'),
    ]

    operations = [
        migrations.CreateModel(
            name='PartyPasskey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('credential', models.BinaryField(max_length=1023, unique=True)),
                ('data', models.BinaryField()),
                ('counter', models.BigIntegerField()),
                ('name', models.CharField(max_length=60)),
                ('vouched', models.PositiveIntegerField()),
                ('added_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passkeys', to='tables.party')),
            ],
        ),
    ]
