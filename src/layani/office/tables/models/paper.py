"""Receipts on paper: the blocks, the hours for which they are meant, and what became of each number."""

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.db import connection, models
from django.db.models import Count, Exists, Max, OuterRef, Q

from layani.office.tables.models.cases import Case
from layani.office.tables.models.people import User
from layani.office.tables.models.record import Outbox
from layani.office.tables.models.tickets import Ticket


class PaperBlockQuerySet(models.QuerySet["PaperBlock"]):
    """Questions about blocks."""

    def next_number(self, office: str) -> int:
        """The office's next block; until the transaction ends nobody else is given one (SQLite has one writer)."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_xact_lock(hashtext(%s), 50)", [f"paper/{office}"])
        return (self.filter(office=office).aggregate(last=Max("number"))["last"] or 0) + 1

    def newest_first(self, office: str, before: int | None = None) -> Self:
        """The blocks of an office with their holders, the newest first; those before the one numbered ``before``."""
        rows = self.filter(office=office).select_related("holder")
        return (rows if before is None else rows.filter(number__lt=before)).order_by("-number")

    def touching(self, office: str, user: int) -> Self:
        """The blocks that somebody was ever handed or offered, the newest first."""
        return self.filter(Q(holder=user) | Q(offers__to=user), office=office).distinct().order_by("-number")

    def ever_with_others(self, office: str, people: Collection[int]) -> Self:
        """The blocks that anybody but some people was ever handed or offered, the newest first."""
        elsewhere = PaperOffer.objects.filter(block=OuterRef("pk")).exclude(to__in=people)
        return self.filter(~Q(holder__in=people) | Exists(elsewhere), office=office).order_by("-number")

    def numbered(self, office: str, number: int) -> "PaperBlock | None":
        """One block with who holds and who issued it, or None."""
        return self.select_related("holder", "issued_by").filter(office=office, number=number).first()


class PaperBlock(models.Model):
    """One block of numbered receipts, 1 to ``size``. Never edited, never deleted: the database refuses both.

    number: of the block at this office; at: when it was made and handed to ``holder``
    """

    office = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    size = models.PositiveSmallIntegerField()
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PaperBlockQuerySet.as_manager()

    class Meta:
        """A number is given once."""

        constraints = [models.UniqueConstraint("office", "number", name="paper_block_once")]

    def __str__(self) -> str:
        return f"{self.office} K{self.number}"


class PaperWindowQuerySet(models.QuerySet["PaperWindow"]):
    """Questions about the hours on paper."""

    def around(self, office: str, moment: datetime) -> Self:
        """Those that had begun by a moment and had not ended before it; with their end."""
        open_then = Q(until__gte=moment) | Q(until=None, ended=None) | Q(ended__until__gte=moment)
        return self.filter(open_then, office=office, since__lte=moment).select_related("ended")

    def newest_first(self, office: str) -> Self:
        """The latest first, with their end and who declared them."""
        return self.filter(office=office).select_related("ended", "declared_by").order_by("-since", "-pk")


class PaperWindow(models.Model):
    """Declared hours in which an office took applications on paper. Append-only, as the blocks.

    kind:   "outage" of the office's own system, or a day in the "field"
    until:  None where an outage was declared while it lasted; its end is then a row of its own
    reason: why, of a published list; place, officers: where, and ids of who went
    """

    office = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=120, blank=True)
    officers = models.JSONField(default=list)
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    objects = PaperWindowQuerySet.as_manager()

    class Meta:
        """Asked by office and time."""

        indexes = [models.Index(fields=["office", "since"], name="paper_window_since")]

    def __str__(self) -> str:
        return f"{self.kind} {self.since}"

    @property
    def ends(self) -> datetime | None:
        """When it ended or will end; None while it lasts."""
        if self.until is not None:
            return self.until
        return self.ended.until if hasattr(self, "ended") else None


class PaperWindowEnd(models.Model):
    """The end of an outage that was declared while it lasted. Append-only."""

    window = models.OneToOneField(PaperWindow, on_delete=models.PROTECT, related_name="ended")
    until = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"until {self.until}"


class PaperNoteQuerySet(models.QuerySet["PaperNote"]):
    """Questions about the ledger."""

    def of_number(self, block_id: int, seq: int) -> Self:
        """All about one number, in order, with who noted it and its case."""
        return self.filter(block=block_id, seq=seq).select_related("officer", "case").order_by("pk")

    def of_blocks(self, blocks: Collection[int]) -> Self:
        """All about some blocks, in order, with who noted it and its case."""
        return self.filter(block__in=blocks).select_related("officer", "case").order_by("pk")

    def why_offered(self, offers: Collection["PaperOffer"]) -> "dict[int, PaperNote]":
        """Return {id of an offer: why a supervisor made it}, nothing where the block's holder did; one query.

        The note is written with the offer, by the same person.
        """
        rows = self.filter(block__in=[one.block_id for one in offers], kind__in=("in-stead", "closing"))
        notes = {(one.block_id, one.at, one.officer_id, one.seq): one for one in rows}
        keys = {one.pk: (one.block_id, one.at, one.by_id, one.blank) for one in offers}
        return {pk: notes[key] for pk, key in keys.items() if key in notes}

    def counted(self, office: str, until: datetime) -> dict[str, int]:
        """How many lines of each kind were noted before a moment, without what a closed block left; one query."""
        rows = (
            self.filter(block__office=office, at__lt=until)
            .exclude(reason="closed")
            .values_list("kind")
            .annotate(n=Count("pk"))
            .order_by()
        )
        return dict(rows)


class PaperNote(models.Model):
    """One line of the ledger of a block. Append-only; a number ends once (``used`` or ``spoiled``).

    seq:    the number within the block; of "counted", "in-stead" and "closing", the first one that was still blank
    kind:   used, spoiled, lost, allowed (a supervisor's second pair of eyes), double (somebody typed a used number
            again), asked (its person asked why it is not typed in), counted (somebody looked at the block), in-stead
            and closing (why a supervisor counts what another holds, to hand it on or to close it)
    reason: of a published list; received: as a used receipt's paper says
    case:   what it became; ticket: by which its person is answered
    """

    block = models.ForeignKey(PaperBlock, on_delete=models.PROTECT, related_name="notes")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    reason = models.CharField(max_length=20, blank=True)
    received = models.DateTimeField(null=True)
    at = models.DateTimeField()
    officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="paper_notes")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PaperNoteQuerySet.as_manager()

    class Meta:
        """A number ends once; that it was lost is noted once, and it may still be found."""

        constraints = [
            models.UniqueConstraint(
                fields=["block", "seq"], condition=Q(kind__in=["used", "spoiled"]), name="paper_number_ends_once"
            ),
            models.UniqueConstraint(fields=["block", "seq"], condition=Q(kind="lost"), name="paper_number_lost_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class PaperOfferQuerySet(models.QuerySet["PaperOffer"]):
    """Questions about blocks that go from hand to hand."""

    def of_blocks(self, blocks: Collection[int]) -> Self:
        """Every offer of some blocks, in order, with people and whether it was taken."""
        return self.filter(block__in=blocks).select_related("by", "to", "taken").order_by("pk")

    def waiting_for(self, user: int) -> Self:
        """What is offered to somebody, they have not counted, and nobody offered since; with block and giver."""
        later = PaperOffer.objects.filter(block=OuterRef("block"), pk__gt=OuterRef("pk"))
        waits = self.filter(~Exists(later), to=user, taken=None)
        return waits.select_related("block", "by").order_by("pk")


class PaperOffer(models.Model):
    """That a block is offered to another officer. Append-only.

    by: its holder, or a supervisor in their stead (a note then says why); blank: the first blank number, they say
    """

    block = models.ForeignKey(PaperBlock, on_delete=models.PROTECT, related_name="offers")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    blank = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    objects = PaperOfferQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.block_id} to {self.to_id}"


class PaperTaken(models.Model):
    """That the other officer counted the same and took it over. Append-only."""

    offer = models.OneToOneField(PaperOffer, on_delete=models.PROTECT, related_name="taken")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.offer_id} taken"


class PaperLine(models.Model):
    """The leaf of an act of this ledger that is no application: body, its salt, and the row it is about.

    what: block, window, window-end, note, offer or taken; row: its id there
    """

    what = models.CharField(max_length=12)
    row = models.PositiveBigIntegerField()
    body = models.TextField()
    salt = models.BinaryField(max_length=32)
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One leaf for an act."""

        constraints = [models.UniqueConstraint("what", "row", name="paper_line_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.row}"
