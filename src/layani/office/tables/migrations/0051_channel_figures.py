"""The monthly figures by channel."""

from django.db import migrations, models


def count_anew(apps, schema_editor):
    """Forget the figures, which are computed: the next sweep counts every month once more, now by channel, too."""
    apps.get_model("tables", "Figures").objects.all().delete()


class Migration(migrations.Migration):
    """The table, and the past counted once more."""

    dependencies = [
        ('tables', '0050_paper_receipts'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChannelFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=60)),
                ('service', models.CharField(max_length=60)),
                ('channel', models.CharField(max_length=10)),
                ('month', models.DateField()),
                ('decided', models.PositiveIntegerField()),
                ('on_time', models.PositiveIntegerField()),
                ('refused', models.PositiveIntegerField()),
                ('asked', models.PositiveIntegerField()),
                ('paper', models.PositiveIntegerField()),
                ('median_minutes', models.PositiveIntegerField(null=True)),
                ('computed_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('service'), models.F('channel'), models.F('month'), name='channel_figures_once_a_month')],
            },
        ),
        migrations.RunPython(count_anew, migrations.RunPython.noop),
    ]
