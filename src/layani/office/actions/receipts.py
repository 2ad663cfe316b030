"""Receipts of acts: the provisional one at once, the final one as soon as the record holds the act."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from layani.office.actions.cosigning import signers
from layani.office.gateways.log_keys import acknowledgement_key, log_origin
from layani.office.gateways.witness_policy import witness_policy
from layani.office.house import catalogue, key_store
from layani.office.tables.models.cases import Event
from layani.office.tables.models.record import Checkpoint, Tile
from layani.office.tables.models.witnessing import Cosignature, Witnessed
from layani.rules.record.checkpoint import parse_checkpoint
from layani.rules.record.leaf import parse_case_event
from layani.rules.record.merkle import NodeReader, inclusion_proof, verify_inclusion
from layani.rules.record.note import parse_note
from layani.rules.record.receipt import Opening, Shows, make_final, make_provisional
from layani.rules.record.sealing import CASE_KEY_SIZE, event_salt
from layani.rules.record.tiles import FULL, TILE_HEIGHT, narrow, node_reader, right_edge_tiles
from layani.rules.record.tiles import Tile as TileName


class ReceiptImpossible(Exception):
    """What is stored of an act does not give a receipt that would verify; the message names the act."""


def provisional_receipt(event: Event) -> str:
    """Return the office's signed word that it received this act; the same text whenever it is asked for.

    event: best loaded with ``select_related("case", "outbox")``. Raises KeyGone when the case was erased.
    """
    opening = _opening_of(event)
    return make_provisional(
        opening,
        log=log_origin(),
        office=catalogue().office.name.id,
        issued=event.recorded_at,
        key=acknowledgement_key(),
    )


class Witnessing(Enum):
    """How far a final receipt is vouched for by others than this office.

    QUORUM: as many witnesses as the office asks for stand under it. NOT_YET: fewer do; fetched again later it is
    better. NOBODY_ASKED: the office asks for no quorum, so there is none to wait for.
    """

    QUORUM = "quorum"
    NOT_YET = "not-yet"
    NOBODY_ASKED = "nobody-asked"


@dataclass(frozen=True, slots=True)
class FinalReceipt:
    """The ``.tlog-proof`` of an act, and who stands under its checkpoint beside the log."""

    text: str
    witnessing: Witnessing


def final_receipt(event: Event) -> str | None:
    """Return the text of ``best_final`` alone."""
    best = best_final(event)
    return best.text if best else None


def best_final(event: Event) -> FinalReceipt | None:
    """Return the best ``.tlog-proof`` of this act that there is, or None as long as no signed checkpoint covers it.

    The best is the smallest checkpoint with a quorum that covers the act: it was witnessed first, and stays the same
    however often it is fetched. Until there is one it is the newest checkpoint, with the cosignatures that it has.
    Two queries beside those for ``event`` itself, up to five more where witnesses are configured.
    Raises KeyGone when the case was erased.
    """
    return final_with(event, lambda opening: opening)


def final_with(event: Event, shown: Callable[[Opening], Shows]) -> FinalReceipt | None:
    """Return what ``best_final`` returns, with that part of the act's opening which ``shown`` gives."""
    index = event.outbox.idx
    if index is None:
        return None
    found = _covering(index)
    if found is None:
        return None
    signed, lines, witnessing = found
    opening, state = _opening_of(event), parse_checkpoint(parse_note(signed.text.encode()).text)
    hashes = proof_of(index, state.size)
    if not verify_inclusion(opening.leaf.hash(), index, state.size, hashes, state.root):
        raise ReceiptImpossible(
            f"Act {event} stands at {index} in the record of {state.size} entries, but the tiles do not prove it. "
            "Run 'layani verify tiles' on the public copy; the tables of the record are damaged."
        )
    checkpoint = with_lines(signed, lines)
    return FinalReceipt(make_final(shown(opening), index=index, hashes=hashes, checkpoint=checkpoint), witnessing)


def _covering(index: int) -> tuple[Checkpoint, Sequence[Cosignature], Witnessing] | None:
    """Return the checkpoint for the receipt of the entry at ``index`` with its cosignatures; None = none covers it."""
    policy = witness_policy()
    if policy.quorum is not None:
        for witnessed in _witnessed(index):
            lines = list(Cosignature.objects.of_size(witnessed.size))
            if policy.is_quorum(signers(lines)):
                return Checkpoint.objects.get(size=witnessed.size), lines, Witnessing.QUORUM
    newest = Checkpoint.objects.latest_signed()
    if newest is None or newest.size <= index:
        return None
    lines = list(Cosignature.objects.of_size(newest.size)) if policy.witnesses else []
    return newest, lines, Witnessing.NOBODY_ASKED if policy.quorum is None else Witnessing.NOT_YET


def first_witnessed(index: int) -> tuple[int, str] | None:
    """Return (size, signed note with cosignatures) of the first checkpoint with a quorum over an entry, or None."""
    found = _covering(index)
    if found is None or found[2] is not Witnessing.QUORUM:
        return None
    signed, lines, _ = found
    return signed.size, with_lines(signed, lines)


def newest_checkpoint() -> tuple[int, str] | None:
    """Return (size, signed note with cosignatures) of the newest checkpoint with a quorum, else of the newest."""
    policy = witness_policy()
    witnessed = Witnessed.objects.newest() if policy.quorum is not None else None
    if witnessed is not None:
        lines = list(Cosignature.objects.of_size(witnessed.size))
        if policy.is_quorum(signers(lines)):
            return witnessed.size, with_lines(Checkpoint.objects.get(size=witnessed.size), lines)
    newest = Checkpoint.objects.latest_signed()
    if newest is None:
        return None
    return newest.size, with_lines(newest, list(Cosignature.objects.of_size(newest.size)) if policy.witnesses else [])


def with_lines(signed: Checkpoint, lines: Sequence[Cosignature]) -> str:
    """Return a checkpoint with cosignatures under it."""
    return signed.text + "".join(line.line for line in lines)


def _witnessed(index: int) -> Iterator[Witnessed]:
    """Yield what to try: the first that covers the entry; and the newest, for witnesses may have changed since."""
    first = Witnessed.objects.first_over(index)
    if first is not None:
        yield first
        newest = Witnessed.objects.newest()
        if newest is not None and newest != first:
            yield newest


def _opening_of(event: Event) -> Opening:
    case_key = key_store().get(event.case.ref)[:CASE_KEY_SIZE]
    leaf = parse_case_event(event.outbox.leaf)
    opening = Opening(leaf, event.body, event_salt(case_key, event.seq), case_key, event.seq)
    if not opening.fits():
        raise ReceiptImpossible(
            f"Act {event} is not what its leaf commits to: its row or the case's key was changed. "
            "Compare both with a backup; the leaf in the record is right."
        )
    return opening


def node_of(size: int) -> NodeReader:
    """Return what reads the hashes of the record of ``size`` entries from the table's tiles, a query for each tile."""

    def read(tile: TileName) -> bytes:
        return narrow(tile, Tile.objects.contents([(tile.level, tile.n)])[tile.level, tile.n])

    return node_reader(size, read)


def proof_of(index: int, size: int) -> tuple[bytes, ...]:
    """Return the inclusion proof of an entry of the record from the table's tiles, in one query."""
    return proofs_of([index], size)[index]


def proofs_of(indices: Sequence[int], size: int) -> dict[int, tuple[bytes, ...]]:
    """Return {index: inclusion proof} of some entries, a few hundred at most, in one query.

    The paths run within the tiles above the entries and those at the right edge of the tree.
    """
    places = {(tile.level, tile.n) for tile in right_edge_tiles(size).values() if tile.level >= 0}
    for index in indices:
        level, n = 0, index // FULL
        while size >> (TILE_HEIGHT * level):
            places.add((level, n))
            level, n = level + 1, n // FULL
    held = Tile.objects.contents(places)

    def read(tile: TileName) -> bytes:
        return narrow(tile, held[tile.level, tile.n])

    node = node_reader(size, read)
    return {index: tuple(inclusion_proof(index, size, node)) for index in indices}
