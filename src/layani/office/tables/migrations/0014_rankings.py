"""The lists by which places are given out, and their lines."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two new tables; nothing that exists changes."""

    dependencies = [("tables", "0013_after_the_grant")]

    operations = [
        migrations.CreateModel(
            name="Ranking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office", models.CharField(max_length=60)),
                ("service", models.CharField(max_length=60)),
                ("period", models.CharField(max_length=10)),
                ("places", models.PositiveIntegerField()),
                ("seed", models.CharField(blank=True, max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                ("final_at", models.DateTimeField(null=True)),
                ("annulled_at", models.DateTimeField(null=True)),
                ("annulled_why", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("service"),
                        models.F("period"),
                        condition=models.Q(("annulled_at__isnull", True)),
                        name="ranking_one_stands",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="RankingLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seat", models.PositiveIntegerField()),
                ("rank", models.PositiveIntegerField()),
                ("code", models.CharField(max_length=12)),
                ("score", models.IntegerField(null=True)),
                ("points", models.JSONField(default=dict)),
                ("place", models.CharField(max_length=10)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tables.case"
                    ),
                ),
                (
                    "ranking",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="tables.ranking",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("ranking"), models.F("seat"), name="ranking_line_once")
                ]
            },
        ),
    ]
