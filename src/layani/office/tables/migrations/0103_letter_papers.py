"""The files of letters that nobody signed, as they were issued."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tables", "0100_erasures_of_mandates"),
    ]

    operations = [
        migrations.CreateModel(
            name='LetterPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paper', to='tables.letter')),
            ],
        ),
    ]
