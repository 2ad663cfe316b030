"""The holder of a block hands it on to another officer, who counts it; both stand in the ledger and in the record."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction

from layani.office.actions.leaving import serving
from layani.office.actions.paper.blocks import standings
from layani.office.actions.paper.closing import settle
from layani.office.actions.paper.lines import note_line
from layani.office.actor import Actor
from layani.office.tables.models import PaperBlock, PaperOffer, PaperTaken, User
from layani.rules.paper.handing_on import ONESELF, TAKEN_ALREADY, Taken, against_offering, against_taking, holder_at
from layani.rules.refusal import Refused


def holders(blocks: Collection[PaperBlock], moment: datetime) -> dict[int, int]:
    """Return {id of a block: id of who held it at a moment}; one query."""
    taken: dict[int, list[Taken]] = {block.pk: [] for block in blocks}
    for one in PaperOffer.objects.of_blocks(list(taken)):
        if hasattr(one, "taken"):
            taken[one.block_id].append(Taken(one.to_id, one.taken.at))
    return {block.pk: holder_at(block.holder_id, tuple(taken[block.pk]), moment) for block in blocks}


def open_offers(blocks: Collection[PaperBlock], now: datetime) -> dict[int, PaperOffer]:
    """Return {id of a block: the offer for which its holder has to wait}; three queries.

    A holder need not wait for who serves no longer, nor for what a supervisor offered in their stead: they are here.
    """
    latest = {one.block_id: one for one in PaperOffer.objects.of_blocks([block.pk for block in blocks])}
    here = serving(now) if latest else frozenset()
    held = holders(blocks, now) if latest else {}
    return {
        pk: one
        for pk, one in latest.items()
        if not hasattr(one, "taken") and one.by_id == held[pk] and one.to_id in here
    }


def offer(block: PaperBlock, to: int, blank: int, *, actor: Actor, now: datetime) -> PaperOffer:
    """Offer a block to another officer, or raise Refused. blank: the first number that was not given out."""
    with transaction.atomic():
        block = PaperBlock.objects.select_for_update().get(pk=block.pk)
        holder = holders([block], now)[block.pk]
        open_ = open_offers([block], now).get(block.pk) is not None
        least = standings([block])[block.pk].first_blank
        if refusal := against_offering(holder, actor.user or 0, to, blank, block.size, offered=open_, least=least):
            raise Refused(refusal)
        if not User.objects.filter(pk=to, is_active=True).exists():
            raise Refused(ONESELF)
        row = PaperOffer.objects.create(block=block, by_id=holder, to_id=to, blank=blank, at=now)
        note_line(row)
        return row


def take_over(row: PaperOffer, counted: int, *, actor: Actor, now: datetime) -> PaperTaken:
    """Take a block over after counting it, or raise Refused; counted: the first blank number that one sees.

    Where a supervisor counted it in its holder's stead, the count is noted, and a block that is to be closed is closed.
    """
    with transaction.atomic():
        block = PaperBlock.objects.select_for_update().get(pk=row.block_id)
        taken = PaperTaken.objects.filter(offer=row).exists()
        later = PaperOffer.objects.filter(block=block, pk__gt=row.pk).exists()
        if refusal := against_taking(row.to_id, actor.user or 0, row.blank, counted, taken=taken, later=later):
            raise Refused(refusal)
        found = _taken(row, now)
        settle(block, row, now=now)
        return found


def _taken(row: PaperOffer, now: datetime) -> PaperTaken:
    try:
        with transaction.atomic():
            found = PaperTaken.objects.create(offer=row, at=now)
            note_line(found)
            return found
    except IntegrityError:  # pressed twice at once
        raise Refused(TAKEN_ALREADY) from None
