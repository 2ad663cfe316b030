"""The draws of officers: pools, cases that wait for their officer, and who was drawn. Nothing of it is ever changed.

Each row has its public leaf beside it; what is not public is only which officer and which case a row belongs to.
"""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Count, Q

from layani.office.tables.models.cases import Case
from layani.office.tables.models.people import User
from layani.office.tables.models.record import Outbox


class DrawPool(models.Model):
    """Who could be drawn on one day for the steps of one role; ``lines`` are those that its leaf's root is made of."""

    office = models.CharField(max_length=60)
    role = models.CharField(max_length=60)
    day = models.DateField()
    lines = models.TextField(blank=True)
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One pool of a role and day."""

        constraints = [models.UniqueConstraint("office", "role", "day", name="draw_pool_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.day}"


class DrawQuerySet(models.QuerySet["Draw"]):
    """Questions about draws."""

    def running(self) -> Self:
        """Those that were not declared void, the newest first, with their pool and leaf."""
        void = Drawn.objects.filter(draw=models.OuterRef("pk"), k=None)
        return self.exclude(models.Exists(void)).select_related("pool", "outbox").order_by("-id")

    def of_step(self, case: int, step: str) -> "Draw | None":
        """The draw of a case's step that counts, or None."""
        return self.running().filter(case_id=case, step=step).first()

    def undrawn(self, most: int) -> list["Draw"]:
        """So many for which nobody was drawn yet, the longest wait first."""
        return list(self.filter(drawn=None).select_related("case", "pool", "outbox").order_by("id")[:most])


class Draw(models.Model):
    """A case that waits for the officer of one of its steps.

    turn:  which of the case's draws it is, from 0; a void one is followed by another of the same turn
    round: of the beacon whose signature is awaited; None of the local one
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="drawings")
    step = models.CharField(max_length=60)
    turn = models.PositiveIntegerField()
    pool = models.ForeignKey(DrawPool, on_delete=models.PROTECT, related_name="draws")
    round = models.BigIntegerField(null=True)
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = DrawQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case_id}/{self.step}/{self.turn}"


class DrawnQuerySet(models.QuerySet["Drawn"]):
    """Figures about who was drawn."""

    def counted(self, since: datetime) -> dict[str, int]:
        """How many first draws, redraws and voids there were, and how many draws were the office's own number."""
        first = Q(reason="first")
        return self.filter(at__gte=since).aggregate(
            draws=Count("id", filter=first),
            redraws=Count("id", filter=~first & Q(k__isnull=False)),
            voids=Count("id", filter=Q(k=None)),
            local=Count("id", filter=first & Q(draw__round=None)),
        )

    def redrawn(self, since: datetime) -> list[tuple[str, str, str, int]]:
        """(user name, name, reason, how many) of those from whom a step was taken by a redraw, the most first."""
        found = self.filter(at__gte=since, instead_of__isnull=False)
        rows = found.values_list("instead_of__username", "instead_of__full_name", "reason").annotate(count=Count("id"))
        return list(rows.order_by("-count", "instead_of__username", "reason"))


class Drawn(models.Model):
    """Who was drawn, or that a draw is void (then ``k`` and the officer are None).

    source: the beacon's signature, or the office's own number; instead_of: from whom the step was taken by a redraw
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="drawn")
    k = models.BigIntegerField(null=True)
    officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    source = models.BinaryField(max_length=48, default=b"")
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = DrawnQuerySet.as_manager()

    class Meta:
        """A number of a draw once."""

        constraints = [models.UniqueConstraint("draw", "k", name="drawn_once")]

    def __str__(self) -> str:
        return f"{self.draw_id}: {self.k} {self.reason}"


def pool_of(office: str, role: str, day: date) -> DrawPool | None:
    """Return the pool of a role for a day, or None."""
    return DrawPool.objects.filter(office=office, role=role, day=day).first()
