"""Who was shown a person's data away from their desk; kept for the person, and for whoever inspects the office."""

from datetime import datetime
from typing import Self

from django.db import models

from layani.office.tables.models.cases import Case
from layani.office.tables.models.people import Party, User


class LookQuerySet(models.QuerySet["Look"]):
    """Questions about looks."""

    def counted_since(self, since: datetime) -> int:
        """How many looks there were from ``since`` on."""
        return self.filter(at__gte=since).count()

    def newest_first(self, before: int | None = None) -> Self:
        """All looks in the order of writing, backwards; those written before the one with the id ``before``."""
        return (self if before is None else self.filter(pk__lt=before)).order_by("-pk")

    def of_case(self, case: Case) -> Self:
        """The looks at one case, the latest first; found by whose it is."""
        return self.filter(party_id=case.party_id, case_id=case.pk).order_by("-pk")


class Look(models.Model):
    """That an officer was shown a person's data. Never edited, never deleted: the database refuses both.

    role:   the one that opened the page to them; empty for an officer without any
    party:  whose data; case: of which application, or none where the person themselves was looked up
    what:   the name of the page that showed them, or how the person was found at the counter (``actions/looking.py``)
    """

    officer = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    role = models.CharField(max_length=40, blank=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="looks")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    what = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)

    objects = LookQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.what}"
