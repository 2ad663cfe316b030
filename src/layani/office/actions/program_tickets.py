"""Open a ticket at the front door for somebody who asks in another system."""

from datetime import datetime

from django.db import IntegrityError, transaction

from layani.office.actions.door import Opening, open_ticket
from layani.office.actions.webhooks import KEY_USED
from layani.office.actor import Caller
from layani.office.gateways.sealing import canonical
from layani.office.house import codes
from layani.office.tables.models.program_tickets import ProgramTicket
from layani.rules.refusal import Refused


def open_through(opening: Opening, *, actor: Caller, now: datetime, once: str) -> tuple[ProgramTicket, bool]:
    """Return the ticket of a system, and whether it was opened just now; raises Refused.

    The same key with the same content finds the first ticket.
    """
    code = codes().sending(f"ticket/{actor.system or actor.program}", once)
    request = codes().request(canonical(vars(opening)))
    if earlier := _earlier(code, request):
        return earlier, False
    try:
        with transaction.atomic():
            row = open_ticket(opening, actor=actor, now=now)
            made = ProgramTicket.objects.create(program_id=actor.program, ticket=row, once=code, request=request)
    except IntegrityError:
        if earlier := _earlier(code, request):  # the same was sent at the same moment
            return earlier, False
        raise
    return made, True


def _earlier(code: bytes, request: bytes) -> ProgramTicket | None:
    row = ProgramTicket.objects.select_related("ticket").filter(once=code).first()
    if row is not None and bytes(row.request) != request:
        raise Refused(KEY_USED)
    return row
