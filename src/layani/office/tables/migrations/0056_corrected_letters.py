"""Several letters of a case, of which one counts; each with its own signature; and corrections that are open."""

from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    """Every letter and signature that there is is the first of its case, and counts."""

    dependencies = [("tables", "0053_mandates")]

    operations = [
        migrations.AlterField(
            model_name="letter",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="tables.case"
            ),
        ),
        migrations.AddField(
            model_name="letter", name="edition", field=models.PositiveSmallIntegerField(db_default=0, default=0)
        ),
        migrations.AddField(
            model_name="letter", name="in_force", field=models.BooleanField(db_default=True, default=True)
        ),
        migrations.AddField(model_name="letter", name="superseded_at", field=models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="letter", constraint=models.UniqueConstraint("case", "edition", name="letter_edition_once")
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                "case", name="letter_in_force_once", condition=models.Q(("in_force", True))
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("superseded_at", None), ("in_force", False), _connector="OR"),
                name="letter_superseded_counts_no_more",
            ),
        ),
        migrations.AlterField(
            model_name="signature",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="tables.case"
            ),
        ),
        migrations.AddField(
            model_name="signature", name="edition", field=models.PositiveSmallIntegerField(db_default=0, default=0)
        ),
        migrations.AddConstraint(
            model_name="signature", constraint=models.UniqueConstraint("case", "edition", name="signature_edition_once")
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                "case", name="signature_one_on_its_way", condition=models.Q(("state", "signed"), _negated=True)
            ),
        ),
        migrations.AddField(model_name="case", name="correction_due", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                "office",
                "correction_due",
                "id",
                name="case_correction",
                condition=models.Q(correction_due__isnull=False),
            ),
        ),
    ]
