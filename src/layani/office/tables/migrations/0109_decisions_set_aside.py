"""How many decisions were set aside on a day is found without reading all acts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index over the few acts that set a decision aside."""

    dependencies = [("tables", "0106_ledger_seals")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                models.F("recorded_at"),
                condition=models.Q(("act__in", ("objection_silent", "objection_upheld"))),
                name="event_sets_aside",
            ),
        ),
    ]
