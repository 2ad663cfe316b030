"""Letters that are issued and not delivered, found by an index of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """It holds only what waits."""

    dependencies = [("tables", "0056_corrected_letters")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                "office",
                "issued_at",
                "id",
                name="case_to_hand_over",
                condition=models.Q(("delivered_at", None), ("imported", False), ("issued_at__isnull", False)),
            ),
        ),
    ]
