"""Requests to go ahead of others: which wait for an answer, and how many were granted on a day."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from layani.office.tables.models.cases import Case


class ExpediteQuerySet(models.QuerySet["Expedite"]):
    """Questions about these requests."""

    def granted_on(self, office: str, service: str, name: str, day: date) -> int:
        """How many of one class of a service were granted on a local day."""
        return self.filter(office=office, service=service, name=name, granted_on=day).count()

    def waiting(self, office: str, roles: frozenset[str]) -> Self:
        """Those of open cases that wait for an answer by one of these roles, the earliest first, with their cases."""
        waits = self.filter(office=office, role__in=sorted(roles), answered_at__isnull=True)
        waits = waits.filter(case__decided_at=None, case__closed_at=None)
        return waits.select_related("case__party").order_by("asked_at", "id")

    def after(self, asked_at: datetime, pk: int) -> Self:
        """What follows one request in the order of ``waiting``."""
        return self.filter(Q(asked_at__gt=asked_at) | Q(asked_at=asked_at, id__gt=pk))


class Expedite(models.Model):
    """One request of one case; its words are sealed in the case's events.

    name: the class in the service's file; role: which answers it; granted_on: the local day of a grant
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="expedite")
    office = models.CharField(max_length=60)
    service = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    granted_on = models.DateField(null=True)

    objects = ExpediteQuerySet.as_manager()

    class Meta:
        """Found by who answers, and by the day of the grant."""

        indexes = [
            models.Index(
                "office", "role", "asked_at", "id", name="expedite_waiting", condition=Q(answered_at__isnull=True)
            ),
            models.Index(
                "office",
                "service",
                "name",
                "granted_on",
                name="expedite_granted",
                condition=Q(granted_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.name}"
