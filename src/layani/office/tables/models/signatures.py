"""Letters that wait for the signature of who decided, and the signed paper once it is there."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from layani.office.tables.models.cases import Case
from layani.office.tables.models.papers import Letter
from layani.office.tables.models.people import User

WAITING, SENT, SIGNED = "waiting", "sent", "signed"


class SignatureQuerySet(models.QuerySet["Signature"]):
    """Questions about signatures."""

    def of_signer(self, user_id: int) -> Self:
        """What an officer still has to sign, the earliest decision first, with the cases and their letters."""
        first = Q(case__issued_at=None) | Q(edition__gt=0)
        rows = self.filter(first, signer_id=user_id, state=WAITING).order_by("since", "id")
        numbered = Letter.objects.filter(case=OuterRef("case"), edition=OuterRef("edition"))
        return rows.select_related("case", "case__party").annotate(has_number=Exists(numbered))

    def of_others(self, office: str, user_id: int) -> Self:
        """What others of an office still have to sign, the earliest decision first, with the cases and signers."""
        first = Q(case__issued_at=None) | Q(edition__gt=0)
        rows = self.filter(first, state=WAITING, case__office=office).exclude(signer_id=user_id)
        return rows.select_related("case", "case__party", "signer").order_by("since", "id")

    def after(self, since: datetime, pk: int) -> Self:
        """What follows one row in the order of ``of_signer``."""
        return self.filter(Q(since__gt=since) | Q(since=since, id__gt=pk))

    def paper_of(self, case_id: int, edition: int) -> bytes | None:
        """The signed paper of one letter, still sealed; None where it was not signed."""
        found = self.filter(case_id=case_id, edition=edition, state=SIGNED).values_list("sealed", flat=True).first()
        return bytes(found) if found else None

    def drop_unsigned(self, case_id: int) -> None:
        """Let no letter of a case be signed any more that was not: the decision behind it was set aside or ended."""
        self.filter(case_id=case_id).exclude(state=SIGNED).delete()

    def to_collect(self) -> Self:
        """Those that were sent to a service and are not back, the earliest first."""
        return self.filter(state=SENT).order_by("id")


class Signature(models.Model):
    """One letter's way from the decision to the signature.

    edition:   of which letter of the case: 0 the first, and one more for each that corrects
    signer:    who decided, and so signs; since: when the decision was taken
    state:     "waiting" for the signer, "sent" to the service, "signed"
    reference: under which the service will have it; sealed: the signed paper (PDF) under the case's key
    how:       "electronic", or "ink" for a scan of the paper; fault: what the last try met, "" for nothing
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="signatures")
    edition = models.PositiveSmallIntegerField(default=0, db_default=0)
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    state = models.CharField(max_length=10, default=WAITING)
    how = models.CharField(max_length=12, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    fault = models.CharField(max_length=30, blank=True)
    sealed = models.BinaryField(null=True)
    signed_at = models.DateTimeField(null=True)

    # Only of rows of ``of_signer``.
    has_number: bool

    objects = SignatureQuerySet.as_manager()

    class Meta:
        """Found by who signs, and by what is on its way; once for each letter, and one of a case at a time."""

        constraints = [
            models.UniqueConstraint("case", "edition", name="signature_edition_once"),
            models.UniqueConstraint("case", name="signature_one_on_its_way", condition=~Q(state=SIGNED)),
        ]
        indexes = [
            models.Index("signer", "since", "id", name="signature_waiting", condition=Q(state=WAITING)),
            models.Index("id", name="signature_sent", condition=Q(state=SENT)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.state}"
