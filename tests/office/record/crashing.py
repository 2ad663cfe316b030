"""Runs the integrator on a database of its own and lets it die at each step. A program, started by the tests:

    python -m tests.office.record.crashing ROUNDS

The environment names the database and the folder. It prints one JSON object with what it saw
of the sweeps that died, of a race, and of a race without the database's lock; the three go on with one record, for
preparing a database takes longer than all of them.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

from layani.office.start import start_django

start_django()

from django.conf import settings  # noqa: E402  Django must have started
from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, connection  # noqa: E402
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402

from layani.commands.verify import read_from  # noqa: E402
from layani.office.gateways.log_keys import log_key  # noqa: E402
from layani.office.jobs import ask_witnesses, integrate_record  # noqa: E402
from layani.office.tables.models import record as rows  # noqa: E402
from layani.office.tables.models.record import LogState, Outbox  # noqa: E402
from layani.office.tables.models.witnessing import WitnessState  # noqa: E402
from layani.rules.record.checkpoint import open_checkpoint  # noqa: E402
from layani.rules.record.leaf import AttemptLeaf  # noqa: E402
from layani.rules.record.merkle import MemoryTree, leaf_hash  # noqa: E402
from layani.rules.record.mirror import find_faults  # noqa: E402
from layani.rules.record.note import SigningKey  # noqa: E402
from layani.rules.record.tiles import parse_bundle, tiles_of  # noqa: E402
from layani.rules.record.witness import origin_hash  # noqa: E402
from tests.office.record.witnesses import Real, policy_file, serving  # noqa: E402

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
ROUNDS = int(sys.argv[1])
FILED_IN_A_RACE = max(300, 5 * ROUNDS)  # more than one full tile
LEAVES_AT_FIRST = 46
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
    """Commit leaves into the outbox, as acts do; no two have the same start."""
    leaves = [AttemptLeaf(i.to_bytes(32, "big"), NOW).text() for i in range(start, start + count)]
    Outbox.objects.bulk_create([Outbox(leaf=leaf) for leaf in leaves])


def in_child(work: Callable[[], None]) -> int:
    """Run ``work`` in a process of its own with its own database connection; return how it ended."""
    return ended(spawned(work))


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def spawned(work: Callable[[], None]) -> int:
    """Start ``work`` in a process of its own; returns its number."""
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
    return child


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


def die_at_random_steps(rounds: int) -> dict[str, object]:
    """Let ``rounds`` sweeps of the integrator, the publisher and the questions to two witnesses die or fail.

    Each step that there is comes first, then chance; where the rounds are enough, each step in each way. In every third
    round another integrator is at work beside the one that dies.
    """
    folder = settings.KEY_FOLDER.parent
    witnesses = [Real(folder / name, name) for name in ("ombudsman", "press")]
    settings.WITNESSES = policy_file(folder / "witnesses", [one.line() for one in witnesses], 2)
    with serving(witnesses[0].server), serving(witnesses[1].server):
        seen, filed, earlier = Counter(), LEAVES_AT_FIRST, None
        for number, (step, ending) in enumerate(_plan(rounds)):
            file_leaves(filed, LEAVES_A_ROUND)
            filed += LEAVES_A_ROUND
            WitnessState.objects.update(due_at=NOW)
            dying = spawned(partial(_dying_sweep, step, ending))
            beside = spawned(sweep_all) if number % 3 == 0 else None
            code = ended(dying)
            if beside is not None and (other := ended(beside)) not in (0, 3):
                raise SystemExit(f"{ending} at step {step}: the sweep beside it ended with {other}")
            if code == 4:
                raise SystemExit(f"{ending} at step {step}: the sweep failed in a way that was not asked for")
            seen[ending] += code in (3, -signal.SIGKILL)
            earlier = check_public(earlier)
        while in_child(sweep_all) != 0:
            pass
        result = finish(earlier)
        until = time.monotonic() + 30  # a witness is asked again after two seconds
        while (cosigned := [_cosigned(one) for one in witnesses]) != [result["size"]] * 2 and time.monotonic() < until:
            time.sleep(0.2)
            sweep_all()
    settings.WITNESSES = ""  # the races ask nobody
    return {"filed": filed, "seen": seen, "cosigned": cosigned, **result}


def _cosigned(one: Real) -> int:
    """Return how many entries a witness has cosigned, by its own memory."""
    shown = one.witness.last_cosigned(origin_hash(settings.LOG_ORIGIN))
    return open_checkpoint(shown, [log_key().verifier]).checkpoint.size if shown else 0


def _dying_sweep(step: int, ending: str) -> None:
    end, persists = ENDINGS[ending]
    with ending_at(step, end, persists=persists):
        sweep_all()


def sweep_all() -> None:
    """Append, sign and publish, and then ask the witnesses until each has answered or failed."""
    now = datetime.now(UTC)
    integrate_record.integrate(now=now)
    ask_witnesses.run(now)
    while ask_witnesses._pending:
        time.sleep(0.01)
        ask_witnesses.run(now)


def _plan(rounds: int) -> Iterator[tuple[int, str]]:
    """Yield (step, ending): each step, each in its turn of the ways to end, and then by chance."""
    for start in range(0, LEAVES_AT_FIRST, LEAVES_A_ROUND):
        file_leaves(start, LEAVES_A_ROUND)
        WitnessState.objects.update(due_at=NOW)
        with ending_at(0, die, persists=False) as count:  # of the last one: the first also makes folders and keys
            sweep_all()
    chance, steps, endings = random.Random(rounds), list(range(1, count["steps"] + 1)), list(ENDINGS)  # noqa: S311
    chance.shuffle(steps)
    first = [(step, endings[place % len(endings)]) for place, step in enumerate(steps)]
    every = [(step, ending) for step in steps for ending in endings]
    rest = [one for one in every if one not in first]
    yield from (first + rest + chance.choices(every, k=rounds))[:rounds]


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


def race(before: int, *, locked: bool) -> dict[str, object]:
    """Let integrators append at once, past the lock of the machine, while another process files.

    before: leaves that were filed already
    locked: with the database's lock; without it only the compare-and-set and the constraints stand between them
    """
    if not locked:
        rows.LogStateQuerySet.try_lock = lambda self: True
    children = [spawned(partial(_append, before + FILED_IN_A_RACE)) for _ in range(3)]
    children.append(spawned(partial(_file, before)))
    codes = [ended(child) for child in children]
    return {
        "codes": codes,
        "filed": before + FILED_IN_A_RACE,
        "seen": LogState.objects.current().size,
        **finish(None),
    }


def _append(until: int) -> None:
    """Append until all that is filed has its place; ends as a fault if that never comes."""
    for _ in range(20_000):
        try:
            integrate_record._append_batch()
            if LogState.objects.current().size >= until:
                return
        except (DatabaseError, integrate_record.RecordDamaged) as fault:
            # To lose is right, as long as nothing is changed by it; SQLite may also say that it is busy.
            print(repr(fault), file=sys.stderr)
    raise SystemExit("not all that was filed got its place")


def _file(before: int) -> None:
    for first in range(before, before + FILED_IN_A_RACE, 10):
        file_leaves(first, 10)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    seen = {"STEPS": die_at_random_steps(ROUNDS)}
    seen["RACE"] = race(seen["STEPS"]["filed"], locked=True)
    seen["RACE-UNLOCKED"] = race(seen["RACE"]["filed"], locked=False)
    print(json.dumps(seen))
