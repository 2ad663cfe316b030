"""Letters that wait for the signature of who decided, and the signed paper once it is there."""

from collections.abc import Collection
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

    def ready_of(self, user_id: int) -> Self:
        """Of these, the letters whose chain of initials is through."""
        return self.of_signer(user_id).filter(desk="")

    def unready_of(self, user_id: int) -> Self:
        """Of these, the letters that wait for an initial, the longest on its desk first."""
        return self.of_signer(user_id).exclude(desk="").order_by("desk_since", "id")

    def on_desks(self, office: str, roles: Collection[str]) -> Self:
        """The letters of an office that wait for the initial of one of some roles, the longest first."""
        rows = self.filter(state=WAITING, desk__in=sorted(roles), case__office=office)
        return rows.select_related("case", "case__party", "signer").order_by("desk_since", "id")

    def after_on_desk(self, since: datetime, pk: int) -> Self:
        """What follows one row in the order of ``on_desks``."""
        return self.filter(Q(desk_since__gt=since) | Q(desk_since=since, id__gt=pk))

    def sent_by(self, user_id: int) -> Self:
        """The letters of a signer that a service has and has not returned, the longest there first."""
        return self.filter(state=SENT, signer_id=user_id).select_related("case").order_by("sent_at", "id")

    def waiting(self, number: str) -> "Signature | None":
        """The letter of a case that waits for an initial or for its signature, with case, party and signer."""
        rows = self.filter(state=WAITING, case__number=number)
        return rows.select_related("case", "case__party", "signer").first()

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

    def stamped(self, case_id: int, edition: int) -> "tuple[str, datetime | None] | None":
        """How one letter was signed, and the time that a third party confirmed; None where it was not signed."""
        rows = self.filter(case_id=case_id, edition=edition, state=SIGNED).values_list("how", "stamped_at")
        return rows.first()

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
    reference: under which the service will have it; sent_at: since when it is there
    sealed: the signed paper (PDF) under the case's key
    chain:     roles that initial it before, in order, as of the day on which it came to wait
    desk:      the role whose initial it waits for, "" once the chain is through; desk_since: since when
    stamped_at: the time of signing that a third party confirmed (PAdES B-T); None where nobody did
    how:       "electronic", or "ink" for a scan of the paper; fault: what the last try met, "" for nothing
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="signatures")
    edition = models.PositiveSmallIntegerField(default=0, db_default=0)
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    state = models.CharField(max_length=10, default=WAITING)
    chain = models.JSONField(default=list)
    desk = models.CharField(max_length=40, blank=True, default="", db_default="")
    desk_since = models.DateTimeField(null=True)
    how = models.CharField(max_length=12, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=30, blank=True)
    sealed = models.BinaryField(null=True)
    signed_at = models.DateTimeField(null=True)
    stamped_at = models.DateTimeField(null=True)

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
            models.Index("desk", "desk_since", "id", name="signature_desk", condition=Q(state=WAITING)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.state}"
