"""Steps that are open side by side with a case's most urgent one, so that they stand in queues and on desks, too."""

from datetime import date

from django.db import models
from django.db.models import Q

from layani.office.tables.models.cases import Case
from layani.office.tables.models.people import Party, Role, User
from layani.rules.cases.urgency import IN_TURN

# As for cases (models/cases.py), in the same words, so that one SQL condition fits both tables.
WAITING = Q(holder=None, ball="office") & ~Q(step_role="")
OUTSIDE = Q(holder=None, ball="outside")


class Beside(models.Model):
    """One open step of a case that has several; the most urgent stands in the case's own row.

    Part of the case's projection: written anew with each act on the case, and found by ``layani rebuild --check``.
    The columns are called as those of Case, and mean the same of this step.
    notice_ends_at: when its public notice is over; None where none hangs out
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="beside")
    number = models.CharField(max_length=24)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, db_index=False, related_name="+")
    office = models.CharField(max_length=60)
    service = models.CharField(max_length=60)
    lane = models.CharField(max_length=200)
    step = models.CharField(max_length=60)
    step_role = models.CharField(max_length=40)
    barred = models.TextField(default=",", blank=True)
    ball = models.CharField(max_length=10)
    holder = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    urgency = models.PositiveSmallIntegerField(default=IN_TURN)
    received_at = models.DateTimeField()
    step_due_at = models.DateTimeField(null=True)
    notice_ends_at = models.DateTimeField(null=True)

    class Meta:
        """One row for each step of a case; indexes as those of Case."""

        constraints = [models.UniqueConstraint("case", "step", name="beside_once")]
        indexes = [
            models.Index(
                "office",
                "step_role",
                "urgency",
                "step_due_at",
                "received_at",
                "id",
                name="beside_waiting",
                condition=WAITING,
            ),
            models.Index("lane", "urgency", "received_at", "case", name="beside_queue", condition=WAITING),
            models.Index("office", "step_role", "step_due_at", name="beside_outside", condition=OUTSIDE),
            models.Index("holder", name="beside_desk", condition=Q(holder__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.step}"


def stranded_beside(day: date) -> models.QuerySet[Beside]:
    """Return the steps on the desk of somebody who lacks their role on ``day``; see ``Case.objects.stranded``."""
    serves = Role.objects.held_on(day).filter(user=models.OuterRef("holder"), office=models.OuterRef("office"))
    lacks = ~models.Exists(serves.serving())
    return Beside.objects.filter(Q(holder__is_active=False) | lacks, holder__isnull=False).order_by("id")
