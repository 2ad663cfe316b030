"""The passkeys by which citizens with an entry in the register sign in."""

from typing import Self

from django.db import models
from django.db.models import F

from layani.office.tables.models.people import Party


class PartyPasskeyQuerySet(models.QuerySet["PartyPasskey"]):
    """Questions about passkeys."""

    def in_force(self) -> Self:
        """Those from after an officer last vouched for the party, with it."""
        return self.select_related("party").filter(vouched=F("party__vouched"))

    def of_party(self, party_id: int) -> Self:
        """One party's that are in force, in the order in which they were added."""
        return self.in_force().filter(party_id=party_id).order_by("pk")


class PartyPasskey(models.Model):
    """That a device may sign in as a party.

    credential: the passkey's own name; data: that and its public key, as fido2 writes them
    counter:    how far the device had counted at its last use; 0 for one that does not count
    vouched:    the party's, when it was added; once the card is seen, a passkey from before is over
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="passkeys")
    credential = models.BinaryField(max_length=1023, unique=True)
    data = models.BinaryField()
    counter = models.BigIntegerField()
    name = models.CharField(max_length=60)
    vouched = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = PartyPasskeyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"passkey of {self.party}"
