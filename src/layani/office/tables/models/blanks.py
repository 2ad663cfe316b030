"""Numbered blanks: the series that came in, the ledger of what became of each number, and second people's eyes."""

from collections.abc import Collection
from typing import Self

from django.db import connection, models
from django.db.models import Max, Q

from layani.office.tables.models.papers import Letter
from layani.office.tables.models.people import User
from layani.rules.blanks.ledger import Line, Series


class BlankSeriesQuerySet(models.QuerySet["BlankSeries"]):
    """Questions about series."""

    def take_turn(self, office: str) -> None:
        """Wait until nobody else writes into the ledger of an office; SQLite has one writer anyway."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_xact_lock(hashtext(%s), 71)", [f"blanks/{office}"])

    def newest_first(self, office: str, before: int | None = None) -> Self:
        """The series of an office, the newest first; those before the one with the id ``before``."""
        rows = self.filter(office=office).select_related("by").order_by("-pk")
        return rows if before is None else rows.filter(pk__lt=before)

    def handed_to(self, office: str, user_id: int) -> Self:
        """The series of which an officer ever held a number, the oldest first."""
        held = BlankLine.objects.filter(holder=user_id, kind="handed").values("series")
        return self.filter(office=office, pk__in=held).order_by("pk")

    def handed_to_others(self, office: str, people: Collection[int]) -> Self:
        """The series of which anybody but some people ever held a number, the oldest first."""
        held = BlankLine.objects.filter(office=office, kind="handed").exclude(holder__in=people).values("series")
        return self.filter(office=office, pk__in=held).order_by("pk")

    def with_number(self, office: str, prefix: str, seq: int) -> "BlankSeries | None":
        """The series to which a number belongs, or None."""
        return self.filter(office=office, prefix=prefix, first__lte=seq, last__gte=seq).first()

    def overlapping(self, office: str, prefix: str, first: int, last: int) -> bool:
        """Whether any number of a span came in before."""
        return self.filter(office=office, prefix=prefix, first__lte=last, last__gte=first).exists()


class BlankSeries(models.Model):
    """Blanks of one kind that came in together. Never edited, never deleted: the database refuses both.

    kind: a key of ``blanks`` in office.yaml; note: number of the delivery note
    """

    office = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    prefix = models.CharField(max_length=8, blank=True)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    width = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=80)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = BlankSeriesQuerySet.as_manager()

    class Meta:
        """Found by what is printed on a blank."""

        constraints = [models.CheckConstraint(name="blank_series_runs_on", condition=Q(first__lte=models.F("last")))]
        indexes = [models.Index("office", "prefix", "first", name="blank_series_number")]

    def __str__(self) -> str:
        return f"{self.number(self.first)}–{self.number(self.last)}"

    @property
    def series(self) -> Series:
        """The series as rules read it."""
        return Series(self.prefix, self.first, self.last, self.width)

    def number(self, seq: int) -> str:
        """Return a number as it is printed."""
        return self.series.number(seq)


class BlankLineQuerySet(models.QuerySet["BlankLine"]):
    """Questions about the ledger."""

    def of_series(self, series: Collection[int]) -> Self:
        """All about some series, in order, with who noted it, who holds it, the letter, and the second person."""
        rows = self.filter(series__in=series).select_related("by", "holder", "letter", "series", "seen", "seen__by")
        return rows.order_by("pk")

    def of_letter(self, letter_id: int) -> "BlankLine | None":
        """The blank on which a letter was handed over, or None."""
        return self.filter(letter=letter_id, kind="used").select_related("series").first()

    def unseen(self, office: str) -> Self:
        """What was noted by one person and waits for the eyes of a second, the longest first."""
        rows = self.filter(office=office, kind__in=("spoiled", "counted"), seen=None)
        return rows.select_related("by", "holder", "series").order_by("pk")

    def counts(self, office: str) -> Self:
        """The counts, the latest first, with both people."""
        rows = self.filter(office=office, kind="counted")
        return rows.select_related("by", "holder", "seen", "seen__by").order_by("-pk")

    def last_moved(self, office: str, holders: Collection[int]) -> dict[tuple[str, int], int]:
        """Return {(kind of blanks, holder): id of their last line} but for counts and what was missing; one query."""
        rows = self.filter(office=office, holder__in=holders).exclude(kind__in=("counted", "missing")).order_by()
        return {(kind, holder): last for kind, holder, last in rows.values_list("blank", "holder").annotate(Max("pk"))}


class BlankLine(models.Model):
    """One line of the ledger. Append-only; a number ends once, and a letter is on one blank.

    kind:   see ``rules.blanks.ledger``, and "counted": somebody counted all blanks of a kind that a holder has
    series, first, last: which numbers; none of them of a count
    blank:  kind of the blanks; holder: who has them from here on, or had them; None for the store
    letter: of "used"; reason: of "spoiled", and "gone" of "missing", of a published list
    expected, counted: of a count, by the ledger and by the hand
    """

    office = models.CharField(max_length=60)
    blank = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    series = models.ForeignKey(BlankSeries, null=True, on_delete=models.PROTECT, related_name="lines")
    first = models.PositiveIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)
    holder = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, blank=True)
    expected = models.PositiveIntegerField(null=True)
    counted = models.PositiveIntegerField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = BlankLineQuerySet.as_manager()

    class Meta:
        """A number ends once, is missing once, and a letter stands on one blank."""

        constraints = [
            models.UniqueConstraint(
                fields=["series", "first"], condition=Q(kind__in=["used", "spoiled"]), name="blank_ends_once"
            ),
            models.UniqueConstraint(fields=["series", "first"], condition=Q(kind="missing"), name="blank_missing_once"),
            models.UniqueConstraint(fields=["letter"], condition=Q(kind="used"), name="blank_one_for_a_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first}"

    @property
    def line(self) -> Line:
        """The line as rules read it."""
        return Line(self.kind, self.first, self.last, self.holder_id)

    @property
    def numbers(self) -> str:
        """The numbers as they are printed; "" of a count."""
        if self.series is None:
            return ""
        first, last = self.series.number(self.first), self.series.number(self.last)
        return first if first == last else f"{first}–{last}"


class BlankSeen(models.Model):
    """A second person saw what one noted: the spoiled paper, or the same count. Append-only."""

    line = models.OneToOneField(BlankLine, on_delete=models.PROTECT, related_name="seen")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.line_id} seen"
