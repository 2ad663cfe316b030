"""Complaints that this office shares with SP4N-LAPOR!: one ticket here, one number there."""

from typing import Self

from django.db import models

from layani.office.tables.models.tickets import Ticket


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    """Questions about shared complaints."""

    def to_answer(self) -> Self:
        """Those from SP4N whose ticket nothing has ended, the earliest day first."""
        return self.filter(came=True).exclude(ticket__status="ended").order_by("ticket__answer_by", "pk")

    def to_hand_back(self) -> Self:
        """Those whose ticket ended and of whose answer SP4N was not told yet, the oldest first."""
        ended = self.filter(ticket__status="ended", handed_at=None, code__isnull=False)
        return ended.order_by("ticket__ended_at", "pk")


class Complaint(models.Model):
    """One shared complaint.

    came:   it came from SP4N; else it was made here and handed there
    code, sealed_number: SP4N's number, office-keyed so that it is taken once, and sealed under the ticket's key
    received_at: when SP4N received it; the ticket's day counts from then. None of one that was made here
    klass:  of the published ones (rules/door/sp4n.yaml); "" of one that was made here
    typed:  somebody typed it a second time here; handed_at: when the answer was handed back
    """

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="complaint")
    came = models.BooleanField()
    code = models.BinaryField(max_length=16, unique=True, null=True)
    sealed_number = models.BinaryField(null=True)
    received_at = models.DateTimeField(null=True)
    klass = models.CharField(max_length=20, blank=True)
    typed = models.BooleanField(default=False)
    handed_at = models.DateTimeField(null=True)

    objects = ComplaintQuerySet.as_manager()

    def __str__(self) -> str:
        return f"complaint {self.pk}"
