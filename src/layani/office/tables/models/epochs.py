"""The daily indices of the record that were made; as with events, the database refuses to edit or delete them."""

from typing import Self

from django.db import models

from layani.office.tables.models.record import Outbox


class EpochIndexQuerySet(models.QuerySet["EpochIndex"]):
    """Questions about daily indices."""

    def latest_made(self) -> "EpochIndex | None":
        """The one that covers the latest entries."""
        return self.order_by("-day").first()

    def covering_from(self, first: int, size: int) -> Self:
        """Those that cover the entry ``first`` or later ones, and stand in a record of ``size`` entries; in order."""
        return self.filter(last__gte=first, outbox__idx__lt=size).select_related("outbox").order_by("day")


class EpochIndex(models.Model):
    """That the index of one stretch of the record was made; the leaf itself says what it holds.

    day: the local day that the stretch is called by; first, last: its entries
    """

    day = models.DateField(unique=True)
    first = models.BigIntegerField(unique=True)
    last = models.BigIntegerField()
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="+")

    objects = EpochIndexQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.day}: {self.first} to {self.last}"
