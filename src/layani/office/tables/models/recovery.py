"""Getting back to one's applications by the contact: the one-time codes, and every receipt code that was replaced."""

from django.db import models

from layani.office.tables.models.cases import Case


class RecoveryCode(models.Model):
    """A one-time code sent to a contact that somebody typed, with which lost receipt codes are replaced.

    contact_mac: office-keyed code of the contact; the contact itself is not kept
    code_hash:   the code under the office's key; random where nothing was sent, so that no code is the right one
    """

    ref = models.UUIDField(unique=True)
    contact_mac = models.BinaryField(max_length=16)
    code_hash = models.BinaryField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.ref)


class ReceiptRenewal(models.Model):
    """That a case's receipt code was replaced by its applicant. Never edited, never deleted: the database refuses both.

    edition: which code counts from then on; the one given at filing is 0
    by:      the kind of contact to which the one-time code went
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="receipt_renewals")
    edition = models.PositiveIntegerField()
    by = models.CharField(max_length=8, choices=[("phone", "phone"), ("email", "email")])
    at = models.DateTimeField()

    class Meta:
        """A code is replaced once by each next one."""

        constraints = [models.UniqueConstraint("case", "edition", name="receipt_renewed_once")]

    def __str__(self) -> str:
        return f"code {self.edition} of {self.case}"
