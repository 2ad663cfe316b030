"""How many of the cases that were decided in a month were granted in part."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tables', '0018_put_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='figures',
            name='partly',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
