"""The changes of the record's key that were announced in it: public halves only, and never changed."""

from django.db import models

from layani.office.tables.models.record import Outbox


class KeyChange(models.Model):
    """That a new key was announced, by a leaf that the old one signed.

    new:      the new key, public half; ends_at: until when the old one signs at least
    """

    new = models.TextField(unique=True)
    ends_at = models.DateTimeField()
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.new
