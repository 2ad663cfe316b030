"""Receipts of acts: the provisional one at once, the final one as soon as the record holds the act."""

from layani.office.gateways.log_keys import acknowledgement_key, log_origin
from layani.office.house import catalogue, key_store
from layani.office.tables.models.cases import Event
from layani.office.tables.models.record import Checkpoint, Tile
from layani.rules.record.checkpoint import parse_checkpoint
from layani.rules.record.leaf import parse_case_event
from layani.rules.record.merkle import inclusion_proof, verify_inclusion
from layani.rules.record.note import parse_note
from layani.rules.record.receipt import Opening, make_final, make_provisional
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


def final_receipt(event: Event) -> str | None:
    """Return the ``.tlog-proof`` of this act, or None as long as no signed checkpoint covers it.

    Two queries beside those for ``event`` itself. Raises KeyGone when the case was erased.
    """
    index = event.outbox.idx
    if index is None:
        return None
    signed = Checkpoint.objects.latest_signed()
    if signed is None or signed.size <= index:
        return None
    opening, state = _opening_of(event), parse_checkpoint(parse_note(signed.text.encode()).text)
    hashes = proof_in_tables(index, state.size)
    if not verify_inclusion(opening.leaf.hash(), index, state.size, hashes, state.root):
        raise ReceiptImpossible(
            f"Act {event} stands at {index} in the record of {state.size} entries, but the tiles do not prove it. "
            "Run 'layani verify tiles' on the public copy; the tables of the record are damaged."
        )
    return make_final(opening, index=index, hashes=hashes, checkpoint=signed.text)


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


def proof_in_tables(index: int, size: int) -> tuple[bytes, ...]:
    """Return the inclusion proof from the table's tiles, in one query.

    The path runs within the tiles above the entry and those at the right edge of the tree.
    """
    places = {(tile.level, tile.n) for tile in right_edge_tiles(size).values() if tile.level >= 0}
    level, n = 0, index // FULL
    while size >> (TILE_HEIGHT * level):
        places.add((level, n))
        level, n = level + 1, n // FULL
    held = Tile.objects.contents(places)

    def read(tile: TileName) -> bytes:
        return narrow(tile, held[tile.level, tile.n])

    return tuple(inclusion_proof(index, size, node_reader(size, read)))
