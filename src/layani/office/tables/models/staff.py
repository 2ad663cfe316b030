"""The staff ledger: who joins, moves and leaves by which order, and who stood behind it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, FilteredRelation, Q

from layani.office.tables.models.people import User

KINDS = ("join", "move", "leave", "at-once", "lock", "recover", "review")
RULINGS = ("confirmed", "declined", "lapsed")


class StaffEntryQuerySet(models.QuerySet["StaffEntry"]):
    """Questions about entries."""

    def ruled(self) -> Self:
        """With what was ruled on each, in the same query: ``confirmed_at``, ``declined_at``, ``lapsed_at``."""
        relations = {kind: FilteredRelation("rulings", condition=Q(rulings__kind=kind)) for kind in RULINGS}
        return self.annotate(**relations).annotate(
            confirmed_at=F("confirmed__at"), declined_at=F("declined__at"), lapsed_at=F("lapsed__at")
        )

    def locks_that_wait(self) -> Self:
        """Locks on which nobody has ruled, the oldest first, with whom each has locked out."""
        return self.filter(kind="lock", rulings=None).select_related("officer").order_by("id")

    def lapsed_locks(self, officer: int, by: int) -> Self:
        """Locks of an officer that one keeper entered and nobody confirmed in time."""
        return self.filter(kind="lock", officer_id=officer, entered_by_id=by, rulings__kind="lapsed")

    def waiting(self, office: str) -> Self:
        """Those on which nobody has ruled, the oldest first, with the person each concerns."""
        rows = self.filter(office=office, rulings=None).exclude(kind="review")
        return rows.select_related("officer").order_by("id")

    def last_looked(self, office: str, officers: Sequence[int]) -> dict[int, date]:
        """Return officer -> the day on which somebody last entered that their roles fit; one query."""
        rows = self.filter(office=office, kind="review", officer_id__in=officers).values_list("officer_id", "day")
        return {officer: day for officer, day in rows.order_by("day") if officer is not None}

    def newest_first(self, office: str, before: int | None) -> Self:
        """A list that goes on before a key, with the people."""
        rows = self.ruled().filter(office=office).select_related("officer", "entered_by").order_by("-id")
        return rows if before is None else rows.filter(pk__lt=before)


class StaffEntry(models.Model):
    """One change of staff, as somebody entered it; done once a second person has confirmed it.

    officer: whom it concerns; empty for somebody new until it is confirmed, when ``username`` names them
    roles:   all that the person holds from ``day``; nik_mac: office-keyed code of a new officer's NIK
    day:     first day of the roles; of who leaves, the last
    entered_by: empty for what was done on the server's command line, where nobody knows by whom; that counts already
    """

    office = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=[(one, one) for one in KINDS])
    officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    username = models.CharField(max_length=150)
    full_name = models.CharField(max_length=200, blank=True)
    nik_mac = models.BinaryField(max_length=16, null=True)
    email = models.EmailField(blank=True)
    roles = models.JSONField(default=list)
    day = models.DateField()
    decree = models.CharField(max_length=200)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    # Only of rows that were asked for with ``ruled``.
    confirmed_at: datetime | None
    declined_at: datetime | None
    lapsed_at: datetime | None

    objects = StaffEntryQuerySet.as_manager()

    class Meta:
        """Read by office, in the order of entering."""

        indexes = [models.Index("office", "id", name="staff_by_office")]

    def __str__(self) -> str:
        return f"{self.kind} {self.username}"

    @property
    def is_from_shell(self) -> bool:
        """Whether it was done on the server's command line, and so counts before anybody has looked at it."""
        return self.entered_by_id is None


class StaffRuling(models.Model):
    """That an entry was confirmed or declined, once; or that a lock lapsed, which its enterer alone stood behind."""

    entry = models.ForeignKey(StaffEntry, on_delete=models.PROTECT, related_name="rulings", db_index=False)
    kind = models.CharField(max_length=10, choices=[(one, one) for one in RULINGS])
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Each is ruled on once, the one way or the other."""

        constraints = [models.UniqueConstraint("entry", name="staff_ruled_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.kind}"


class Invitation(models.Model):
    """A one-time link by which an officer sets their own password; only the code of its word is kept.

    first:   it makes its holder the first operator, while there is none
    opens_at: not before; until: not after
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    code = models.BinaryField(max_length=16, unique=True)
    first = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation of {self.user}"
