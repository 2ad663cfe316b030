"""What was tried and refused: kept, for who tries again and again is seen."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from layani.office.tables.models.cases import Case, Event
from layani.office.tables.models.people import User


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Questions about refused acts."""

    def counted_since(self, since: datetime) -> dict[tuple[str, bool], int]:
        """Return {(code of the rule, only observed): how often} from ``since`` on; one query."""
        rows = self.filter(at__gte=since).values_list("code", "observed").annotate(n=models.Count("pk")).order_by()
        return {(code, observed): n for code, observed, n in rows}

    def waits_since(self, since: datetime, codes: frozenset[str], most: int) -> dict[str, list[timedelta]]:
        """Return {code: how long each case stood from a refused attempt until its next act}, of the latest; one query.

        What another system's log brought was stopped by nobody, and a case that still stands has no wait yet.
        """
        after = Event.objects.filter(case=models.OuterRef("case"), recorded_at__gt=models.OuterRef("at"))
        rows = self.filter(code__in=codes, at__gte=since, observed=False, case__isnull=False)
        acted = rows.annotate(next=models.Subquery(after.order_by("seq").values("recorded_at")[:1]))
        latest = acted.filter(next__isnull=False).order_by("-pk")
        found: dict[str, list[timedelta]] = {}
        for code, at, following in latest.values_list("code", "at", "next")[:most]:
            found.setdefault(code, []).append(following - at)
        return found

    def newest_first(self, before: int | None = None) -> Self:
        """All attempts in the order of writing, backwards; those written before the one with the id ``before``."""
        return (self if before is None else self.filter(pk__lt=before)).order_by("-pk")

    def refused_by(self, codes: frozenset[str]) -> Self:
        """Those that one rule refused, which speaks with these codes."""
        return self.filter(code__in=codes)

    def of_case(self, case_id: int) -> Self:
        """What was tried on one case and refused, in its order."""
        return self.filter(case_id=case_id).order_by("pk")


class Attempt(models.Model):
    """An act that a rule refused, kept for the indicators: who tried what on which case, and which rule said no.

    observed: it was let through all the same, because it came from an importer; the rule only reports.
    """

    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT)
    act = models.CharField(max_length=20)
    officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT)
    role = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    observed = models.BooleanField(default=False)
    at = models.DateTimeField()
    body = models.TextField()
    salt = models.BinaryField(max_length=32)
    outbox = models.ForeignKey("tables.Outbox", on_delete=models.PROTECT, db_index=False, related_name="+")

    objects = AttemptQuerySet.as_manager()

    class Meta:
        """Found by rule and time."""

        indexes = [models.Index("code", "at", name="attempt_by_rule")]

    def __str__(self) -> str:
        return f"{self.act}: {self.code}"
