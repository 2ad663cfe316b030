"""When a product's holder is to be reminded of its end, and the open revocations, each found by an index of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Both columns are empty for every case that there is, and so are their indexes."""

    dependencies = [("tables", "0012_remembered")]

    operations = [
        migrations.AddField(model_name="case", name="remind_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="case", name="revocation_due", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                "remind_at", "id", name="case_to_remind", condition=models.Q(remind_at__isnull=False)
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                "office",
                "revocation_due",
                "id",
                name="case_revocation",
                condition=models.Q(revocation_due__isnull=False),
            ),
        ),
    ]
