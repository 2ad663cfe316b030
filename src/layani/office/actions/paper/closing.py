"""A block is closed once two people counted it in its holder's stead."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from layani.office.actions.paper.blocks import ENDED, ledgers
from layani.office.actions.paper.lines import note_line
from layani.office.tables.models import PaperBlock, PaperNote, PaperOffer
from layani.rules.paper.block import CLOSED
from layani.rules.paper.handing_on import against_blank
from layani.rules.refusal import Refused

IN_STEAD, CLOSING = "in-stead", "closing"
"""Kinds of the note why a supervisor counts a block that another holds: to hand it on, or to close it."""


def note_why(offer: PaperOffer, reason: str, *, close: bool) -> None:
    """Note why a supervisor offers what another holds; the caller holds the transaction."""
    kind = CLOSING if close else IN_STEAD
    note_line(
        PaperNote.objects.create(
            block=offer.block, seq=offer.blank, kind=kind, reason=reason, at=offer.at, officer=offer.by
        )
    )


def settle(block: PaperBlock, offer: PaperOffer, *, now: datetime) -> None:
    """Note what two people counted in the holder's stead, close the block where that was meant, or raise
    Refused.

    Nothing is noted of a block that its own holder offered. A number of a closed block is noted as lost, not spoiled:
    a paper of it that turns up, for both miscounted, can still be typed in by two people. The caller holds the block.
    """
    why = PaperNote.objects.why_offered([offer]).get(offer.pk)
    if why is None:
        return
    stands, _ = ledgers([block])[block.pk]
    if refusal := against_blank(offer.blank, block.size, stands.first_blank):
        raise Refused(refusal)
    write_notes(block, [offer.blank], "counted", "", offer.to_id, now)
    if why.kind == CLOSING:
        unused = [seq for seq in range(offer.blank, block.size + 1) if seq not in stands.ends]
        write_notes(block, unused, "lost", CLOSED, offer.to_id, now)


def write_notes(block: PaperBlock, numbers: Iterable[int], kind: str, reason: str, officer: int, now: datetime) -> None:
    """Write one line for each number, or raise Refused where one of them has ended; the caller holds the block."""
    try:
        with transaction.atomic():
            for seq in numbers:
                note_line(
                    PaperNote.objects.create(block=block, seq=seq, kind=kind, reason=reason, at=now, officer_id=officer)
                )
    except IntegrityError:  # one of them was typed in at this moment
        raise Refused(ENDED) from None
