"""By when an objection to a decision must be answered; found by an index of the few that are open."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The column is empty for every case that there is, and so is its index."""

    dependencies = [("tables", "0042_instructions")]

    operations = [
        migrations.AddField(model_name="case", name="objection_due", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                "objection_due", "id", name="case_objection", condition=models.Q(objection_due__isnull=False)
            ),
        ),
    ]
