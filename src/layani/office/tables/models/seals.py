"""Seals over the ledgers whose lines have no leaf of their own; the database refuses to edit or delete them."""

from typing import Self

from django.db import models

from layani.office.tables.models.record import Outbox


class LedgerSealQuerySet(models.QuerySet["LedgerSeal"]):
    """Questions about seals."""

    def latest_made(self) -> "LedgerSeal | None":
        """The one that tells how far every ledger is sealed."""
        return self.order_by("-place").first()

    def after(self, place: int) -> Self:
        """Those behind a place, in order, with their leaves."""
        return self.filter(place__gt=place).select_related("outbox").order_by("place")


class LedgerSeal(models.Model):
    """That all new lines of the ledgers were committed to by one leaf.

    place: from 0 without a gap, so that of two that seal at once the second fails
    body:  what the leaf commits to (``actions/sealing_ledgers.py`` gives its shape); nothing in it is personal
    salt:  of the commitment, and of the hash of each line
    """

    place = models.BigIntegerField(unique=True)
    body = models.TextField()
    salt = models.BinaryField(max_length=32)
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LedgerSealQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.place)
