"""Letters that wait for the signature of who decided, and the signed paper once it is there."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from layani.office.tables.models.cases import Case
from layani.office.tables.models.people import User

WAITING, SENT, SIGNED = "waiting", "sent", "signed"


class SignatureQuerySet(models.QuerySet["Signature"]):
    """Questions about signatures."""

    def of_signer(self, user_id: int) -> Self:
        """What an officer still has to sign, the earliest decision first, with the cases and their letters."""
        rows = self.filter(signer_id=user_id, state=WAITING, case__issued_at=None).order_by("since", "id")
        return rows.select_related("case", "case__party", "case__letter")

    def after(self, since: datetime, pk: int) -> Self:
        """What follows one row in the order of ``of_signer``."""
        return self.filter(Q(since__gt=since) | Q(since=since, id__gt=pk))

    def to_collect(self) -> Self:
        """Those that were sent to a service and are not back, the earliest first."""
        return self.filter(state=SENT).order_by("id")


class Signature(models.Model):
    """One letter's way from the decision to the signature.

    signer:    who decided, and so signs; since: when the decision was taken
    state:     "waiting" for the signer, "sent" to the service, "signed"
    reference: under which the service will have it; sealed: the signed paper (PDF) under the case's key
    how:       "electronic", or "ink" for a scan of the paper; fault: what the last try met, "" for nothing
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="signature")
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    state = models.CharField(max_length=10, default=WAITING)
    how = models.CharField(max_length=12, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    fault = models.CharField(max_length=30, blank=True)
    sealed = models.BinaryField(null=True)
    signed_at = models.DateTimeField(null=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        """Found by who signs, and by what is on its way."""

        indexes = [
            models.Index("signer", "since", "id", name="signature_waiting", condition=Q(state=WAITING)),
            models.Index("id", name="signature_sent", condition=Q(state=SENT)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.state}"
