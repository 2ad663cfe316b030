"""What the front door did in one month, computed by a sweep so that public pages read one row for a month."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models


class DoorFiguresQuerySet(models.QuerySet["DoorFigures"]):
    """Questions about the door's monthly figures."""

    def put(self, rows: Iterable["DoorFigures"]) -> None:
        """Write each row, in place of the month's earlier one."""
        key = ["office", "service", "month"]
        values = [f.name for f in DoorFigures._meta.concrete_fields if f.name not in (*key, "id")]
        # The stubs lose the model of a query set that is made a manager.
        self.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=values)  # type: ignore[arg-type]

    def months_of(self, service: str, first: date, running: date) -> Self:
        """The months of one need from ``first`` on that were over when ``running`` began, the oldest first."""
        return self.filter(service=service, month__gte=first, month__lt=running).order_by("month")


class DoorFigures(models.Model):
    """One need in one month. service: "" for all needs together.

    tickets: of the hall that were opened in the month; called: those of them that were called
    gave_up, listed, sent_away: how they ended, and how many people said that they were sent away (from anywhere)
    wait_seconds: median from the opening to the first call
    products: cases of which the product was handed over in the month
    contact_minutes: median from the first contact of the person (a ticket, over all that they had to come back, or the
              filing) until they held it, in clock time
    revealed: applications in which something beyond a binding list was asked for
    """

    office = models.CharField(max_length=60)
    service = models.CharField(max_length=60, blank=True)
    month = models.DateField()
    tickets = models.PositiveIntegerField()
    called = models.PositiveIntegerField()
    gave_up = models.PositiveIntegerField()
    listed = models.PositiveIntegerField()
    sent_away = models.PositiveIntegerField()
    wait_seconds = models.PositiveIntegerField(null=True)
    products = models.PositiveIntegerField()
    contact_minutes = models.PositiveIntegerField(null=True)
    revealed = models.PositiveIntegerField()
    computed_at = models.DateTimeField()

    objects = DoorFiguresQuerySet.as_manager()

    class Meta:
        """One row for a month."""

        constraints = [models.UniqueConstraint("office", "service", "month", name="door_figures_once_a_month")]

    def __str__(self) -> str:
        return f"{self.service} {self.month}"
