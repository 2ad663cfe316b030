"""What is owed after the grant: when the clock has to look at it, and which role has something to look at."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The columns are empty for every case that there is, and so are their indexes."""

    dependencies = [("tables", "0023_subjects")]

    operations = [
        migrations.AddField(model_name="case", name="duty_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="case", name="duty_role", field=models.CharField(blank=True, default="", max_length=60)
        ),
        migrations.AddField(model_name="case", name="duty_due", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="case",
            index=models.Index("duty_at", "id", name="case_duty_clock", condition=models.Q(duty_at__isnull=False)),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                "office",
                "duty_due",
                "id",
                name="case_duty_to_look_at",
                condition=models.Q(duty_due__isnull=False),
            ),
        ),
    ]
