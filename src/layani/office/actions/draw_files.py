"""The file of one draw, with which anybody does it again (``layani verify draw``)."""

from layani.office.actions.draw_pool import entries_of
from layani.office.actions.place_in_log import least_of_log_in_use
from layani.office.actions.receipts import first_witnessed, proof_of
from layani.office.tables.models.cases import Event
from layani.office.tables.models.draws import Draw
from layani.office.tables.models.record import Checkpoint, Outbox
from layani.office.tables.projection import event_of
from layani.rules.record.draw_file import render_draw
from layani.rules.record.proof import TlogProof


def draw_file(event: Event) -> str | None:
    """Return the file of the draw by which an officer got a step; None while the record does not hold all of it.

    event: the act ``drawn`` of a case. None also where it drew nobody: the step was opened to everybody, or went to the
    officer of an earlier case.
    """
    data = event_of(event).data
    if "k" not in data:
        return None
    made = Draw.objects.filter(case=event.case_id, step=data["step"], drawn__k=data["k"], drawn__officer=data["to"])
    running = made.select_related("pool__outbox", "outbox").filter(at__lte=event.occurred_at).order_by("-id").first()
    if running is None:
        return None
    drawn = [one.outbox for one in running.drawn.select_related("outbox").order_by("id")]
    leaves = [running.pool.outbox, running.outbox, *drawn]
    if any(_signed_at(leaf) is None for leaf in leaves):
        return None
    return render_draw(entries_of(running.pool), [_proof(leaf) for leaf in leaves])


def _signed_at(leaf: Outbox) -> Checkpoint | None:
    """Return the first checkpoint that covers a leaf: what was signed before the random number was there counts.

    Of the log in use, where one was ended: without a quorum of witnesses nothing stands that its taken key signed.
    """
    least = least_of_log_in_use()
    if leaf.idx is None or least is None:
        return None
    return Checkpoint.objects.filter(size__gt=leaf.idx, size__gte=least).order_by("size").first()


def _proof(leaf: Outbox) -> TlogProof:
    signed, index = _signed_at(leaf), leaf.idx
    if signed is None or index is None:
        raise ValueError(f"No checkpoint covers leaf {leaf}.")
    # Witnesses' times are what shows that the pool stood before the random number did.
    size, note = first_witnessed(index) or (signed.size, signed.text)
    return TlogProof(index, proof_of(index, size), note, leaf.leaf.encode())
