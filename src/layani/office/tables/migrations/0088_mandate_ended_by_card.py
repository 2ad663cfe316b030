"""A mandate may end because the card of the person in whose name it was given online was seen; no row changes."""

from typing import ClassVar

from django.db import migrations, models

HAPPENED = (
    "given", "recorded", "confirmed", "ended-by-person", "ended-by-holder", "ended-by-death", "ended-by-card",
    "disowned",
)  # fmt: skip


class Migration(migrations.Migration):
    """Let it be written into the events of a mandate."""

    dependencies: ClassVar = [("tables", "0087_outside_reminders")]

    operations: ClassVar = [
        migrations.AlterField(
            "mandateevent", "kind", models.CharField(max_length=20, choices=[(one, one) for one in HAPPENED])
        ),
    ]
