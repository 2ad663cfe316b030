from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tables", "0008_figures_promised"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("office"),
                models.F("step_role"),
                models.F("step_due_at"),
                condition=models.Q(("ball", "outside"), ("holder", None), ("imported", False)),
                name="case_outside",
            ),
        ),
    ]
