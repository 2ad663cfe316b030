"""Taking many waiting acts into the record on PostgreSQL, beside COPY of the same rows in the same run."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from bench.cpu import Meter
from bench.record.sample import leaves
from layani.office.jobs import integrate_record
from layani.office.tables.models.record import LogState, Outbox

MOST = 200_000
"""Rows: more take long and say nothing else."""


@dataclass(frozen=True)
class TakenIn:
    """How long ``entries`` rows took: by COPY into the outbox, and from there into the published record.

    copied, taken:          seconds
    copied_cpu, taken_cpu:  CPU-ms for an entry, this process and the database together
    """

    entries: int
    copied: float
    copied_cpu: float
    taken: float
    taken_cpu: float


def measure(entries: int) -> TakenIn:
    """Copy ``entries`` acts into the outbox, take them into the record, and see that all are there."""
    integrate_record.run(timezone.now())  # a worker has read its catalogue and made its key long before
    rows = list(leaves(0, entries))
    copied = _timed(lambda: _copy(rows), entries)
    taken = _timed(lambda: integrate_record.run(timezone.now()), entries)
    if LogState.objects.current().size != entries or Outbox.objects.waiting().exists():
        raise RuntimeError(f"{entries} acts were given, and the record has {LogState.objects.current().size}.")
    return TakenIn(entries, *copied, *taken)


def _timed(what: Callable[[], object], entries: int) -> tuple[float, float]:
    """Return the seconds it took, and the CPU-ms for an entry."""
    begun, cpu = time.perf_counter(), time.process_time()
    with Meter(_backend()) as database:
        what()
    lasted, cpu = time.perf_counter() - begun, time.process_time() - cpu
    return lasted, 1000 * (cpu + database.cpu) / entries


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _copy(rows: list[str]) -> None:
    statement = "copy tables_outbox (leaf) from stdin"
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        for leaf in rows:
            copy.write_row((leaf,))
