"""Takes the acts that wait in the outbox into the record, signs it, and publishes it. A sweep, every second.

The order is what makes it safe to die at any step:

1. Look whether the record is what was signed last, by our own files and, when a process begins or the record became
   smaller, by what the witnesses hold. A database restored from an old backup would otherwise sign a second history,
   and no witness could ever heal that.
2. In one transaction: places for the waiting leaves, new tiles, and the state moved by compare-and-set.
3. After its commit: the tiles to the public folder, then the signature, kept under its size, then the public
   checkpoint. Each can be repeated; none is public before what it counts on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from layani.durable_file import only_one, remove_unfinished, write_durably
from layani.office.actions.shown_outside import must_ask, passed, shown_by_witnesses
from layani.office.gateways.ended_logs import ended_logs
from layani.office.gateways.log_keys import log_key, next_log_key, retired_log_keys
from layani.office.gateways.published_log import CHECKPOINT, LOCK, SHOWN_OUTSIDE, read_checkpoint, remove_outgrown
from layani.office.jobs.job import Job
from layani.office.tables.models.record import Checkpoint, LogState, Outbox, Tile
from layani.rules.record import checkpoint as checkpoints
from layani.rules.record.continuation import CONTINUES
from layani.rules.record.encoding import Malformed
from layani.rules.record.merkle import root_at
from layani.rules.record.note import BadSignature, SigningKey, Unsigned, VerifierKey, with_signatures
from layani.rules.record.tiles import Tile as TileName
from layani.rules.record.tiles import edge_from_tiles, grow, grown_tiles, narrow, node_reader, right_edge_tiles

BATCH = 16_384
"""Leaves a transaction takes, 64 full tiles: few enough to hold the lock of SQLite for a moment."""
FILES_AT_ONCE = 64
PARTIALS_STAY = timedelta(days=1)

SIGNED_LAST = "log.signed"
"""In the key folder: the checkpoint that the key signed last. Its backups are not the database's."""


class RecordDamaged(Exception):
    """The record's own tables contradict each other; nothing was added and nothing signed."""


class RolledBack(Exception):
    """The database does not continue what was signed before; nothing was added and nothing signed."""


@dataclass(frozen=True, slots=True)
class Integrated:
    """What one sweep did.

    added:  leaves that got their place; at BATCH, more may wait
    size:   of the record as it is now public
    """

    added: int
    size: int


def integrate(*, now: datetime) -> Integrated:
    """Take up to BATCH waiting leaves into the record and publish it.

    Raises RolledBack or RecordDamaged, and OSError or DatabaseError when disk or database fail; the next sweep
    resumes wherever this one stopped.
    """
    # Integrators may share one of the two folders alone: each with a copy of the keys, or each publishing elsewhere.
    with only_one(settings.KEY_FOLDER / LOCK), only_one(settings.LOG_FOLDER / LOCK):
        key = log_key()  # under the lock: it may have been changed while this process waited
        state = _require_continuing(key)
        added = _append_batch() if Outbox.objects.waiting().exists() else 0
        state = LogState.objects.current() if added else state
        if state.size:
            _publish(state, key, now)
    return Integrated(added, state.size)


def remove_outgrown_tiles(*, now: datetime) -> int:
    """Remove partial tiles a day after they are full, and what killed writers left; returns how many tiles.

    Once a day is enough.
    """
    before = (now - PARTIALS_STAY).timestamp()
    for folder in (settings.LOG_FOLDER, settings.KEY_FOLDER):
        remove_unfinished(folder, before)
    return remove_outgrown(settings.LOG_FOLDER, before)


@transaction.atomic(durable=True)
def _append_batch() -> int:
    """Give the next leaves their places; returns how many, 0 when another integrator is at work."""
    if not LogState.objects.try_lock():
        return 0
    state = LogState.objects.current()
    partial = _right_edge(state)
    batch = _next_leaves()
    if not batch:
        return 0
    growth = grow(state.size, partial, [leaf.encode() for _, leaf in batch])
    Tile.objects.grow(state.size, growth.tiles)
    placed = Outbox.objects.place([id_ for id_, _ in batch], state.size)
    if placed != len(batch) or not LogState.objects.advance(state, growth):
        raise RecordDamaged(
            f"Between reading and writing, someone else changed the record at size {state.size}: {placed} of "
            f"{len(batch)} leaves still waited. Nothing was changed; if it happens again, stop all but one worker."
        )
    return len(batch)


def _next_leaves() -> list[tuple[int, str]]:
    """Return (id, leaf) of what waits, in its order; that this log continues an ended one comes before all else."""
    waiting = Outbox.objects.waiting().filter(leaf__startswith=f"{CONTINUES}\n").values_list("id", "leaf")
    first = list(waiting[:1]) if ended_logs() else []
    return [*first, *(one for one in Outbox.objects.next_in_line(BATCH) if one not in first)][:BATCH]


def _right_edge(state: LogState) -> dict[int, bytes]:
    """Return the content of the tiles at the right edge, having computed the root from them and from the edge."""
    wanted = right_edge_tiles(state.size)
    held = Tile.objects.contents((tile.level, tile.n) for tile in wanted.values())
    try:
        partial = {level: held[level, tile.n] for level, tile in wanted.items()}
        from_tiles, kept = edge_from_tiles(state.size, partial), state.right_edge()
    except (KeyError, ValueError) as fault:
        raise _damaged(state, f"a tile at its right edge is missing or of the wrong width ({fault})") from fault
    if from_tiles != kept or kept.root() != bytes(state.root):
        raise _damaged(state, "its tiles, its edge and its root do not lead to one another")
    return partial


def _damaged(state: LogState, fault: str) -> RecordDamaged:
    return RecordDamaged(
        f"The record of {state.size} entries is damaged in the database: {fault}. Stop the worker, run "
        "'layani verify tiles' on the public copy, and restore the tables of the record from it or from a backup."
    )


def _require_continuing(key: SigningKey) -> LogState:
    """Return the record's state, or raise RolledBack unless it continues everything that is known to have been signed.

    What was signed is read first: whatever another machine adds meanwhile only makes the state larger.
    """
    signed = list(signed_before(key))
    state = LogState.objects.current()
    if must_ask(state.size):
        signed += shown_by_witnesses(key)
        state = LogState.objects.current()
    node = node_reader(state.size, _tile_content)
    for place, old in signed:
        if old.size == state.size and old.root == bytes(state.root):
            continue
        try:
            if old.size < state.size and root_at(old.size, node) == old.root:
                continue
        except (KeyError, Malformed) as fault:
            raise _damaged(state, f"tiles that {place} needs are missing or broken ({fault})") from fault
        raise RolledBack(
            f"{place} says that the record had {old.size} entries; the database has {state.size} and does not "
            "continue it. It was probably restored from an old backup. Signing now would make a second history, so "
            "nothing is signed. Stop the worker and bring the database forward: layani record recover SOURCE"
        )
    passed(state.size)
    return state


def signed_before(key: SigningKey) -> Iterator[tuple[str, checkpoints.Checkpoint]]:
    """Yield what was signed last, from the public folder, the key's folder, what witnesses showed, and the database."""
    folder = settings.KEY_FOLDER
    for file in (settings.LOG_FOLDER / CHECKPOINT, folder / SIGNED_LAST, folder / SHOWN_OUTSIDE):
        found = _opened(file, key)
        if found and _binds(found):
            yield str(file), found
    row = Checkpoint.objects.latest_signed()
    kept = _opened_text(row.text, key) if row else None
    if kept and _binds(kept):
        yield "The table of checkpoints", kept
    for log in ended_logs():
        if log.size:
            yield f"What witnesses had seen of {log.origin}", checkpoints.Checkpoint(log.origin, log.size, log.root)


def _own_keys(key: SigningKey) -> tuple[VerifierKey, ...]:
    """Return the key in use and those before it: what they signed binds their successor."""
    taken = (one for log in ended_logs() for one in log.keys)
    return (key.verifier, *(former for former, _ in retired_log_keys()), *taken)


def _binds(signed: checkpoints.Checkpoint) -> bool:
    """Say whether its signature binds us: not that of a taken key, for a thief signs any size."""
    return all(log.origin != signed.origin for log in ended_logs())


def _opened(file: Path, key: SigningKey) -> checkpoints.Checkpoint | None:
    try:
        return read_checkpoint(file, *_own_keys(key))
    except (Malformed, BadSignature, Unsigned) as fault:
        raise _foreign(str(file), key, fault) from fault


def _opened_text(text: str, key: SigningKey) -> checkpoints.Checkpoint:
    try:
        return checkpoints.open_checkpoint(text.encode(), _own_keys(key)).checkpoint
    except (Malformed, BadSignature, Unsigned) as fault:
        raise _foreign("The table of checkpoints", key, fault) from fault


def _foreign(place: str, key: SigningKey, fault: Exception) -> RolledBack:
    return RolledBack(
        f"{place} was not signed by the log key in use ({key.verifier.text()}): {fault} If the key file was lost, "
        "restore it from its backup; a new key cannot continue this record."
    )


def _tile_content(tile: TileName) -> bytes:
    """Return a tile's content from the table, cut to its width; a TileReader."""
    return narrow(tile, Tile.objects.contents([(tile.level, tile.n)])[tile.level, tile.n])


def _publish(state: LogState, key: SigningKey, now: datetime) -> None:
    """Bring the public folder to ``state``: tiles, then the signature, then the checkpoint."""
    public = _public_size(key)
    kept = Checkpoint.objects.filter(size=state.size).first()
    if kept and public >= state.size:
        return
    _export_tiles(public, state.size)
    text = kept.text if kept else _sign(state, key, now)
    # Looked at again: where a shared folder knows no locks, another machine may have published more meanwhile.
    if _public_size(key) <= state.size:
        write_durably(settings.LOG_FOLDER, [(CHECKPOINT, text.encode())])


def _public_size(key: SigningKey) -> int:
    """Return how many entries the public record has; 0 when there is none yet."""
    public = read_checkpoint(settings.LOG_FOLDER / CHECKPOINT, *_own_keys(key))
    # What a thief put there, or what the ended log had beyond its end, is no part of this log.
    return public.size if public and _binds(public) else 0


def _sign(state: LogState, key: SigningKey, now: datetime) -> str:
    """Sign the state and keep it: first where the key lies, then in the table, under its size."""
    note = checkpoints.sign_checkpoint(state.size, bytes(state.root), key)
    if coming := next_log_key():
        note = with_signatures(note, coming.sign(note.text).signatures)
    text = note.render()
    write_durably(settings.KEY_FOLDER, [(SIGNED_LAST, text.encode())])
    return Checkpoint.objects.keep(state.size, text, now).text


def _export_tiles(old_size: int, size: int) -> None:
    """Write every tile that ``size`` has and ``old_size`` had not to the public folder."""
    files: list[tuple[str, bytes]] = []
    for path, content in _new_tiles(old_size, size):
        files.append((path, content))
        if len(files) == FILES_AT_ONCE:
            write_durably(settings.LOG_FOLDER, files)
            files = []
    write_durably(settings.LOG_FOLDER, files)


def _new_tiles(old_size: int, size: int) -> Iterator[tuple[str, bytes]]:
    rows: Iterator[Tile] = iter(())
    level = None
    for tile in grown_tiles(old_size, size):
        if tile.level != level:
            level, rows = tile.level, Tile.objects.from_number(tile.level, tile.n)
        row = next(rows, None)
        if row is None or row.n != tile.n:
            raise RecordDamaged(f"{tile.path} is missing in the database; restore the tiles from the public copy.")
        yield tile.path, row.narrowed(tile.width)


def run(now: datetime) -> int:
    """Take in all that waits, batch after batch; returns how many leaves got their place."""
    added = taken = integrate(now=now).added
    while taken == BATCH:
        taken = integrate(now=now).added
        added += taken
    return added


JOB = Job("integrate-record", timedelta(seconds=1), run, apart=True)
