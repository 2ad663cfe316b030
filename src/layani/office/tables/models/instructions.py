"""What officers were told from above to do: written by the officer, read by the inspectorate and by nobody named."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models.functions import TruncMonth

from layani.office.tables.models.cases import Case
from layani.office.tables.models.record import Outbox

WAYS = ("in_person", "phone", "chat", "letter", "meeting")


class InstructionQuerySet(models.QuerySet["Instruction"]):
    """Questions about instructions."""

    def firsts(self) -> Self:
        """Instructions themselves, without what was added to them."""
        return self.filter(adds_to=None)

    def not_about(self, code: bytes) -> Self:
        """Those in which the officer with this code is not named as the one who gave the instruction."""
        return self.filter(models.Q(named=None) | ~models.Q(named=code))

    def newest_first(self, before: int | None = None) -> Self:
        """In the order of writing, backwards; those written before the one with the id ``before``; with their case."""
        rows = self if before is None else self.filter(pk__lt=before)
        return rows.select_related("case", "outbox").order_by("-pk")

    def over(self, moment: datetime) -> Self:
        """Instructions in which nothing was written from a moment on, and that are not erased; with their case."""
        young = Instruction.objects.filter(at__gte=moment).exclude(adds_to=None).values("adds_to_id")
        return self.firsts().filter(at__lt=moment, erasure=None).exclude(pk__in=young).select_related("case")

    def of_writer(self, code: bytes) -> Self:
        """Those that the officer with this code wrote."""
        return self.firsts().filter(writer=code)

    def with_ref(self, ref: UUID) -> "Instruction | None":
        """One instruction with its case and its leaf; None when there is none."""
        return self.firsts().select_related("case__party", "outbox").filter(ref=ref).first()

    def about_case(self, case_id: int, code: bytes) -> "Instruction | None":
        """The last instruction that the officer with this code wrote about a case; one query."""
        return self.of_writer(code).filter(case_id=case_id).order_by("-pk").first()

    def counted_since(self, since: datetime) -> int:
        """How many were written from ``since`` on."""
        return self.firsts().filter(at__gte=since).count()

    def by_month(self, since: datetime, until: datetime) -> dict[date, int]:
        """Return {first day of a month at the office: how many} of a span; one query."""
        rows = self.firsts().filter(at__gte=since, at__lt=until).annotate(month=TruncMonth("at"))
        counted = rows.values_list("month").annotate(n=models.Count("pk")).order_by()
        return {month.date(): n for month, n in counted}


class Instruction(models.Model):
    """One instruction, or what its writer added to one. Never edited, never deleted: the database refuses both.

    ref:      names it in addresses, and its key in the key store
    adds_to:  the instruction to which this adds; None for an instruction itself
    case, service: what it is about: a case, or a whole service
    writer:   the code of the officer who wrote it; named: that of the officer of this office who gave it, who must
              never read it, None for somebody else. Codes, so that a copy of the database alone names nobody
    body:     what its leaf commits to, without anything personal; sealed: who wrote, and who told,
              when, how and what, in words
    once:     the key of the form by which it came, so that a form sent twice writes once
    """

    ref = models.UUIDField(unique=True)
    adds_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="additions")
    writer = models.BinaryField(max_length=16, db_index=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=60, blank=True)
    named = models.BinaryField(max_length=16, null=True)
    at = models.DateTimeField(db_index=True)
    body = models.TextField()
    sealed = models.BinaryField()
    once = models.UUIDField(unique=True)
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="+")

    objects = InstructionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.ref)
