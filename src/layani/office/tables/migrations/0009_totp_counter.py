from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tables', '0008_figures_promised'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='totp_counter',
            field=models.BigIntegerField(db_default=0),
        ),
    ]
