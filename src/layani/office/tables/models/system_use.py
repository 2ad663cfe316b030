"""How often the office used a system of another body, by month: what it looked up there, and what it typed again."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Sum


class SystemUseQuerySet(models.QuerySet["SystemUse"]):
    """Questions about the use of systems."""

    def add(self, month: date, use: tuple[str, str, str], count: int) -> None:
        """Add to the count of (system, what, name) in a month."""
        system, what, name = use
        key = {"month": month, "system": system, "what": what, "name": name}
        if not self.filter(**key).update(count=F("count") + count):
            row, made = self.get_or_create(**key, defaults={"count": count})
            if not made:  # another made it at this moment
                self.filter(pk=row.pk).update(count=F("count") + count)

    def since(self, month: date, what: Iterable[str]) -> Self:
        """The counts of some kinds from a month on."""
        return self.filter(month__gte=month, what__in=list(what))

    def by_month(self, month: date, what: Iterable[str]) -> list[tuple[date, str, str, int]]:
        """Return (month, system, what, count) of some kinds from a month on, whatever the name; one query."""
        rows = self.since(month, what).values("month", "system", "what").annotate(total=Sum("count"))
        return [(one["month"], one["system"], one["what"], one["total"]) for one in rows.order_by("month", "system")]

    def totals(self) -> list[tuple[str, str, str, int]]:
        """Return (system, what, name, count) over all of these months; one query."""
        rows = self.values("system", "what", "name").annotate(total=Sum("count")).order_by("system", "what", "name")
        return [(one["system"], one["what"], one["name"], one["total"]) for one in rows]


class SystemUse(models.Model):
    """One count of one month.

    what, name: "looked": an element that was looked up; "fields", "minutes": a service for which fields were typed
                again, and the time that it took
    """

    month = models.DateField()
    system = models.CharField(max_length=60)
    what = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    count = models.BigIntegerField()

    objects = SystemUseQuerySet.as_manager()

    class Meta:
        """One row for each count of a month."""

        constraints = [models.UniqueConstraint("month", "system", "what", "name", name="system_use_once")]

    def __str__(self) -> str:
        return f"{self.month} {self.system} {self.what} {self.name}: {self.count}"
