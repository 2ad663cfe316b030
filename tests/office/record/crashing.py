"""Runs the integrator on a database of its own and lets it die at each step. A program, started by the tests:

    python -m tests.office.record.crashing STEPS|RACE|RACE-UNLOCKED

The environment names the database and the folder. It prints one JSON object with what it saw.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from layani.office.start import start_django

start_django()

from django.conf import settings  # noqa: E402  Django must have started
from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, connection  # noqa: E402
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402

from layani.commands.verify import read_from  # noqa: E402
from layani.office.gateways.log_keys import log_key  # noqa: E402
from layani.office.jobs import integrate_record  # noqa: E402
from layani.office.tables.models import record as rows  # noqa: E402
from layani.office.tables.models.record import LogState, Outbox  # noqa: E402
from layani.rules.record.checkpoint import open_checkpoint  # noqa: E402
from layani.rules.record.leaf import AttemptLeaf  # noqa: E402
from layani.rules.record.merkle import MemoryTree, leaf_hash  # noqa: E402
from layani.rules.record.mirror import find_faults  # noqa: E402
from layani.rules.record.note import SigningKey  # noqa: E402
from layani.rules.record.tiles import parse_bundle, tiles_of  # noqa: E402

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
FILED_IN_THE_RACE = 1500
LEAVES_A_ROUND = 23  # so that tiles fill up in the middle of some rounds
STEPS = [
    (os, "fsync"),
    (os, "replace"),
    (BaseDatabaseWrapper, "commit"),
    (rows.TileQuerySet, "grow"),
    (rows.OutboxQuerySet, "place"),
    (rows.CheckpointQuerySet, "keep"),
    (SigningKey, "sign"),
]


class Injected(OSError):
    """The failure that a test asked for."""


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise Injected("injected failure")


ENDINGS: dict[str, tuple[Callable[[], None], bool]] = {
    "killed before": (die, False),
    "killed after": (die, True),
    "fails and does not persist": (fail, False),
    "fails and persists": (fail, True),
}


@contextmanager
def ending_at(step: int, end: Callable[[], None], *, persists: bool) -> Iterator[dict[str, int]]:
    """End the process, or fail, at the ``step``-th low-level step, before or after doing it; counts the steps."""
    count = {"steps": 0}
    originals = [(place, name, getattr(place, name)) for place, name in STEPS]

    def wrapped(original):
        def run(*args, **kwargs):
            count["steps"] += 1
            mine = count["steps"] == step
            if mine and not persists:
                end()
            result = original(*args, **kwargs)
            if mine:
                end()
            return result

        return run

    for place, name, original in originals:
        setattr(place, name, wrapped(original))
    try:
        yield count
    finally:
        for place, name, original in originals:
            setattr(place, name, original)


def file_leaves(start: int, count: int) -> None:
    """Commit leaves into the outbox, as acts do."""
    leaves = [AttemptLeaf(i.to_bytes(32, "big"), NOW).text() for i in range(start, start + count)]
    Outbox.objects.bulk_create([Outbox(leaf=leaf) for leaf in leaves])


def in_child(work: Callable[[], None]) -> int:
    """Run ``work`` in a process of its own with its own database connection; return how it ended."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            work()
        except (Injected, DatabaseError):
            os._exit(3)
        except BaseException as fault:
            print(repr(fault), file=sys.stderr, flush=True)
            os._exit(4)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def public_checkpoint():
    file = settings.LOG_FOLDER / "checkpoint"
    return open_checkpoint(file.read_bytes(), [log_key().verifier]).checkpoint if file.exists() else None


def check_public(earlier) -> object:
    """Return the public checkpoint after checking that all it implies is there and that it continues ``earlier``."""
    now = public_checkpoint()
    if now is None:
        return earlier
    faults = [fault.says.en for fault in find_faults(now, read_from(settings.LOG_FOLDER))]
    if faults:
        raise SystemExit(f"the public record is broken: {faults}")
    if earlier is not None:
        tree = MemoryTree(leaf_hash(entry) for entry in entries(now.size))
        if now.size < earlier.size or tree.root(earlier.size) != earlier.root:
            raise SystemExit(f"the record of {now.size} entries does not continue that of {earlier.size}")
    return now


def entries(size: int) -> list[bytes]:
    read = read_from(settings.LOG_FOLDER)
    bundles = (tile for tile in tiles_of(size) if tile.level == -1)
    return [entry for tile in bundles for entry in parse_bundle(read(tile), tile.width)]


def die_at_every_step() -> dict[str, object]:
    """Let sweeps die at step 1, 2, 3 … in each way until none is left to die at, and look after each."""
    filed, seen, earlier = 0, {ending: 0 for ending in ENDINGS}, None
    for ending, (end, persists) in ENDINGS.items():
        for step in range(1, 200):
            file_leaves(filed, LEAVES_A_ROUND)
            filed += LEAVES_A_ROUND

            def sweep(step=step, end=end, persists=persists) -> None:
                with ending_at(step, end, persists=persists):
                    integrate_record.integrate(now=NOW)

            code = in_child(sweep)
            earlier = check_public(earlier)
            if code == 4:
                raise SystemExit(f"{ending} at step {step}: the sweep failed in a way that was not asked for")
            if code == 0 and step > 12:  # fewer steps than that in a sweep that only finishes an earlier one
                break
            seen[ending] += code in (3, -signal.SIGKILL)
    return {"filed": filed, "seen": seen, **finish(earlier)}


def finish(earlier) -> dict[str, object]:
    """Sweep until nothing waits, and compare the public record with what was filed."""
    integrate_record.integrate(now=NOW)
    while Outbox.objects.waiting().exists():
        integrate_record.integrate(now=NOW)
    final = check_public(earlier)
    placed = Outbox.objects.order_by("idx").values_list("idx", "leaf")
    public = [entry.decode() for entry in entries(final.size)]
    integrate_record.remove_outgrown_tiles(now=datetime.now(UTC) + timedelta(days=2))
    return {
        "size": final.size,
        "places": [idx for idx, _ in placed] == list(range(final.size)),
        "nothing lost": [leaf for _, leaf in placed] == public and len(set(public)) == final.size,
        "half files": [str(path) for path in settings.LOG_FOLDER.rglob(".*")],
        "vkey": log_key().verifier.text(),
    }


def race(*, locked: bool) -> dict[str, object]:
    """Let integrators append at once, past the lock of the machine, while another process files.

    locked: with the database's lock; without it only the compare-and-set and the constraints stand between them
    """
    if not locked:
        rows.LogStateQuerySet.try_lock = lambda self: True
    connection.close()
    children = []
    for number in range(4):
        child = os.fork()
        if child == 0:
            os._exit(_append() if number < 3 else _file())
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    return {"codes": codes, "filed": FILED_IN_THE_RACE, "seen": LogState.objects.current().size, **finish(None)}


def _append() -> int:
    """Append until all that is filed has its place; 0 unless something happened that must not, 5 if it never has."""
    for _ in range(20_000):
        try:
            integrate_record._append_batch()
            if LogState.objects.current().size >= FILED_IN_THE_RACE:
                return 0
        except (DatabaseError, integrate_record.RecordDamaged) as fault:
            # To lose is right, as long as nothing is changed by it; SQLite may also say that it is busy.
            print(repr(fault), file=sys.stderr)
    return 5


def _file() -> int:
    for first in range(0, FILED_IN_THE_RACE, 10):
        file_leaves(first, 10)
    return 0


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    scenarios = {
        "STEPS": die_at_every_step,
        "RACE": lambda: race(locked=True),
        "RACE-UNLOCKED": lambda: race(locked=False),
    }
    print(json.dumps(scenarios[sys.argv[1]]()))
