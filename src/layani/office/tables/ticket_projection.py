"""Between the rows of a ticket and what the rules call a ticket."""

from typing import Any, cast
from uuid import UUID

from layani.office.tables.models.tickets import Ticket as TicketRow
from layani.rules.door.ticket import End, Status, Ticket

# Fields that the ticket and its row call by the same name.
SAME = (
    "number", "day", "office", "channel", "need", "first", "status", "counter", "only_at", "opened_at", "waits_since",
    "called_first_at", "called_at", "served_at", "back_by", "ended_at", "end", "service", "binds_until",
    "first_contact", "sent_away", "answer_by", "texts", "texted", "seq",
)  # fmt: skip


def ticket_of(row: TicketRow) -> Ticket:
    """Return the ticket that a row holds."""
    values: dict[str, Any] = {name: getattr(row, name) for name in SAME}
    return Ticket(
        **{**values, "status": cast("Status", row.status), "end": cast("End", row.end)},
        officer=row.officer_id,
        follows=row.follows.hex if row.follows else "",
        came_back=bool(row.rest.get("came_back")),
        language=str(row.rest.get("language", "id")),
        calls=int(row.rest.get("calls", 0)),
        cases=tuple(row.rest.get("cases", ())),
        items=tuple(row.rest.get("items", ())),
    )


def ticket_columns(ticket: Ticket) -> dict[str, Any]:
    """Return the row's columns for a ticket, without its reference, its code and its telephone number."""
    return {
        **{name: getattr(ticket, name) for name in SAME},
        "place": ticket.place,
        "urgency": ticket.urgency,
        "officer_id": ticket.officer,
        "follows": UUID(hex=ticket.follows) if ticket.follows else None,
        "rest": {
            "came_back": ticket.came_back,
            "language": ticket.language,
            "calls": ticket.calls,
            "cases": list(ticket.cases),
            "items": list(ticket.items),
        },
    }
