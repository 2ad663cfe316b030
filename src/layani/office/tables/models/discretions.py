"""Discretion that officials proposed and what their superior ruled. Nothing of it is ever changed."""

from typing import Self

from django.db import connection, models
from django.db.models import F

from layani.office.tables.models.cases import Case
from layani.office.tables.models.people import User

RULINGS = ("approved", "declined")


class DiscretionQuerySet(models.QuerySet["Discretion"]):
    """Questions about discretion."""

    def next_serial(self, office: str, year: int) -> int:
        """The next number of the year; until the transaction ends nobody else is given one."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_xact_lock(hashtext(%s), %s)", [f"discretion/{office}", year])
        last = self.filter(office=office, year=year).aggregate(last=models.Max("serial"))["last"]
        return (last or 0) + 1

    def ruled(self, office: str) -> Self:
        """Those of an office with what was ruled on each, the newest first."""
        rows = self.filter(office=office).select_related("ruling", "ruling__by", "proposed_by", "case__party")
        return rows.order_by("-pk")

    def published(self, office: str) -> Self:
        """Those that were approved, the newest first; one query with what was ruled."""
        return self.filter(office=office, ruling__kind="approved").select_related("ruling", "case").order_by("-pk")

    def before(self, pk: int | None) -> Self:
        """What follows one of them in such a list."""
        return self if pk is None else self.filter(pk__lt=pk)


class Discretion(models.Model):
    """One proposal; its words are published when it is approved, and so name nobody.

    days: working days more for the applicant; due_at: until when the superior has to rule
    roles: those with which it was proposed, by which its superior is known
    """

    office = models.CharField(max_length=60)
    year = models.PositiveIntegerField()
    serial = models.PositiveIntegerField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    purpose = models.CharField(max_length=30)
    scope = models.CharField(max_length=30)
    says = models.TextField()
    budget = models.BooleanField(default=False)
    costs = models.TextField(blank=True)
    days = models.PositiveSmallIntegerField(default=0)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    roles = models.JSONField(default=list)
    proposed_at = models.DateTimeField()
    due_at = models.DateTimeField()

    objects = DiscretionQuerySet.as_manager()

    class Meta:
        """A number is given once."""

        constraints = [models.UniqueConstraint("office", "year", "serial", name="discretion_serial_once")]
        indexes = [models.Index(F("office"), F("id"), name="discretion_by_office")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Its number, such as D-0003/2026."""
        return f"D-{self.serial:04d}/{self.year}"


class DiscretionRuling(models.Model):
    """What a superior ruled on one, once; why: in their words, published with an approval."""

    discretion = models.OneToOneField(Discretion, on_delete=models.PROTECT, related_name="ruling")
    kind = models.CharField(max_length=10, choices=[(one, one) for one in RULINGS])
    why = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.discretion_id}: {self.kind}"
