"""How versions of services come into force: proposals, what was ruled on them, and what the public said."""

from datetime import datetime
from typing import Self

from django.db import DEFAULT_DB_ALIAS, connections, models

from layani.office.tables.models.people import User
from layani.office.tables.models.record import Outbox
from layani.office.tables.prepared import rows_of

LONGEST_COMMENT = 2000
PUBLISHING_LOCK = 0x6C617976  # "layv": names these advisory locks among all that share the database server


def take_turn(service: str) -> None:
    """Wait until nobody else proposes or rules for a service; SQLite's one writer does so by itself."""
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        rows_of("select 1 from pg_advisory_xact_lock(%s, hashtext(%s))", [PUBLISHING_LOCK, service])


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Questions about proposals."""

    def undecided(self) -> Self:
        """Proposals on which nothing was ruled yet, the oldest first."""
        return self.filter(ruling=None).order_by("id")

    def of(self, service: str) -> Self:
        """The proposals of one service, the newest first."""
        return self.filter(service=service).order_by("-id")

    def published_of(self, service: str, before: int | None) -> Self:
        """The published versions of one service with their leaves, the newest first, before a key."""
        rows = self.of(service).filter(ruling__kind="published").select_related("ruling", "ruling__outbox")
        return rows if before is None else rows.filter(pk__lt=before)

    def with_people(self) -> Self:
        """With the ruling and the people of both, in the same query."""
        return self.select_related("proposed_by", "ruling", "ruling__by")

    def newest_first(self, before: int | None) -> Self:
        """A list that goes on before a key, with the people."""
        rows = self.with_people().order_by("-id")
        return rows if before is None else rows.filter(pk__lt=before)


class Proposal(models.Model):
    """One version of a service that somebody wants in force. Append-only, as is what is ruled on it.

    files:      {path: text} of the service's folder, so that what is decided on cannot change on a disk
    digest:     SHA-256 (hex) of what the files say; base: that of the version that it was compared with, or empty
    why_id, why_en: why it is proposed, in both languages, for the public
    comments_until: until when the public can comment; None where the period was waived, with the reason ``waived``
    report:     what the check and the replay on past cases found: {"warnings": [...], "replay": {...}}
    proposed_by: None for what the office opened with
    """

    service = models.SlugField(max_length=60)
    version = models.DateField()
    digest = models.CharField(max_length=64)
    base = models.CharField(max_length=64, blank=True)
    files = models.JSONField()
    why_id = models.TextField(blank=True)
    why_en = models.TextField(blank=True)
    comments_until = models.DateTimeField(null=True)
    waived = models.TextField(blank=True)
    report = models.JSONField(default=dict)
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    objects = ProposalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.service} {self.version}"

    def takes_comments(self, now: datetime) -> bool:
        """Tell whether the public can comment now."""
        return self.comments_until is not None and now < self.comments_until


class RulingQuerySet(models.QuerySet["Ruling"]):
    """Questions about rulings."""

    def published(self) -> Self:
        """The versions that were put in force, the first first, with their proposals."""
        return self.filter(kind="published").select_related("proposal").order_by("since", "id")


class Ruling(models.Model):
    """What was decided on a proposal, once.

    kind: published, declined (by a publisher) or withdrawn (by a proposer); why: in the ruler's words
    since: the day from which a published version is in force
    by: None for what the office opened with; outbox: the leaf of a publication
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="ruling")
    kind = models.CharField(max_length=10, choices=[(one, one) for one in ("published", "declined", "withdrawn")])
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)
    since = models.DateField(null=True)
    at = models.DateTimeField()
    outbox = models.OneToOneField(Outbox, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RulingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.kind}"


class CommentQuerySet(models.QuerySet["Comment"]):
    """Questions about comments."""

    def of(self, proposal: int, before: int | None = None) -> Self:
        """The comments on one proposal, the newest first."""
        rows = self.filter(proposal_id=proposal).order_by("-id")
        return rows if before is None else rows.filter(pk__lt=before)


class Comment(models.Model):
    """What somebody said about a proposal; no name is asked. Hidden ones still count, and the page says why."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="comments")
    text = models.CharField(max_length=LONGEST_COMMENT)
    at = models.DateTimeField()
    hidden_why = models.TextField(blank=True)
    hidden_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CommentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"on {self.proposal_id}"
