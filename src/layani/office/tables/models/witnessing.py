"""What witnesses outside the office said of the record: their cosignatures, and how each of them stands."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Self

from django.db import models

from layani.office.tables.models.record import Outbox
from layani.rules.record.cosigning import Fault
from layani.rules.record.note import SignatureLine, VerifierKey


class CosignatureQuerySet(models.QuerySet["Cosignature"]):
    """Questions about cosignatures."""

    def of_size(self, size: int) -> Self:
        """Those over the checkpoint of one size, in the order in which they came."""
        return self.filter(size=size).order_by("id")

    def keep(self, size: int, key: VerifierKey, line: SignatureLine, now: datetime) -> bool:
        """Keep the first cosignature of a witness over this size; returns whether it was the first."""
        values = {"line": line.text(), "cosigned_at": line.cosigned_at, "kept_at": now}
        return self.get_or_create(size=size, vkey=key.text(), defaults=values)[1]


class Cosignature(models.Model):
    """A witness's verified signature over the checkpoint of one size; the first one, kept for ever.

    line: as it stands under the checkpoint; cosigned_at: by the witness's clock; kept_at: by ours
    """

    size = models.BigIntegerField()
    vkey = models.CharField(max_length=300)
    line = models.TextField()
    cosigned_at = models.DateTimeField()
    kept_at = models.DateTimeField()

    objects = CosignatureQuerySet.as_manager()

    class Meta:
        """One of each witness for each size."""

        constraints = [models.UniqueConstraint("size", "vkey", name="cosigned_once")]

    def __str__(self) -> str:
        return f"{self.vkey.partition('+')[0]} on {self.size}"


class WitnessedQuerySet(models.QuerySet["Witnessed"]):
    """Questions about checkpoints that a quorum witnessed."""

    def newest(self) -> "Witnessed | None":
        """The largest."""
        return self.order_by("-size").first()

    def first_over(self, index: int) -> "Witnessed | None":
        """The smallest that holds the entry at ``index``."""
        return self.filter(size__gt=index).order_by("size").first()


class Witnessed(models.Model):
    """A checkpoint that had the quorum which the office asked for at that time, and since when."""

    size = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()

    objects = WitnessedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"size {self.size}"


class Restoration(models.Model):
    """Entries that were taken back from a copy of the record after a restore from an older backup.

    first, end: the places first to end-1; lost: of so many of them the content is gone; outbox: the leaf that says so
    """

    first = models.BigIntegerField()
    end = models.BigIntegerField()
    lost = models.BigIntegerField()
    at = models.DateTimeField()
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.first} to {self.end}"


class WitnessStateQuerySet(models.QuerySet["WitnessState"]):
    """Questions about witnesses."""

    def of(self, keys: Mapping[str, VerifierKey], now: datetime) -> "Sequence[WitnessState]":
        """The rows of these witnesses ({name: key}), made where there is none yet; in that order."""
        wanted = {key.text(): name for name, key in keys.items()}
        rows = {row.vkey: row for row in self.filter(vkey__in=wanted)}
        missing = [WitnessState(vkey=vkey, since=now, due_at=now) for vkey in wanted if vkey not in rows]
        if missing:
            self.bulk_create(missing, ignore_conflicts=True)  # type: ignore[arg-type]  # the stubs lose the model here
            rows = {row.vkey: row for row in self.filter(vkey__in=wanted)}
        return [rows[vkey] for vkey in wanted]

    def known(self, keys: Iterable[VerifierKey]) -> "dict[str, WitnessState]":
        """{vkey: row} of those witnesses that were ever to be asked; one query."""
        return {row.vkey: row for row in self.filter(vkey__in=[key.text() for key in keys])}


class WitnessState(models.Model):
    """How one witness stands with us.

    vkey:       its key, by which it is known; a witness with a new key is another one
    since:      when it was first to be asked
    size:       entries that it cosigned last, as far as we know
    line_size:  the size over which ``line``, its freshest cosignature, stands; cosigned_at and kept_at are that line's
    asked_at, asked_size:  the last question
    due_at:     when it is asked again at the earliest; failures: tries without an answer in a row
    fault:      why the last question got no cosignature (a value of ``Fault``), empty when it got one
    told:       the status or the size that belongs to the fault
    """

    vkey = models.CharField(max_length=300, primary_key=True)
    since = models.DateTimeField()
    size = models.BigIntegerField(default=0)
    line = models.TextField(blank=True)
    line_size = models.BigIntegerField(default=0)
    cosigned_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    asked_size = models.BigIntegerField(default=0)
    due_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=12, blank=True)
    told = models.BigIntegerField(null=True)

    objects = WitnessStateQuerySet.as_manager()

    def __str__(self) -> str:
        return self.vkey.partition("+")[0]

    @property
    def last_seen(self) -> datetime | None:
        """The moment as of which it vouches for us: by its clock, and never later than we heard of it."""
        if self.cosigned_at is None or self.kept_at is None:
            return None
        return min(self.cosigned_at, self.kept_at)

    @property
    def known_fault(self) -> Fault | None:
        """What is wrong, None when nothing is."""
        return Fault(self.fault) if self.fault else None

    def wants(self, size: int, now: datetime, fresh: timedelta) -> bool:
        """Whether it is time to ask it to cosign the checkpoint of ``size``."""
        if now < self.due_at:
            return False
        return self.line_size != size or self.kept_at is None or now - self.kept_at >= fresh
