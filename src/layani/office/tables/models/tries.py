"""How often something was tried, so that a code cannot be found by trying all of them."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F


class TriesQuerySet(models.QuerySet["Tries"]):
    """Counting, and forgetting what is over."""

    def over(self, now: datetime) -> Self:
        """Counts whose span has ended."""
        return self.filter(until__lte=now)

    def count_one_more(self, key: bytes, span: timedelta, now: datetime) -> int:
        """Count one more try under a key and return how many there were in the span that is running."""
        self.over(now).delete()
        self.get_or_create(key=key, defaults={"count": 0, "until": now + span})
        self.filter(key=key).update(count=F("count") + 1)
        return self.values_list("count", flat=True).get(key=key)


class Tries(models.Model):
    """The tries of one kind for one NIK, case or network address within a span of time.

    key: an office-keyed code of what was tried; nobody can read from it which NIK or address it was
    """

    key = models.BinaryField(max_length=16, unique=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    objects = TriesQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.count} until {self.until}"
