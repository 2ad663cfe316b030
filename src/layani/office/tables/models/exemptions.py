"""Exemptions from separation of duties, what was done under them, and what was checked afterwards; nothing changes."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Self

from django.db import connection, models
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from layani.office.tables.models.cases import Case, Event
from layani.office.tables.models.people import User

RULINGS = ("approved", "declined", "ended")


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    """Questions about exemptions."""

    def next_serial(self, office: str, year: int) -> int:
        """The next number of the year; until the transaction ends nobody else is given one, or rules on one."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_xact_lock(hashtext(%s), %s)", [f"exemption/{office}", year])
        last = self.filter(office=office, year=year).aggregate(last=models.Max("serial"))["last"]
        return (last or 0) + 1

    def ruled(self) -> Self:
        """With what was ruled on each, in the same query: ``approved_at``, ``declined_at``, ``ended_on``, ``why``."""
        relations = {kind: FilteredRelation("rulings", condition=Q(rulings__kind=kind)) for kind in RULINGS}
        return self.annotate(**relations).annotate(
            approved_at=F("approved__at"),
            declined_at=F("declined__at"),
            ended_on=F("ended__last_day"),
            why=F("approved__why"),
        )

    def numbered(self, office: str, number: str) -> "Exemption":
        """The one with a number such as E-0003/2026; raises Exemption.DoesNotExist."""
        serial, _, year = number.removeprefix("E-").partition("/")
        return self.get(office=office, year=int(year), serial=int(serial))

    def of_office(self, office: str) -> Self:
        """Those of an office with what was ruled and who proposed them, the newest first; one query."""
        return self.ruled().filter(office=office).select_related("proposed_by").order_by("-pk")

    def published(self, office: str) -> Self:
        """Those that two people agreed on, the newest first; one query."""
        return self.ruled().filter(office=office, approved_at__isnull=False).order_by("-pk")

    def with_counts(self) -> Self:
        """With how many steps were done under each, drawn, checked, and found wrong, in the same query."""

        def count(**conditions: object) -> Subquery:
            done = DoneAlone.objects.filter(exemption=OuterRef("pk"), **conditions).order_by()
            return Subquery(done.values("exemption").annotate(n=Count("pk")).values("n"))

        return self.annotate(
            done_count=Coalesce(count(), 0),
            drawn_count=Coalesce(count(draw__sampled=True), 0),
            checked_count=Coalesce(count(finding__isnull=False), 0),
            wrong_count=Coalesce(count(finding__outcome="wrong"), 0),
        )

    def before(self, pk: int | None) -> Self:
        """What follows one of them in such a list."""
        return self if pk is None else self.filter(pk__lt=pk)

    def in_force(self, office: str, day: date) -> Self:
        """Those that hold on a day."""
        held = self.ruled().filter(office=office, approved_at__isnull=False, since__lte=day, until__gte=day)
        return held.filter(Q(ended_on=None) | Q(ended_on__gte=day))


class Exemption(models.Model):
    """One proposal; it holds once a second person has agreed, from its first day to its last.

    one_in: one in so many of its cases is checked afterwards, by who holds the role ``checked_by``
    says: why nothing milder helps; published with it
    """

    office = models.CharField(max_length=60)
    year = models.PositiveIntegerField()
    serial = models.PositiveIntegerField()
    service = models.CharField(max_length=60)
    step = models.CharField(max_length=60)
    ground = models.CharField(max_length=30)
    says = models.TextField()
    since = models.DateField()
    until = models.DateField()
    one_in = models.PositiveSmallIntegerField()
    checked_by = models.CharField(max_length=60)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    # Only of rows that were asked for with ``ruled``.
    approved_at: datetime | None
    declined_at: datetime | None
    ended_on: date | None
    why: str | None
    # Only with ``with_counts``.
    done_count: int
    drawn_count: int
    checked_count: int
    wrong_count: int

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        """A number is given once."""

        constraints = [models.UniqueConstraint("office", "year", "serial", name="exemption_serial_once")]
        indexes = [models.Index("office", "id", name="exemption_by_office")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Its number, such as E-0003/2026."""
        return f"E-{self.serial:04d}/{self.year}"


class ExemptionRuling(models.Model):
    """What was ruled on one: approved or declined once, and later ended before its last day, with the reason."""

    exemption = models.ForeignKey(Exemption, on_delete=models.PROTECT, related_name="rulings", db_index=False)
    kind = models.CharField(max_length=10, choices=[(one, one) for one in RULINGS])
    last_day = models.DateField(null=True)
    why = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Each is ruled once."""

        constraints = [models.UniqueConstraint("exemption", "kind", name="exemption_ruled_once")]

    def __str__(self) -> str:
        return f"{self.exemption_id}: {self.kind}"


class DoneAloneQuerySet(models.QuerySet["DoneAlone"]):
    """Questions about steps that one officer did under an exemption."""

    def undrawn(self) -> Self:
        """Those whose place in the record is known and of which chance has not spoken yet, the earliest first."""
        placed = self.filter(draw=None, event__outbox__idx__isnull=False)
        return placed.select_related("event__outbox", "exemption").order_by("pk")

    def to_check(self, office: str) -> Self:
        """Those that were drawn and that nobody has checked yet, the most urgent first, with their cases; one query."""
        drawn = self.filter(exemption__office=office, draw__sampled=True, finding=None)
        return drawn.select_related("draw", "exemption", "case__party").order_by("draw__due_at", "pk")

    def of_case(self, case: int) -> Self:
        """Those of a case in their order, with what came of each; one query."""
        return self.filter(case_id=case).select_related("exemption", "draw", "finding").order_by("pk")

    def checks(self, case: int, roles: Collection[str]) -> bool:
        """Whether who holds these roles has something of a case to check, that nobody has checked yet."""
        drawn = self.filter(case_id=case, draw__sampled=True, finding=None)
        return drawn.filter(exemption__checked_by__in=roles).exists()

    def checked(self, office: str) -> Self:
        """Those that were checked, the latest first, with who did; one query."""
        found = self.filter(exemption__office=office, finding__isnull=False)
        return found.select_related("draw", "exemption", "case", "finding__by").order_by("-finding__pk")


class DoneAlone(models.Model):
    """One step that an officer did under an exemption, having done another one that it should not share."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=60)
    exemption = models.ForeignKey(Exemption, on_delete=models.PROTECT, related_name="done")
    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = DoneAloneQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.step}"


class AfterDraw(models.Model):
    """What chance said of one: whether it is checked afterwards, by which checkpoint, and until when.

    size: of the checkpoint that decided; anybody with the leaf can work it out again (``rules.record.sampling``)
    """

    done = models.OneToOneField(DoneAlone, on_delete=models.PROTECT, related_name="draw")
    size = models.BigIntegerField()
    sampled = models.BooleanField()
    due_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.done_id}: {self.sampled}"


class AfterFinding(models.Model):
    """That one was checked, and how it was found; the reason is sealed with the act."""

    done = models.OneToOneField(DoneAlone, on_delete=models.PROTECT, related_name="finding")
    outcome = models.CharField(max_length=10)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.done_id}: {self.outcome}"
