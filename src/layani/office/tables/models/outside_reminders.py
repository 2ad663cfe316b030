"""That another body, for which a case waits, was reminded. Never edited, never deleted: the database refuses both."""

from django.db import models

from layani.office.tables.models.cases import Case
from layani.office.tables.models.people import User


class OutsideReminder(models.Model):
    """One reminder. kind: "reminded", or "escalated" when somebody above wrote; sealed: how, under the case's key."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outside_reminders")
    step = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=[(one, one) for one in ("reminded", "escalated")])
    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    sealed = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind}"
