"""How long people waited for their turn, in the monthly figures; those there are are counted anew by the next sweep."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Empty the figures: they are worked out from the cases, and a month without turns would stay so."""
    apps.get_model("tables", "Figures").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("tables", "0020_granted_partly"),
    ]

    operations = [
        migrations.AddField(model_name="figures", name="turns", field=models.JSONField(default=dict)),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
