"""Exports the events of tickets to Parquet beside those of cases, without personal data, when there are new ones."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from importlib.util import find_spec
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from django.conf import settings

from layani.office.gateways.secret_file import secret_from_file
from layani.office.jobs.export_lake import EVENTS_AT_ONCE, KEY_FILE, NEEDS
from layani.office.jobs.job import Job
from layani.office.tables.models.tickets import TicketEvent
from layani.office.tables.projection import event_of
from layani.rules.door.decider import evolve
from layani.rules.door.ticket import Ticket

if TYPE_CHECKING:
    from layani.lake.export import TicketRow

FOLDER = "tickets"


def run(now: datetime) -> int:
    """Export all events of tickets if there are more than last time; returns how many are new."""
    # Only this job and that of the cases need the analytics packages; they would take some 100 MB of every web process.
    from layani.lake.export import MANIFEST, TICKETS, read_manifest, write_parquet  # noqa: PLC0415

    folder = settings.LAKE_FOLDER / FOLDER
    before = read_manifest(folder, TICKETS).rows if (folder / MANIFEST).exists() else 0
    if TicketEvent.objects.count() == before:
        return 0
    return max(0, write_parquet(rows(), folder, TICKETS).rows - before)  # fewer after a restore


def rows() -> Iterator["TicketRow"]:
    """Yield every event, ticket by ticket, as the lake keeps it."""
    from layani.lake.export import TicketRow, pseudonym  # noqa: PLC0415  as above

    hidden = partial(pseudonym, secret_from_file(settings.KEY_FOLDER / KEY_FILE).encode("ascii"))
    for _, events in groupby(TicketEvent.objects.ticket_by_ticket().iterator(EVENTS_AT_ONCE), attrgetter("ticket_id")):
        ticket = Ticket()
        for written in events:
            event, before = event_of(written), ticket
            ticket = evolve(before, event)
            yield TicketRow(
                office=ticket.office,
                ticket=hidden(f"ticket/{written.ticket.ref.hex}"),
                sequence=event.seq + 1,
                act=event.act,
                channel=ticket.channel,
                place=ticket.place,
                need=ticket.need,
                first=ticket.first,
                counter=ticket.counter or None,
                actor=None if event.by.officer is None else hidden(f"officer/{event.by.officer}"),
                role=event.by.role or None,
                occurred_at=event.occurred_at,
                recorded_at=written.recorded_at,
                follows=hidden(f"ticket/{ticket.follows}") if ticket.follows else None,
                case=_case(written, hidden),
                end=ticket.end or None if not before.end else None,
                sent_away=ticket.sent_away,
            )


def _case(written: TicketEvent, hidden: "partial[str]") -> str | None:
    """Return the pseudonym of the case that an event names: the one under which the lake has that case's own events."""
    if written.act != "file_case":
        return None
    return hidden(f"case/{json.loads(written.body)['data']['case']}")


if all(map(find_spec, NEEDS)):
    JOB = Job("export-tickets", timedelta(hours=1), run)
