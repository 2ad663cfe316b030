"""The table of the cache that all processes share."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table as Django's database cache wants it."""

    dependencies = [("tables", "0011_barred_text")]
    operations = [
        migrations.CreateModel(
            name="Remembered",
            fields=[
                ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
        )
    ]
