"""A supervisor counts a block in its holder's stead; another counts the same, and takes it or closes it.

A block of who serves no longer that nobody can find is noted as lost.
"""

from datetime import datetime

from django.db import transaction

from layani.office.actions.leaving import serves
from layani.office.actions.paper.blocks import ENDED, ledgers, require_supervisor, standings
from layani.office.actions.paper.closing import note_why, write_notes
from layani.office.actions.paper.handing_on import holders
from layani.office.actions.paper.lines import note_line
from layani.office.actor import Actor
from layani.office.tables.models import PaperBlock, PaperOffer
from layani.rules.paper.block import GONE
from layani.rules.paper.handing_on import SECOND_PERSON, against_noting_gone, against_standing_in
from layani.rules.refusal import Refused


def stand_in(
    block: PaperBlock, to: int, blank: int, reason: str, *, close: bool, actor: Actor, now: datetime
) -> PaperOffer:
    """Count a block in its holder's stead and offer it to who counts after, or raise Refused.

    blank:  the first number that was not given out
    reason: of STEAD_REASONS
    close:  whether every number from there on ends once the other has counted the same

    An offer that waits is over with this: it is the way out where two people counted differently.
    """
    user = require_supervisor(actor)
    with transaction.atomic():
        block = PaperBlock.objects.select_for_update().get(pk=block.pk)
        holder = holders([block], now)[block.pk]
        here, least = serves(holder, now), standings([block])[block.pk].first_blank
        if refusal := against_standing_in(holder, user, to, blank, block.size, reason, serves=here, least=least):
            raise Refused(refusal)
        if not serves(to, now):
            raise Refused(SECOND_PERSON)
        row = PaperOffer.objects.create(block=block, by_id=user, to_id=to, blank=blank, at=now)
        note_line(row)
        note_why(row, reason, close=close)
        return row


def note_gone(block: PaperBlock, *, actor: Actor, now: datetime) -> int:
    """Note every number that has no end as lost, for nobody can find the block, or raise Refused; returns how many.

    Only where its holder serves no longer. A paper of it that turns up can still be typed in by two people.
    """
    user = require_supervisor(actor)
    with transaction.atomic():
        block = PaperBlock.objects.select_for_update().get(pk=block.pk)
        holder = holders([block], now)[block.pk]
        if refusal := against_noting_gone(holder, user, serves=serves(holder, now)):
            raise Refused(refusal)
        stands, _ = ledgers([block])[block.pk]
        open_ = [seq for seq in range(1, block.size + 1) if seq not in stands.ends]
        if not open_:
            raise Refused(ENDED)
        write_notes(block, open_, "lost", GONE, user, now)
    return len(open_)
