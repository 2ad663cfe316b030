"""What came in today is counted without reading every case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tables", "0088_mandate_ended_by_card")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(models.F("office"), models.F("received_at"), name="case_received"),
        ),
    ]
