"""Counts tries, so that nobody finds a code by trying them all; what is counted cannot be read from the count."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from layani.office.house import codes
from layani.office.tables.models import Tries
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Limit:
    """How often something may be tried within a span of time; ``kind`` keeps the counts of different things apart."""

    kind: str
    most: int
    span: timedelta


def count_try(limit: Limit, value: str, now: datetime) -> None:
    """Count one try for a value (a NIK, a case number, a network address), or raise Refused when it was one too many.

    The value itself is not kept: the count stands under an office-keyed code and is forgotten when its span is over.
    """
    key = codes().sending(f"tries/{limit.kind}", value)
    if Tries.objects.count_one_more(key, limit.span, now) > limit.most:
        raise Refused(too_many(limit.span))


def tried(limit: Limit, value: str, now: datetime) -> int:
    """Return how many tries were counted for a value in the span that is running; one query."""
    key = codes().sending(f"tries/{limit.kind}", value)
    return Tries.objects.filter(key=key, until__gt=now).values_list("count", flat=True).first() or 0


def forget_tries(limit: Limit, value: str) -> None:
    """Begin to count anew for a value: whoever has just shown that they are the right one has tried nothing."""
    Tries.objects.filter(key=codes().sending(f"tries/{limit.kind}", value)).delete()


def give_back(limit: Limit, value: str, now: datetime) -> None:
    """Take one counted try back: it was somebody's who had what it asked for, and says nothing of those who guess."""
    key = codes().sending(f"tries/{limit.kind}", value)
    Tries.objects.filter(key=key, until__gt=now, count__gt=0).update(count=F("count") - 1)


def too_many(span: timedelta) -> Refusal:
    """The refusal after too many tries; it names no one and says when to come back."""
    hours = max(1, round(span / timedelta(hours=1)))
    return Refusal(
        code="too-many-tries",
        reason=Text(
            id="Sudah terlalu banyak percobaan, jadi kami berhenti sebentar demi keamanan.",
            en="There were too many tries, so we pause for safety.",
        ),
        remedy=Text(
            id=f"Coba lagi dalam {hours} jam, atau datang ke loket dengan KTP Anda.",
            en=f"Try again in {hours} hour{'' if hours == 1 else 's'}, or come to the counter with your identity card.",
        ),
    )
