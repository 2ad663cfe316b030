"""Officers may leave at once, or be locked out for as long as a second person needs to confirm it."""

from django.db import migrations, models

KINDS = ("join", "move", "leave", "at-once", "lock", "recover", "review")
RULINGS = ("confirmed", "declined", "lapsed")


class Migration(migrations.Migration):
    """Only what the columns may hold changes."""

    dependencies = [("tables", "0092_case_received")]

    operations = [
        migrations.AlterField(
            model_name="staffentry",
            name="kind",
            field=models.CharField(max_length=8, choices=[(one, one) for one in KINDS]),
        ),
        migrations.AlterField(
            model_name="staffruling",
            name="kind",
            field=models.CharField(max_length=10, choices=[(one, one) for one in RULINGS]),
        ),
    ]
