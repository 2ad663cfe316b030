"""Bring a database that was restored from an older backup forward to what the record already holds.

The entries that the database has not come from a copy of the record: the public folder, or somebody's mirror. They get
the places that they have there, and nothing is committed unless they lead to the very root that this office signed: an
old place never gets another entry. What waits here and is there already, gets its place; of the rest the commitment is
known and the content lost, which a leaf of its own says.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from layani.durable_file import only_one
from layani.office.gateways.log_keys import log_key
from layani.office.gateways.published_log import CHECKPOINT, LOCK
from layani.office.house import key_store
from layani.office.tables.models.cases import Case, Event
from layani.office.tables.models.record import Checkpoint, LogState, Outbox, Tile
from layani.office.tables.models.witnessing import Restoration
from layani.rules.record.checkpoint import Checkpoint as Signed
from layani.rules.record.checkpoint import open_checkpoint, sign_checkpoint
from layani.rules.record.encoding import Malformed
from layani.rules.record.leaf import CaseEventLeaf, RestoreLeaf, parse_leaf
from layani.rules.record.merkle import root_at
from layani.rules.record.note import BadSignature, SigningKey, Unsigned
from layani.rules.record.sealing import CASE_KEY_SIZE, case_tag
from layani.rules.record.tiles import MissingTile, grow, narrow, node_reader, right_edge_tiles
from layani.rules.record.tiles import Tile as TileName
from layani.watchers.fetching import NotThere, Source
from layani.watchers.mirror import NotTheRecord, new_entries, read_served

CASES_AT_ONCE = 500
Claim = tuple[str, Signed]
"""Where something that was signed was found, and what."""


class CannotRecover(Exception):
    """Nothing was changed; the message says what stands in the way."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was taken back.

    first, end:  the places first to end-1; equal when nothing was missing
    lost:        of so many of them the content is gone
    cases:       {case number: acts lost} of the cases that the database has
    """

    first: int
    end: int
    lost: int
    cases: dict[str, int]


def recover(source: Source, claims: Sequence[Claim], *, now: datetime) -> Recovered:
    """Take back every entry up to the largest size that was signed; raises CannotRecover, OSError or DatabaseError.

    source:  a copy of the record
    claims:  everything else that is known to have been signed: by the files, the table and the witnesses
    """
    key = log_key()
    with only_one(settings.KEY_FOLDER / LOCK), only_one(settings.LOG_FOLDER / LOCK):
        claims = [("The source", _offered(source, key)), *claims]
        target = max((signed for _, signed in claims), key=lambda signed: signed.size)
        try:
            first, lost, tags = _take_back(source, target, claims, key, now)
        except (MissingTile, NotThere) as fault:
            raise CannotRecover(
                f"The copy does not reach to the {target.size} entries that were signed: {fault}. Take a fuller one, "
                "such as a mirror's or the public folder's own."
            ) from fault
        except (NotTheRecord, Malformed, UnicodeDecodeError) as fault:
            raise CannotRecover(f"What the copy holds is not the record that was signed. {fault}") from fault
    return Recovered(first, target.size, lost, dict(_cases_that_lost(tags)) if tags else {})


def _offered(source: Source, key: SigningKey) -> Signed:
    try:
        return open_checkpoint(source(CHECKPOINT), [key.verifier]).checkpoint
    except (NotThere, Malformed, BadSignature, Unsigned) as fault:
        raise CannotRecover(f"The copy has no checkpoint that this office's key signed: {fault}") from fault


@transaction.atomic
def _take_back(
    source: Source, target: Signed, claims: Sequence[Claim], key: SigningKey, now: datetime
) -> tuple[int, int, frozenset[str]]:
    """Return the first place that was missing, how many contents are lost, and the tags of the lost acts of cases."""
    if not LogState.objects.try_lock():
        raise CannotRecover("An integrator is at work. Stop the worker first.")
    state = LogState.objects.current()
    first, waiting, lost = state.size, _waiting(), []
    for entries in new_entries(read_served(source), first, target.size):
        lost += _append(state, [entry.decode() for entry in entries], waiting)
        state = LogState.objects.current()
    _require_signed(state, target, claims)
    if first == target.size:
        return first, 0, frozenset()
    Checkpoint.objects.keep(target.size, sign_checkpoint(target.size, target.root, key).render(), now)
    leaf = RestoreLeaf(first, target.size, len(lost), now.replace(microsecond=0))
    outbox = Outbox.objects.create(leaf=leaf.text())
    Restoration.objects.create(first=first, end=target.size, lost=len(lost), at=leaf.time, outbox=outbox)
    return first, len(lost), frozenset(_tags(lost))


def _waiting() -> dict[str, list[int]]:
    """Return {leaf: ids} of what waits here, the one that came first last."""
    found: dict[str, list[int]] = defaultdict(list)
    for id_, leaf in Outbox.objects.waiting().reverse().values_list("id", "leaf"):
        found[leaf].append(id_)
    return found


def _append(state: LogState, leaves: Sequence[str], waiting: dict[str, list[int]]) -> list[str]:
    """Give leaves the next places, from what waits where it is the same; returns those whose content is lost."""
    wanted = right_edge_tiles(state.size)
    held = Tile.objects.contents((tile.level, tile.n) for tile in wanted.values())
    try:
        partial = {level: held[level, tile.n] for level, tile in wanted.items()}
    except KeyError as fault:
        raise CannotRecover(f"The database lacks a tile of its own {state.size} entries ({fault}).") from fault
    growth = grow(state.size, partial, [leaf.encode() for leaf in leaves])
    Tile.objects.grow(state.size, growth.tiles)
    lost = []
    for place, leaf in enumerate(leaves, state.size):
        if waiting.get(leaf):
            Outbox.objects.filter(pk=waiting[leaf].pop()).update(idx=place)
        else:
            lost.append(Outbox(leaf=leaf, idx=place))
    Outbox.objects.bulk_create(lost, batch_size=1000)
    if not LogState.objects.advance(state, growth):
        raise CannotRecover("Somebody else changed the record meanwhile. Stop the worker first.")
    return [row.leaf for row in lost]


def _require_signed(state: LogState, target: Signed, claims: Sequence[Claim]) -> None:
    """Raise CannotRecover, which undoes all, unless the record is now what was signed, wherever that was found."""
    if state.size != target.size or bytes(state.root) != target.root:
        raise CannotRecover(
            f"The database's own entries and those of the copy do not lead to the root that was signed for "
            f"{target.size} entries. Either the copy is not the record, or the database went another way after the "
            "restore; then take the older backup itself."
        )
    node = node_reader(state.size, _tile_content)
    for place, signed in claims:
        if root_at(signed.size, node) != signed.root:
            raise CannotRecover(
                f"{place} has {signed.size} entries that the largest signed record does not begin with: two histories "
                "were signed. Keep everything, and make a fork proof with 'layani verify compare'."
            )


def _tile_content(tile: TileName) -> bytes:
    return narrow(tile, Tile.objects.contents([(tile.level, tile.n)])[tile.level, tile.n])


def _tags(leaves: Sequence[str]) -> Iterator[str]:
    for text in leaves:
        try:
            leaf = parse_leaf(text.encode())
        except Malformed:
            continue  # a kind of leaf of a later version
        if isinstance(leaf, CaseEventLeaf):
            yield leaf.tag


def _cases_that_lost(tags: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Yield (number, acts lost) of the cases in the database whose next acts are among those that were lost."""
    last = 0
    while rows := list(Case.objects.filter(pk__gt=last).order_by("pk").only("pk", "number", "ref")[:CASES_AT_ONCE]):
        acts = dict(
            Event.objects.filter(case_id__gte=rows[0].pk, case_id__lte=rows[-1].pk)
            .order_by()
            .values_list("case_id")
            .annotate(last=Max("seq"))
        )
        keys = key_store().held(row.ref for row in rows)
        for row in rows:
            key, seq = keys.get(row.ref), acts.get(row.pk, -1) + 1
            count = 0
            while key is not None and case_tag(key[:CASE_KEY_SIZE], seq + count) in tags:
                count += 1
            if count:
                yield row.number, count
        last = rows[-1].pk
