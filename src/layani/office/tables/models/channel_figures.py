"""How one channel of a service fared in one month, computed by the sweep of the monthly figures."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models


class ChannelFiguresQuerySet(models.QuerySet["ChannelFigures"]):
    """Questions about the figures by channel."""

    def put(self, rows: Iterable["ChannelFigures"]) -> None:
        """Write each row, in place of the month's earlier one."""
        key = ["office", "service", "channel", "month"]
        values = [f.name for f in ChannelFigures._meta.concrete_fields if f.name not in (*key, "id")]
        # The stubs lose the model of a query set that is made a manager.
        self.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=values)  # type: ignore[arg-type]

    def between(self, office: str, first: date, running: date) -> Self:
        """The months of all services from ``first`` on that were over when ``running`` began, the oldest first."""
        return self.filter(office=office, month__gte=first, month__lt=running).order_by("service", "month", "channel")


class ChannelFigures(models.Model):
    """The cases of one channel of one service that were decided in one month. channel: "online", "counter", "other".

    on_time, refused: as in Figures; asked: those in which something missing was asked for, at least once
    paper:   those that were received on paper; they are among the counter's
    median_minutes: working minutes from receipt to decision
    """

    office = models.CharField(max_length=60)
    service = models.CharField(max_length=60)
    channel = models.CharField(max_length=10)
    month = models.DateField()
    decided = models.PositiveIntegerField()
    on_time = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()
    paper = models.PositiveIntegerField()
    median_minutes = models.PositiveIntegerField(null=True)
    computed_at = models.DateTimeField()

    objects = ChannelFiguresQuerySet.as_manager()

    class Meta:
        """One row for a channel and month."""

        constraints = [
            models.UniqueConstraint("office", "service", "channel", "month", name="channel_figures_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.channel} {self.month}"
