"""A mirror: somebody else's copy of a record, every entry of it re-hashed, so that the office cannot take it back.

Each round takes what is new. The copy's checkpoint is replaced last, and only by one whose root the copied entries lead
to from what was held before; what is held is never overwritten by another history. Every checkpoint that was ever seen
stays in ``seen/``, for comparing with what others were shown. And some of what was copied long ago is read again, for
nobody else would notice that it was changed since where it is public.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from layani.durable_file import only_one, write_durably
from layani.rules.record.checkpoint import Checkpoint, OpenedCheckpoint, open_checkpoint
from layani.rules.record.encoding import Malformed
from layani.rules.record.fork import ForkProof, find_fork
from layani.rules.record.merkle import EMPTY_ROOT
from layani.rules.record.mirror import begins_with, find_faults
from layani.rules.record.note import BadSignature, Unsigned
from layani.rules.record.policy import Policy
from layani.rules.record.tiles import (
    ENTRIES,
    FULL,
    Growth,
    MissingTile,
    Tile,
    TileReader,
    grow,
    narrow,
    read_bundle,
    right_edge_tiles,
    tiles_above,
)
from layani.watchers.fetching import NotThere, Source

CHECKPOINT: Final = "checkpoint"
LOCK: Final = "mirror.lock"
SEEN: Final = "seen"
BUNDLES_AT_ONCE: Final = 64
"""Bundles copied in one go: 16,384 entries, a few MB."""
READ_AGAIN: Final = 4
"""Bundles of each round, by chance, that are held against the copy, with the tiles above them: some 100 kB."""


class Forked(Exception):
    """The log signed two histories; ``file`` is the proof of it, for anyone who knows the log's key."""

    def __init__(self, file: Path, held: Checkpoint, served: Checkpoint) -> None:
        self.file, self.held, self.served = file, held, served
        super().__init__(f"{held.origin} signed two histories")


class NotTheRecord(Exception):
    """What is served is not what its checkpoint signs, and does not prove a second history either."""


class ServedOtherwise(NotTheRecord):
    """The copy went forward and is right; a tile that is served is not the one that its entries imply."""


class Dropped(Exception):
    """The log that continues an ended one does not hold what enough witnesses had seen of that; the message says so."""


class CannotContinue(Exception):
    """Nothing speaks against the record, but this copy cannot be brought forward; the message says why."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What one round did: the size held before and now, and which names have signed what is held now."""

    before: int
    now: int
    signers: tuple[str, ...]


def pull(source: Source, folder: Path, policy: Policy) -> Pulled:
    """Bring the copy in ``folder`` to what ``source`` serves; returns what is held now.

    Raises Forked or Dropped when what is served contradicts what is held; NotTheRecord; Malformed, BadSignature or
    Unsigned for a checkpoint that no trusted key signed; CannotContinue, NotThere or OSError when something is
    behind, damaged, or cannot be fetched or written. Whatever is raised, the copy is what it was, but for
    ServedOtherwise: that comes once the copy went forward.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with only_one(folder / LOCK):
        text = source(CHECKPOINT)
        served = _opened(text, policy)
        file = folder / CHECKPOINT
        held = _held(file.read_bytes(), policy) if file.is_file() else None
        before = _require_same_log(held, served, policy)
        if held is not None and _believed(file.read_bytes(), policy) != served.checkpoint.origin:
            _require_continued(before, served.checkpoint, source, _dropped(folder, text, policy))
        elif held is not None:
            _require_no_fork(file.read_bytes(), text, policy, folder, source)
        if before.size > served.checkpoint.size:
            raise CannotContinue(
                f"What is served ends at {served.checkpoint.size} entries; this copy has {before.size} of the same "
                "history. Whoever serves it lags behind or has lost entries."
            )
        _copy_entries(source, folder, before, served.checkpoint)
        write_durably(folder, [(f"{SEEN}/{served.checkpoint.size}", text)])
        write_durably(folder, [(CHECKPOINT, _with_most_signatures(file, text, held, served))])
        _read_again(source, folder, served.checkpoint)
        return Pulled(before.size, served.checkpoint.size, _signers(served))


def _read_again(source: Source, folder: Path, checkpoint: Checkpoint) -> None:
    """Raise ServedOtherwise where one of some bundles, or a tile above it, is served otherwise than it is held.

    Raises CannotContinue where it is this copy that is damaged: before anybody is accused, all of it is hashed again.
    """
    size, read, held = checkpoint.size, read_served(source), read_copy(folder)
    bundles = -(-size // FULL)
    for n in secrets.SystemRandom().sample(range(bundles), min(READ_AGAIN, bundles)):
        for tile in tiles_above(n, size):
            try:
                if read(tile) == held(tile):
                    continue
            except MissingTile as fault:
                raise _damaged(f"{fault}.") from fault
            if (own := next(find_faults(checkpoint, held), None)) and not own.of_record:
                raise _damaged(own.says.en)
            raise ServedOtherwise(
                f"DISPROVED: {tile.path}, as it is served, is not what this copy of {size} entries holds, which lead "
                "to the root that was signed. It was changed where it is public. Keep this copy, which is right; "
                "'layani verify tiles' on what is served names everything that is wrong."
            )


def read_copy(folder: Path) -> TileReader:
    """Return a reader of the tiles in ``folder``; a partial tile that is gone is cut from its full one."""

    def read(tile: Tile) -> bytes:
        for path, wider in ((tile.path, False), (Tile(tile.level, tile.n, FULL).path, True)):
            file = folder / path
            if file.is_file():
                data = file.read_bytes()
                return narrow(tile, data) if wider else data
        raise MissingTile(f"{folder / tile.path} does not exist")

    return read


def read_served(source: Source) -> TileReader:
    """Return a reader of the tiles that ``source`` serves; a partial tile that is gone is cut from its full one."""

    def read(tile: Tile) -> bytes:
        try:
            return source(tile.path)
        except NotThere:
            if tile.width == FULL:
                raise
        return narrow(tile, source(Tile(tile.level, tile.n, FULL).path))

    return read


def _opened(text: bytes, policy: Policy) -> OpenedCheckpoint:
    try:
        return policy.open_checkpoint(text)
    except Malformed as fault:
        raise Malformed(f"The checkpoint that is served cannot be read: {fault}") from fault


def _held(text: bytes, policy: Policy) -> OpenedCheckpoint:
    """Return what this copy held last; it was believed when it was fetched, by a key that may have been taken since."""
    try:
        return open_checkpoint(text, (*policy.logs, *policy.compromised), policy.cosigners)
    except (Malformed, BadSignature) as fault:
        raise _damaged(f"its checkpoint cannot be believed. {fault}") from fault


def _require_same_log(held: OpenedCheckpoint | None, served: OpenedCheckpoint, policy: Policy) -> Checkpoint:
    if held is None:
        return Checkpoint(served.checkpoint.origin, 0, EMPTY_ROOT)
    if policy.successor(held.checkpoint.origin) != served.checkpoint.origin:
        raise CannotContinue(
            f"What is served is the record {served.checkpoint.origin}; this folder is a copy of "
            f"{held.checkpoint.origin}. Name another folder for it."
        )
    return held.checkpoint


def _believed(held: bytes, policy: Policy) -> str | None:
    """Return the log of what is held if it counts today: by a key that may sign so much, else by its witnesses."""
    try:
        return policy.open_checkpoint(held).checkpoint.origin
    except Unsigned:
        return None


def _require_continued(
    held: Checkpoint, served: Checkpoint, source: Source, dropped: Callable[[Checkpoint, Checkpoint], None]
) -> None:
    """Raise CannotContinue unless what is held, by a key that does not count any more, begins what is served.

    What was copied beyond what witnesses had seen may be the thief's, and this copy then keeps it as it is.
    dropped: is called before, and raises Dropped where enough witnesses signed what is held
    """
    try:
        if held.size <= served.size and begins_with(served, read_served(source), held):
            return
    except (MissingTile, Malformed) as fault:
        raise NotTheRecord(f"Whether what is served continues this copy cannot be seen: {fault}") from fault
    dropped(held, served)
    if held.origin == served.origin:
        raise CannotContinue(
            f"This copy of {held.origin} has {held.size} entries with which what is served does not begin, and only a "
            "key that was retired before has signed so many. They may be of somebody who has that key. Keep this copy "
            "as evidence, and name another folder for the record."
        )
    raise CannotContinue(
        f"This copy of {held.origin} has {held.size} entries with which {served.origin} does not begin. The key of "
        f"{held.origin} was taken, so what this copy holds and too few witnesses signed may be the thief's. Keep it as "
        "evidence, and name another folder for the record that continues it."
    )


def _dropped(folder: Path, text: bytes, policy: Policy) -> Callable[[Checkpoint, Checkpoint], None]:
    """Return what raises Dropped, with the served ``text`` kept, when what ``folder`` holds stands by its witnesses."""

    def check(held: Checkpoint, served: Checkpoint) -> None:
        if held.origin == served.origin or _believed((folder / CHECKPOINT).read_bytes(), policy) is None:
            return
        path = f"dropped-{held.size}-{served.size}.checkpoint"
        write_durably(folder, [(path, text)])
        raise Dropped(
            f"DISPROVED: enough witnesses had seen the {held.size} entries of {held.origin} that this copy holds, and "
            f"{served.origin}, which continues it, does not begin with them: entries were taken away or changed. Keep "
            f"this copy and {folder / path}, and make both public. Name another folder for the new record."
        )

    return check


def _require_no_fork(held: bytes, served: bytes, policy: Policy, folder: Path, source: Source) -> None:
    """Raise Forked, with the proof written, when the two checkpoints contradict each other."""
    one, other = (_opened(text, policy).checkpoint for text in (held, served))
    ours = one.size >= other.size
    smaller, larger = (served, held) if ours else (held, served)
    read = read_copy(folder) if ours else read_served(source)
    try:
        fork = find_fork(smaller, larger, policy.logs, read)
    except (MissingTile, NotThere) as fault:
        raise CannotContinue(f"Whether what is served continues this copy cannot be seen: {fault}") from fault
    except Malformed as fault:
        raise NotTheRecord(f"Whether what is served continues this copy cannot be seen: {fault}") from fault
    if fork is not None:
        raise Forked(_keep(fork, folder, min(one.size, other.size), max(one.size, other.size)), one, other)


def _keep(fork: ForkProof, folder: Path, smaller: int, larger: int) -> Path:
    path = f"fork-{smaller}-{larger}.proof"
    write_durably(folder, [(path, fork.render())])
    return folder / path


def _copy_entries(source: Source, folder: Path, before: Checkpoint, after: Checkpoint) -> None:
    """Fetch the entries from ``before`` on and write every tile that they fill, computed here and not copied."""
    read, held = read_served(source), read_copy(folder)
    try:
        partial = {level: held(tile) for level, tile in right_edge_tiles(before.size).items()}
    except MissingTile as fault:
        raise _damaged(f"{fault}.") from fault
    size, root = before.size, before.root
    for entries in new_entries(read, before.size, after.size):
        growth = _grown(size, partial, entries)
        write_durably(folder, [(tile.path, data) for tile, data in growth.tiles])
        size, root = growth.size, growth.root
        partial = _right_edge(partial, growth)
    if root != after.root:
        raise NotTheRecord(
            f"The {after.size} entries that are served do not lead to the root that is signed for them. Try again; if "
            "it stays so, what is served is not the record that was signed."
        )


def _grown(size: int, partial: dict[int, bytes], entries: list[bytes]) -> Growth:
    try:
        return grow(size, partial, entries)
    except Malformed as fault:
        raise _damaged(str(fault)) from fault


def _damaged(fault: str) -> CannotContinue:
    return CannotContinue(f"This copy is damaged: {fault} Move the folder away and copy the record anew.")


def _right_edge(partial: dict[int, bytes], growth: Growth) -> dict[int, bytes]:
    """Return the partial tiles after a growth."""
    edge = right_edge_tiles(growth.size)
    written = {tile: data for tile, data in growth.tiles}
    return {level: written.get(tile, partial.get(level, b"")) for level, tile in edge.items()}


def new_entries(read: TileReader, before: int, after: int) -> Iterator[list[bytes]]:
    """Yield the entries from ``before`` up to ``after``, some bundles at a time; nothing of them is verified yet.

    Raises NotTheRecord for a bundle that cannot be read, and what ``read`` raises.
    """
    entries: list[bytes] = []
    for n in range(before // FULL, -(-after // FULL)):
        width = min(FULL, after - n * FULL)
        try:
            bundle = read_bundle(Tile(ENTRIES, n, width), read)
        except Malformed as fault:
            raise NotTheRecord(f"A bundle of entries that is served cannot be read. {fault}") from fault
        entries += bundle[max(0, before - n * FULL) :]
        if len(entries) >= BUNDLES_AT_ONCE * FULL:
            yield entries
            entries = []
    if entries:
        yield entries


def _with_most_signatures(file: Path, text: bytes, held: OpenedCheckpoint | None, served: OpenedCheckpoint) -> bytes:
    """Return what to keep: of two notes on one size, the one that more trusted keys have signed."""
    if held is None or (held.checkpoint.origin, held.checkpoint.size) != (
        served.checkpoint.origin,
        served.checkpoint.size,
    ):
        return text
    return file.read_bytes() if len(held.note.verified) > len(served.note.verified) else text


def _signers(opened: OpenedCheckpoint) -> tuple[str, ...]:
    return tuple(sorted({key.name for key, _ in opened.note.verified}))
