"""Steps for which somebody beyond the unit, or an exemption, was needed: what sweeps and figures ask about them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q

from layani.office.tables.models.cases import Case


@dataclass(frozen=True, slots=True)
class Helped:
    """How often a role of the pool was asked, how often that is still open, and how long it took on average."""

    role: str
    asked: int
    waiting: int
    took: timedelta | None


class SecondOfficerQuerySet(models.QuerySet["SecondOfficer"]):
    """Questions about them."""

    def exempt_now(self) -> Self:
        """Those that an exemption opens to who did another step, with their cases, the earliest first."""
        return self.filter(ended_at=None, exemption__gt="").select_related("case").order_by("pk")

    def helped(self, office: str, since: datetime) -> list[Helped]:
        """What the pool was asked for from a moment on, by its role, the most first; one query."""
        took = ExpressionWrapper(F("ended_at") - F("asked_at"), output_field=DurationField())
        rows = self.filter(case__office=office, asked_at__gte=since, exemption="")
        counted = rows.values("role").annotate(
            asked=Count("pk"), waiting=Count("pk", filter=Q(ended_at=None)), took=Avg(took)
        )
        return [Helped(one["role"], one["asked"], one["waiting"], one["took"]) for one in counted.order_by("-asked")]


class SecondOfficer(models.Model):
    """One step that went to the pool (``role``), or that an exemption opened (``exemption``, its number).

    Kept beside the case's events, which say the same, because no list could find them there; ``layani rebuild`` leaves
    it as it is. ended_at: when the step was done, or the exemption ended
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=60)
    role = models.CharField(max_length=60, blank=True)
    exemption = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SecondOfficerQuerySet.as_manager()

    class Meta:
        """What is open is found without reading what is over."""

        indexes = [
            models.Index("id", name="second_officer_open", condition=Q(ended_at=None)),
            models.Index("asked_at", name="second_officer_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.step}"
