"""Who was shown a person's data, and what for; kept for the person, and for whoever inspects the office."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final, Self

from django.db import models
from django.db.models import Count, Q

from layani.office.tables.models.cases import Case
from layani.office.tables.models.people import Party, User
from layani.office.tables.models.record import Outbox

ROWS_AT_ONCE = 2000
COMMITTED = (
    "id", "at", "officer_id", "role", "party_id", "case__number", "what", "purpose", "system",
    "reason_id", "reason__kind", "reason__shown_from", "reason__sealed",
)  # fmt: skip
"""What the record commits to of each look."""
INSPECTORATE: Final = "auditor"
"""The role by which the inspectorate looks; whom it supervises is not shown why."""


class LookReasonQuerySet(models.QuerySet["LookReason"]):
    """Questions about reasons."""

    def newest_first(self, before: int | None = None) -> Self:
        """All reasons in the order of writing, backwards; those written before the one with the id ``before``."""
        return (self if before is None else self.filter(pk__lt=before)).order_by("-pk")

    def shown_on(self, today: date) -> Self:
        """Without those whose looks are shown later."""
        return self.exclude(shown_from__gt=today)

    def of_officers(self) -> Self:
        """Without the inspectorate's: what it asks about is not for those whom it is asked about."""
        return self.exclude(role=INSPECTORATE)


class LookReason(models.Model):
    """Why an officer who has no part in a case opened it. Never edited, never deleted: the database refuses both.

    kind:       of ``rules/looks/reasons.py``
    sealed:     the words, under the case's key, so that they go with the case
    until:      until when the officer may open the case by it
    shown_from: the day from which its looks are shown to the person; None: at once
    """

    ref = models.UUIDField(unique=True)
    officer = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    role = models.CharField(max_length=40)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=20)
    sealed = models.BinaryField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    shown_from = models.DateField(null=True)

    objects = LookReasonQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.ref}: {self.kind}"


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

    def shown_on(self, today: date) -> Self:
        """Without those that their person is shown later."""
        return self.exclude(reason__shown_from__gt=today)

    def by_officer(self, officer: int | None) -> Self:
        """The looks of one officer."""
        return self.filter(officer_id=officer)

    def by_officers_since(self, since: datetime, today: date) -> "list[tuple[int, str, int, int, int]]":
        """Return (officer, role, looks, of these with a reason, people) from ``since`` on.

        Without what is delayed, and without the inspectorate's own.
        """
        shown = self.filter(at__gte=since, system="").exclude(role=INSPECTORATE).shown_on(today)
        shown = shown.order_by("officer_id", "role")
        counted = shown.values("officer_id", "role").annotate(
            looks=Count("pk"), reasons=Count("reason"), people=Count("party", distinct=True)
        )
        return list(counted.values_list("officer_id", "role", "looks", "reasons", "people"))

    def delayed(self, today: date) -> tuple[int, int]:
        """How many are not shown to their person yet on a day, and how many were shown late so far; one query."""
        counted = self.filter(reason__shown_from__isnull=False).aggregate(
            now=Count("pk", filter=Q(reason__shown_from__gt=today)),
            before=Count("pk", filter=Q(reason__shown_from__lte=today)),
        )
        return counted["now"], counted["before"]

    def numbered(self, after: int, upto: int) -> Self:
        """The looks with after < id <= upto, in the order in which a batch holds them."""
        return self.filter(pk__gt=after, pk__lte=upto).order_by("pk")

    def committed(self) -> Iterator[dict[str, Any]]:
        """Yield of each look what the record commits to, by column."""
        return self.values(*COMMITTED).iterator(chunk_size=ROWS_AT_ONCE)


class Look(models.Model):
    """That an officer was shown a person's data. Never edited, never deleted: the database refuses both.

    role:    the one that opened the page to them; empty for an officer without any
    party:   whose data; case: of which application, or none where the person themselves was looked up
    what:    the name of the page that showed them, or how the person was found at the counter (``actions/looking.py``)
    purpose: what for, of ``rules/record/look_words.py``; empty in looks of before that was kept
    reason:  what was written before the case was opened, where the officer has no part in it
    system:  whose program it was, in the register of systems; empty for people
    """

    officer = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    role = models.CharField(max_length=40, blank=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="looks")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    what = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)
    purpose = models.CharField(max_length=20, blank=True, default="")
    reason = models.ForeignKey(LookReason, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    system = models.CharField(max_length=60, blank=True, default="")

    objects = LookQuerySet.as_manager()

    class Meta:
        """What one officer opened is found without reading what all did."""

        indexes = [models.Index("officer", "id", name="look_of_officer")]

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.what}"


class LookBatchQuerySet(models.QuerySet["LookBatch"]):
    """Questions about batches."""

    def latest_made(self) -> "LookBatch | None":
        """The one that reaches furthest."""
        return self.order_by("-upto").first()

    def over(self, look: int) -> "LookBatch | None":
        """The one that holds a look, with its leaf; None while there is none."""
        return self.select_related("outbox").filter(after__lt=look, upto__gte=look).order_by("upto").first()


class LookBatch(models.Model):
    """That the looks with after < id <= upto were put into the record; the leaf says how many, and their root.

    salt: 32 random bytes, from which each look has its own
    """

    after = models.BigIntegerField(unique=True)
    upto = models.BigIntegerField(unique=True)
    salt = models.BinaryField(max_length=32)
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="+")

    objects = LookBatchQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.after + 1} to {self.upto}"
