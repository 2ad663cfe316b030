from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tables', '0009_outside'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='totp_counter',
            field=models.BigIntegerField(db_default=0),
        ),
    ]
