"""What the operator looks at: rows turned into signs of life, in few queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.db.models import Count, Min

from layani.office.tables.models.attempts import Attempt
from layani.office.tables.models.papers import Message, Pulse
from layani.office.tables.models.record import Checkpoint, LogState, Outbox
from layani.rules.cases.decider import CLOCK_BEHIND

# The jobs of every second leave a mark every ten seconds; a worker that is silent for longer stands still.
SILENT_FOR = timedelta(minutes=2)
# Rows of Pulse in which the demo's fill, which is no job, says how far it has come.
FILL, FILL_TOTAL = "demo_fill", "demo_fill_total"


@dataclass(frozen=True, slots=True)
class Messages:
    """Messages on their way: how many wait, since when the oldest is due, and how many were given up, by reason."""

    waiting: int
    oldest_due: datetime | None
    given_up: Mapping[str, int]

    @property
    def undelivered(self) -> int:
        """All that were given up."""
        return sum(self.given_up.values())


@dataclass(frozen=True, slots=True)
class Record:
    """The log: entries, leaves that wait for their place, and when it was signed last."""

    size: int
    waiting: int
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Fill:
    """How far the demo's fill has come."""

    done: int
    total: int

    @property
    def running(self) -> bool:
        """Cases are still to be made."""
        return self.done < self.total


@dataclass(frozen=True, slots=True)
class Signs:
    """All of it at one moment; ``fill`` is None outside of a demo."""

    jobs: Sequence[Pulse]
    fill: Fill | None
    messages: Messages
    record: Record
    database: str

    def worker_is_silent(self, now: datetime) -> bool:
        """No job has left a mark for two minutes."""
        return max((job.ran_at for job in self.jobs), default=now - SILENT_FOR * 2) < now - SILENT_FOR


def database_answers() -> bool:
    """Say whether the database answers a small question."""
    try:
        Pulse.objects.exists()
    except DatabaseError:
        return False
    return True


def refused_for_the_clock(now: datetime) -> int:
    """Count the acts of the last day that were refused because the server's clock was behind; one query."""
    return Attempt.objects.filter(code=CLOCK_BEHIND, at__gt=now - timedelta(days=1)).count()


def signs() -> Signs:
    """Return the signs; six queries."""
    waiting = Message.objects.to_send().aggregate(n=Count("pk"), oldest=Min("due_at"))
    reasons = Message.objects.given_up().order_by().values_list("params__why").annotate(n=Count("pk"))
    newest = Checkpoint.objects.latest_signed()
    pulses = {pulse.job: pulse for pulse in Pulse.objects.order_by("job")}
    done, total = pulses.pop(FILL, None), pulses.pop(FILL_TOTAL, None)
    return Signs(
        jobs=tuple(pulses.values()),
        fill=Fill(done.done if done else 0, total.done) if total else None,
        messages=Messages(waiting["n"], waiting["oldest"], {why or "unknown": n for why, n in reasons}),
        record=Record(
            size=LogState.objects.current().size,
            waiting=Outbox.objects.waiting().count(),
            signed_at=newest.signed_at if newest else None,
        ),
        database=connection.vendor,
    )
