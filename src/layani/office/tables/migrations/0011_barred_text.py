"""Any number of officers may be barred from a case; 200 characters held forty of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The column becomes text, which PostgreSQL does without writing a row anew."""

    dependencies = [("tables", "0010_totp_counter")]

    operations = [
        migrations.AlterField(model_name="case", name="barred", field=models.TextField(blank=True, default=",")),
    ]
