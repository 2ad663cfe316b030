"""How long an act waits until it is published and witnessed, and what the record costs for each act."""

import multiprocessing
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench.cpu import Meter
from bench.record.outside import Published, Running
from bench.record.sample import leaves
from bench.sample import applicant, service_and_answers
from layani.office.actions import filing
from layani.office.actor import Actor
from layani.office.gateways.published_log import CHECKPOINT
from layani.office.jobs.worker import all_jobs
from layani.office.tables.models.papers import Pulse
from layani.office.tables.models.record import LogState, Outbox
from layani.rules.refusal import Refused

FILERS = 2
TICK = 0.01  # seconds between two inserts of rows
WITHIN = 60.0  # seconds for the last act to be witnessed
IDLE = 5.0  # seconds in which the worker has nothing to do
PERSONS = count(5_000_000)  # nobody else of the bench has these numbers
Given = list[tuple[float, int]]
"""(when an act was begun, id of its row in the outbox)"""


@dataclass(frozen=True)
class Delay:
    """Seconds until each act was published and witnessed, acts a second as they came, and CPU-ms for each.

    cpu: of the worker, its database and the witness, beyond what they take when nothing happens; where applications
        were filed, that is mostly the messages to their applicants
    """

    seconds: list[float]
    rate: float
    cpu: float

    def percentile(self, share: float) -> float:
        """Return the seconds within which ``share`` (0 to 1) of the acts were witnessed."""
        ordered = sorted(self.seconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def acts(running: Running, rate: int, seconds: int) -> Delay:
    """Let two processes file ``rate`` applications a second together, through the action."""
    waiting = [
        [applicant(next(PERSONS), timezone.now()) for _ in range(rate * seconds // FILERS)] for _ in range(FILERS)
    ]

    def give() -> Given:
        connection.close()  # a forked process must not share it; what was measured until now has opened it again
        with multiprocessing.get_context("fork").Pool(FILERS) as pool:
            return [one for part in pool.starmap(_file, [(mine, rate / FILERS) for mine in waiting]) for one in part]

    return _measure(running, give)


def rows(running: Running, rate: int, seconds: int) -> Delay:
    """Put ``rate`` rows a second into the outbox, every hundredth of a second as many as are due."""
    each = round(rate * TICK)
    texts = leaves(secrets.randbits(30), each * round(seconds / TICK))

    def give() -> Given:
        given: Given = []
        for _ in _on_time(1 / TICK, round(seconds / TICK)):
            begun = time.time()
            made = Outbox.objects.bulk_create(Outbox(leaf=next(texts)) for _ in range(each))
            given += [(begun, row.pk) for row in made]
        return given

    return _measure(running, give)


def _file(mine: list[tuple], rate: float) -> Given:  # type: ignore[type-arg]
    service, _ = service_and_answers()
    given: Given = []
    for number in _on_time(rate, len(mine)):
        person, answers = mine[number]
        begun = time.time()
        application = filing.Application(service, person, answers, "api", once=secrets.token_hex(8))
        try:
            done = filing.file(application, actor=Actor(kind="officer"), now=timezone.now())
        except Refused as refused:  # which does not travel between processes
            raise RuntimeError(str(refused)) from None
        given.append((begun, done.event.outbox_id))
    connection.close()
    return given


def _on_time(rate: float, how_many: int) -> Iterator[int]:
    """Yield 0, 1, … ``rate`` times a second; at once where the one before took too long."""
    begun = time.monotonic()
    for number in range(how_many):
        time.sleep(max(0.0, begun + number / rate - time.monotonic()))
        yield number


def _measure(running: Running, give: Callable[[], Given]) -> Delay:
    with Published(settings.LOG_FOLDER / CHECKPOINT) as published, _costing(running) as cost:
        begun = time.monotonic()
        given = give()
        lasted = time.monotonic() - begun
        published.wait_for(Outbox.objects.count(), WITHIN)
    places = dict(Outbox.objects.values_list("pk", "idx"))
    if LogState.objects.current().size != len(places):
        raise RuntimeError(f"{len(places)} rows were given, the record has {LogState.objects.current().size}.")
    waited = [published.at(places[row]) - begun for begun, row in given]
    return Delay(waited, len(given) / lasted, 1000 * cost[0] / len(given))


@contextmanager
def _costing(running: Running) -> Iterator[list[float]]:
    """Give a list that holds, at the end, the CPU-seconds beyond an idle worker's."""
    _settle()
    roots = [running.worker, running.witness, *_backends()]
    with Meter(*roots) as idle:
        time.sleep(IDLE)
    found: list[float] = []
    with Meter(*roots) as busy:
        yield found
    found.append(busy.cpu - idle.cpu * busy.wall / idle.wall)


def _settle() -> None:
    """Wait until the worker has run every job once; its first rounds find more to do than others."""
    end = time.monotonic() + WITHIN
    while Pulse.objects.count() < len(all_jobs()):
        if time.monotonic() > end:
            raise TimeoutError(f"Within {WITHIN:.0f} s the worker has not run every job once.")
        time.sleep(TICK)


def _backends() -> list[int]:
    """Return the database's processes that serve others than this one: the worker's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
            "and backend_type = 'client backend'"
        )
        return [pid for (pid,) in cursor.fetchall()]
