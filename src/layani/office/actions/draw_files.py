"""The file of one draw, with which anybody does it again (``layani verify draw``)."""

from layani.office.actions.draw_pool import entries_of
from layani.office.actions.receipts import proof_in_tables
from layani.office.tables.models.draws import Draw
from layani.office.tables.models.record import Checkpoint, Outbox
from layani.rules.record.checkpoint import parse_checkpoint
from layani.rules.record.draw_file import render_draw
from layani.rules.record.note import parse_note
from layani.rules.record.proof import TlogProof


def draw_file(case: int, step: str) -> str | None:
    """Return the file of the draw of a case's step (by id) that counts; None while the record does not hold all of it.

    None also where nothing was drawn: the step was opened to everybody, or went to the officer of an earlier case.
    """
    running = Draw.objects.of_step(case, step)
    if running is None:
        return None
    drawn = [one.outbox for one in running.drawn.select_related("outbox").order_by("k")]
    leaves = [running.pool.outbox, running.outbox, *drawn]
    if not drawn or any(_signed_at(leaf) is None for leaf in leaves):
        return None
    return render_draw(entries_of(running.pool), [_proof(leaf) for leaf in leaves])


def _signed_at(leaf: Outbox) -> Checkpoint | None:
    """Return the first checkpoint that covers a leaf: what was signed before the random number was there counts."""
    return None if leaf.idx is None else Checkpoint.objects.filter(size__gt=leaf.idx).order_by("size").first()


def _proof(leaf: Outbox) -> TlogProof:
    signed, index = _signed_at(leaf), leaf.idx
    if signed is None or index is None:
        raise ValueError(f"No checkpoint covers leaf {leaf}.")
    size = parse_checkpoint(parse_note(signed.text.encode()).text).size
    return TlogProof(index, proof_in_tables(index, size), signed.text, leaf.leaf.encode())
