"""An index for the cases of a bundle that wait for others of it."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Only the few cases that wait stand in it."""

    dependencies = [("tables", "0016_side_by_side")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                "id",
                name="case_before_its_turn",
                condition=Q(step="", decided_at=None, closed_at=None, imported=False),
            ),
        ),
    ]
