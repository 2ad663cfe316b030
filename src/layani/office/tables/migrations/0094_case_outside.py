"""What waits outside is listed also of a case that came over from another system while it was open."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tables", "0093_leave_at_once")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_outside"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("office"),
                models.F("step_role"),
                models.F("step_due_at"),
                name="case_outside",
                condition=models.Q(("ball", "outside"), ("holder", None)),
            ),
        ),
    ]
