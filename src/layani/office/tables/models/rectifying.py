"""What people called wrong of what is held about them, what was answered, and who else was told."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from layani.office.tables.models.cases import Case
from layani.office.tables.models.people import Party, User
from layani.office.tables.models.record import Outbox
from layani.rules.sections import reach_of


class RectificationQuerySet(models.QuerySet["Rectification"]):
    """Questions about requests."""

    def open(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(answer=None)

    def earliest_due_first(self, after: tuple[datetime, int] | None = None) -> Self:
        """The one whose time ends first; what follows a moment and an id, with person and case."""
        rows = self.select_related("party", "case").order_by("due_at", "pk")
        return rows if after is None else rows.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], pk__gt=after[1]))

    def reached_by(self, roles: Collection[str]) -> Self:
        """As of cases; who holds roles in sections alone sees none about the register of people."""
        sections = reach_of(roles)
        return self if sections is None else self.filter(case__rest__section__in=sorted(sections))

    def overdue(self, now: datetime) -> Self:
        """Those that nobody has answered in their time."""
        return self.open().filter(due_at__lt=now)

    def of_person(self, party: int, readable: Iterable[Case]) -> Self:
        """Those of a person: about themselves, and about the cases that they may read; the newest first."""
        mine = self.filter(party=party).filter(Q(case=None) | Q(case__in=readable))
        return mine.select_related("case", "answer").prefetch_related("answer__told").order_by("-pk")

    def with_ref(self, ref: UUID) -> "Rectification | None":
        """One request with its person, case, answer and whoever wrote it down; None when there is none."""
        return self.select_related("party", "case__party", "answer__outbox", "outbox").filter(ref=ref).first()


class Rectification(models.Model):
    """That a person calls something wrong that is held about them. Never edited, never deleted.

    ref:     names it in addresses
    case:    None where it is about the register of people; item: the question's name, or the register's
    asked_by: the officer who wrote it down at the counter; None for the person themselves
    body:    what its leaf commits to, without anything personal
    sealed:  what should stand there and what proves it, and the leaf's salt; under the key of the case or the person,
             so that it goes with them
    once:    the key of the form by which it came
    """

    ref = models.UUIDField(unique=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="rectifications")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="rectifications")
    item = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    sealed = models.BinaryField()
    once = models.UUIDField(unique=True)
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="+")

    objects = RectificationQuerySet.as_manager()

    class Meta:
        """Read by the end of its time."""

        indexes = [models.Index("due_at", "id", name="rectification_due")]

    def __str__(self) -> str:
        return str(self.ref)

    @property
    def key_ref(self) -> UUID:
        """The key under which it is sealed."""
        return self.case.ref if self.case is not None else self.party.ref


class RectificationAnswerQuerySet(models.QuerySet["RectificationAnswer"]):
    """Questions about answers."""

    def last_put_right(self, parties: Collection[int], items: Collection[str]) -> dict[int, datetime]:
        """Return when something of these in the register was last put right, by the person's id; one query."""
        about = {"of__case": None, "of__party__in": parties, "of__item__in": items}
        rows = self.filter(outcome="corrected", **about).values_list("of__party_id")
        return dict(rows.annotate(models.Max("at")))

    def untold(self, roles: Collection[str] | None = None) -> Self:
        """Those after which somebody else is still to be told, the oldest first; with roles, that come before them."""
        rows = (
            self.filter(to_tell__gt=0).annotate(told_now=models.Count("told")).filter(to_tell__gt=models.F("told_now"))
        )
        sections = None if roles is None else reach_of(roles)
        rows = rows if sections is None else rows.filter(of__case__rest__section__in=sorted(sections))
        return rows.select_related("of__party", "of__case").order_by("at", "pk")


class RectificationAnswer(models.Model):
    """What an officer answered, once. Never edited, never deleted.

    outcome: corrected, refused or road; road: which one
    recipients: whoever was given what was wrong or holds it, as ``system:ID`` or ``register:ID``; to_tell: how many
    letters: numbers of the letters that say it; whoever holds one is the person, who is told
    body, sealed: as those of the request; the old value stands in the body as its commitment alone
    """

    of = models.OneToOneField(Rectification, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=10)
    road = models.CharField(max_length=10, blank=True)
    recipients = models.JSONField(default=list)
    to_tell = models.PositiveSmallIntegerField(default=0)
    letters = models.JSONField(default=list)
    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)
    at = models.DateTimeField()
    body = models.TextField()
    sealed = models.BinaryField()
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="+")

    objects = RectificationAnswerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.of_id} {self.outcome}"

    @property
    def still_to_tell(self) -> list[str]:
        """Return who has not been told yet; only of rows asked for with ``told``."""
        told: Collection[str] = {one.recipient for one in self.told.all()}
        return [one for one in self.recipients if one not in told]


class RectificationTold(models.Model):
    """That somebody who was given what was wrong has been told, by whom and how (a letter's number, no name)."""

    answer = models.ForeignKey(RectificationAnswer, on_delete=models.PROTECT, related_name="told")
    recipient = models.CharField(max_length=80)
    how = models.CharField(max_length=80)
    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Everybody is told once."""

        constraints = [models.UniqueConstraint("answer", "recipient", name="rectification_told_once")]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.recipient}"
