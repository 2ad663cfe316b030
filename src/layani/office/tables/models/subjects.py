"""Whom or what a case is about, as a code alone: by it an officer learns of an earlier case about the same."""

from django.db import models

from layani.office.tables.models.cases import Case

NOTHING_GIVEN = ("refused", "withdrawn", "closed")
"""Statuses of cases that ended without a product; a second application after one of them is nothing to ask about."""


class SubjectQuerySet(models.QuerySet["Subject"]):
    """Questions about subjects."""

    def earlier_cases(self, case: Case, most: int) -> list[Case]:
        """Cases of the same office and service about the same that came before one, the latest first. One query."""
        mine = self.filter(case=case).values("code")[:1]
        same = Case.objects.filter(office=case.office, service=case.service, subject__code=mine, pk__lt=case.pk)
        return list(same.exclude(status__in=NOTHING_GIVEN).order_by("-pk")[:most])


class Subject(models.Model):
    """The subject of one case of a service that names it (``once_per``).

    code: office-keyed; equal answers give an equal code, and nothing else can be read from it
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="subject")
    code = models.BinaryField(max_length=16, db_index=True)

    objects = SubjectQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.case_id)
