"""Accounts at an identity provider that are linked to a party."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The links."""

    dependencies = [("tables", "0058_discretion")]

    operations = [
        migrations.CreateModel(
            name="IdentityLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_mac", models.BinaryField(max_length=16, unique=True)),
                ("vouched", models.PositiveIntegerField()),
                ("linked_at", models.DateTimeField()),
                ("party", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="identity_links", to="tables.party")),
            ],
        ),
    ]
