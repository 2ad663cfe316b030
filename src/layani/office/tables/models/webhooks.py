"""Which cases came through which program, who is told of their events, and every telling."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery

from layani.office.tables.models.cases import Case, Event
from layani.office.tables.models.people import Role
from layani.office.tables.models.programs import Program, ProgramToken
from layani.office.tables.models.record import Outbox
from layani.rules.systems.scopes import EVERY_CASE, MANAGES


class ProgramCaseQuerySet(models.QuerySet["ProgramCase"]):
    """Questions about the cases of a system."""

    def of_system(self, program: int, system: str) -> Self:
        """Those that came through any program of a system; without a system, through this program alone."""
        return self.filter(program__system=system) if system else self.filter(program=program)

    def newest_first(self, before: int | None, services: Collection[str]) -> Self:
        """With their cases, the newest first, from below a key on; of some services, or of all where none is named."""
        rows = self.select_related("case").order_by("-pk")
        rows = rows.filter(pk__lt=before) if before else rows
        return rows.filter(case__service__in=services) if services else rows


class ProgramCase(models.Model):
    """That a case was filed through a program."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="through")

    objects = ProgramCaseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case_id} through {self.program_id}"


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Questions about webhooks."""

    def active(self) -> Self:
        """Those that are on, of programs that may call."""
        return self.filter(disabled_at=None, program__revoked_at=None)

    def without_right(self, office: str, day: date, now: datetime) -> "list[Webhook]":
        """Those that are on although a call of their program would be refused; two queries.

        No token of it is in force, its officer holds no role on ``day``, or it has lost the scope.
        """
        alive = ProgramToken.objects.filter(program=OuterRef("program"), ends_at__gt=now)
        serving = Role.objects.held_on(day).filter(
            office=office, user=OuterRef("program__acts_for"), user__is_active=True
        )
        rows = self.active().select_related("program")
        calls = set(rows.filter(Exists(alive), Exists(serving)).values_list("pk", flat=True))
        return [one for one in rows if one.pk not in calls or not one.needs() <= set(one.program.scopes.split())]

    def turned_off(self) -> Self:
        """Those that are off, of programs that may call."""
        return self.filter(disabled_at__isnull=False, program__revoked_at=None)

    def of_system(self, program: int, system: str) -> Self:
        """Those of a system's programs; without a system, of this program alone."""
        rows = self.filter(program__system=system) if system else self.filter(program=program)
        return rows.select_related("program").order_by("pk")

    def newest_first(self, before: int | None) -> Self:
        """All of them with their programs, how much waits and since when, and how the last try ended."""
        waiting = Q(deliveries__delivered_at=None)
        last = Delivery.objects.filter(webhook=OuterRef("pk")).exclude(answer="").order_by("-pk").values("answer")[:1]
        rows = self.filter(pk__lt=before) if before else self
        counted = rows.annotate(
            waiting=Count("deliveries", filter=waiting),
            since=Min("deliveries__made_at", filter=waiting),
            last=Subquery(last),
        )
        return counted.select_related("program").order_by("-pk")


class Webhook(models.Model):
    """An address that a system wants to be told at.

    ref:        names its key in the key store; ``sealed``: the secret, and the earlier one with its end
    kinds:      the kinds of event, with a blank between; every: of all cases of the program's services, not of its own
    cursor:     the place in the record up to which its deliveries were made
    rests_until: after a failed try, so that one slow receiver does not hold up the others
    disabled_at, why: when it was turned off, and why ("gone", "too-many-tries", "erased", "no-right")
    once, request: codes of the idempotency key and of what was sent under it; rotated: of the last rotation's key
    """

    ref = models.UUIDField(unique=True)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="webhooks")
    url = models.TextField()
    kinds = models.TextField()
    every = models.BooleanField(default=False)
    cursor = models.BigIntegerField()
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    rests_until = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=40, blank=True)
    once = models.BinaryField(max_length=16, unique=True)
    request = models.BinaryField(max_length=16)
    rotated = models.BinaryField(max_length=16, null=True)

    objects = WebhookQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk} of {self.program_id}"

    def needs(self) -> frozenset[str]:
        """Return the scopes without which its program may not be told."""
        return frozenset({MANAGES, EVERY_CASE} if self.every else {MANAGES})


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Questions about tellings."""

    def open(self) -> Self:
        """Those that are to be sent, now or later."""
        return self.filter(delivered_at=None, gave_up_at=None)

    def due(self, now: datetime) -> Self:
        """Those to send now: of a webhook that is on and does not rest, and of each case the first that is open.

        The next of the same case waits until that one was taken, so a receiver hears of a case in its order.
        """
        earlier = Delivery.objects.filter(
            webhook=OuterRef("webhook"),
            case=OuterRef("case"),
            pk__lt=OuterRef("pk"),
            delivered_at=None,
            gave_up_at=None,
        )
        rested = Q(webhook__rests_until=None) | Q(webhook__rests_until__lte=now)
        on = self.open().filter(rested, due_at__lte=now, webhook__disabled_at=None, webhook__program__revoked_at=None)
        return on.filter(~Exists(earlier)).order_by("due_at", "pk")

    def locked_for_sending(self) -> Self:
        """The rows, locked; those that another worker holds are passed over."""
        return self.select_for_update(skip_locked=True, of=("self",))

    def newest_first(self, before: int | None) -> Self:
        """A webhook's deliveries with their cases, the newest first."""
        rows = self.filter(pk__lt=before) if before else self
        return rows.select_related("case").order_by("-pk")


class Delivery(models.Model):
    """One event to be told at one address: tried until it is taken, and kept for a while after.

    ref:   the header webhook-id, the same at every try; seq: of the event in its case; at: when it happened
    answer: how the last try ended: the receiver's status, or a word ("timeout", "redirect")
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    seq = models.IntegerField()
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    ref = models.UUIDField(default=uuid4, unique=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=20, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        """One telling of an event at an address; what is to be sent is found without reading what was."""

        constraints = [models.UniqueConstraint("webhook", "case", "seq", name="delivery_once")]
        indexes = [
            models.Index("due_at", name="delivery_due", condition=Q(delivered_at__isnull=True, gave_up_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.webhook_id}"


def record_size() -> int:
    """Return how many acts have their place in the record; whoever reads up to here misses none that comes later."""
    last = Outbox.objects.filter(idx__isnull=False).order_by("-idx").values_list("idx", flat=True).first()
    return 0 if last is None else last + 1


def events_between(start: int, end: int, acts: Iterable[str]) -> models.QuerySet[Event]:
    """Events of some acts with places from ``start`` to before ``end`` in the record, in that order.

    Places are given without gaps after the act's commit, so nothing can come in behind a reader, as ids would let it.
    """
    rows = Event.objects.filter(outbox__idx__gte=start, outbox__idx__lt=end, act__in=list(acts))
    return rows.select_related("case", "outbox").order_by("outbox__idx")
