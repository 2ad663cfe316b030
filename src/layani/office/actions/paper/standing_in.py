"""A supervisor counts a block in its holder's stead; another counts the same, and takes it or closes it."""

from datetime import datetime

from django.db import transaction

from layani.office.actions.leaving import serves
from layani.office.actions.paper.blocks import require_supervisor, standings
from layani.office.actions.paper.closing import note_why
from layani.office.actions.paper.handing_on import holders
from layani.office.actions.paper.lines import note_line
from layani.office.actor import Actor
from layani.office.tables.models import PaperBlock, PaperOffer
from layani.rules.paper.handing_on import SECOND_PERSON, against_standing_in
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
