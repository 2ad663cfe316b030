"""What was erased by the retention schedule, and what is held back from it. Nothing of it is ever changed."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, FilteredRelation, Q

from layani.office.tables.models.cases import Case
from layani.office.tables.models.instructions import Instruction
from layani.office.tables.models.mandates import Mandate
from layani.office.tables.models.people import Party, User
from layani.office.tables.models.record import Outbox
from layani.office.tables.models.tickets import Ticket
from layani.rules.retention.holding import REASONS, UNCONFIRMED, holds_until
from layani.rules.retention.schedule import UNLISTED

RULINGS = ("confirmed", "lifted")


class ErasureQuerySet(models.QuerySet["Erasure"]):
    """Questions about erasures."""

    def newest_first(self, before: int | None = None) -> Self:
        """In the order of writing, backwards; those written before the one with the id ``before``; with their case."""
        rows = self if before is None else self.filter(pk__lt=before)
        return rows.select_related("case", "ticket").order_by("-pk")

    def days_of(self, cases: Collection[int]) -> dict[int, datetime]:
        """Return {case: when it was erased} of those that were."""
        return dict(self.filter(case__in=cases).values_list("case_id", "at"))

    def listed(self) -> Self:
        """Those that a page may list."""
        return self.exclude(rule__in=sorted(UNLISTED))


class Erasure(models.Model):
    """That the personal part of one thing was erased: of a case, a ticket, a person in the register, or what follows.

    ref:   of the key that was erased in the key store; rule: id of the schedule's rule
    body:  what its leaf commits to: the rule, its span, how many leaves it concerns and their root
    salt:  of the commitment, so that nobody can guess from the public leaf what was erased
    """

    case = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="erasure")
    ticket = models.OneToOneField(Ticket, null=True, on_delete=models.PROTECT, related_name="erasure")
    party = models.OneToOneField(Party, null=True, on_delete=models.PROTECT, related_name="erasure")
    mandate = models.OneToOneField(Mandate, null=True, on_delete=models.PROTECT, related_name="erasure")
    instruction = models.OneToOneField(Instruction, null=True, on_delete=models.PROTECT, related_name="erasure")
    ref = models.UUIDField(unique=True)
    rule = models.CharField(max_length=40)
    body = models.TextField()
    salt = models.BinaryField(max_length=32)
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ErasureQuerySet.as_manager()

    class Meta:
        """Counted by rule and time."""

        indexes = [models.Index("rule", "at", name="erasure_by_rule")]

    def __str__(self) -> str:
        return str(self.ref)


class HoldQuerySet(models.QuerySet["Hold"]):
    """Questions about holds."""

    def ruled(self) -> Self:
        """With what was ruled on each, in the same query: ``confirmed_at``, ``lifted_at``."""
        relations = {kind: FilteredRelation("rulings", condition=Q(rulings__kind=kind)) for kind in RULINGS}
        found = self.annotate(**relations)
        return found.annotate(confirmed_at=F("confirmed__at"), lifted_at=F("lifted__at"))

    def newest_first(self, before: int | None = None) -> Self:
        """A list that goes on before a key, with the people."""
        rows = self.ruled().select_related("case", "entered_by").order_by("-id")
        return rows if before is None else rows.filter(pk__lt=before)

    def that_may_hold(self, today: date) -> Self:
        """Those that may still hold on a day: what was lifted, ended, or never confirmed in its time is left out."""
        found = self.ruled().filter(until__gte=today, lifted_at=None)
        return found.filter(Q(confirmed_at__isnull=False) | Q(entered_on__gte=today - UNCONFIRMED))


class Hold(models.Model):
    """That one case must not be erased, by whose letter, until when. It holds from the moment it is entered.

    It names no person: the reason is one of a list, and the letter has a number. entered_on: the local day of that
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=20, choices=[(one, one) for one in REASONS])
    letter = models.CharField(max_length=80)
    until = models.DateField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField()
    at = models.DateTimeField()

    # Only of rows that were asked for with ``ruled``.
    confirmed_at: datetime | None
    lifted_at: datetime | None

    objects = HoldQuerySet.as_manager()

    class Meta:
        """Read by the last day."""

        indexes = [models.Index("until", name="hold_until")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.pk}"

    def last_day(self, lifted_on: date | None = None) -> date:
        """Return the last day on which it holds; only of rows asked for with ``ruled``."""
        return holds_until(self.until, self.entered_on, confirmed=self.confirmed_at is not None, lifted_on=lifted_on)


class HoldRuling(models.Model):
    """What somebody else than who entered it ruled on a hold: confirmed once, lifted once."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="rulings", db_index=False)
    kind = models.CharField(max_length=10, choices=[(one, one) for one in RULINGS])
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One ruling of a kind for each hold."""

        constraints = [models.UniqueConstraint("hold", "kind", name="hold_ruled_once")]

    def __str__(self) -> str:
        return f"{self.hold_id} {self.kind}"
