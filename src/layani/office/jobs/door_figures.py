"""Counts the front door month by month: the wait, who gave up, and from the first contact to the product in hand.

The last thirteen months are counted anew each time, in two questions; a month that is over and counted stays as it is,
for nothing of it can change any more but what is wrong with a clock.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import F

from layani.office.house import calendar, catalogue
from layani.office.jobs.figures import MEDIAN, local_month, percentile
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case
from layani.office.tables.models.door_figures import DoorFigures
from layani.office.tables.models.tickets import IN_THE_HALL, Ticket

MONTHS = 13
ROWS_AT_ONCE = 2000
TICKET = ("day", "need", "service", "place", "opened_at", "called_first_at", "end", "sent_away")
ALL_NEEDS = ""


@dataclass
class Tally:
    """What is counted of one need in one month."""

    tickets: int = 0
    called: int = 0
    gave_up: int = 0
    listed: int = 0
    sent_away: int = 0
    revealed: int = 0
    waits: list[int] = field(default_factory=list)
    contacts: list[int] = field(default_factory=list)


Tallies = dict[tuple[str, date], Tally]


def run(now: datetime) -> int:
    """Count; returns how many rows there are."""
    first = first_counted(calendar().local(now).date())
    tallies: Tallies = defaultdict(Tally)
    for row in Ticket.objects.since(catalogue().office.slug, first).values_list(*TICKET).iterator(ROWS_AT_ONCE):
        for tally in _of(tallies, row[1] or row[2], row[0].replace(day=1)):
            _count_ticket(tally, *row[3:])
    for service, delivered, contact, revealed in _handed_over(calendar().at(first, time())):
        for tally in _of(tallies, service, local_month(delivered)):
            tally.contacts.append(max(0, int((delivered - contact) / timedelta(minutes=1))))
            tally.revealed += revealed > 0
    rows = [_row(service, month, tally, now) for (service, month), tally in tallies.items()]
    DoorFigures.objects.put(rows)
    return len(rows)


def first_counted(today: date) -> date:
    """Return the first day of the earliest month that is counted.

    >>> first_counted(date(2026, 11, 23))
    datetime.date(2025, 11, 1)
    """
    months = today.year * 12 + today.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _of(tallies: Tallies, service: str, month: date) -> Iterable[Tally]:
    """Return the tallies to which something of a need belongs: its own, and that of all needs."""
    names = {service, ALL_NEEDS} if service in catalogue().services else {ALL_NEEDS}
    return [tallies[name, month] for name in sorted(names)]


def _count_ticket(
    tally: Tally, place: str, opened: datetime, called: datetime | None, end: str, sent_away: bool
) -> None:
    tally.sent_away += sent_away
    if place != IN_THE_HALL:
        return
    tally.tickets += 1
    tally.gave_up += end == "left"
    tally.listed += end == "list"
    if called:
        tally.called += 1
        tally.waits.append(int((called - opened).total_seconds()))


def _handed_over(since: datetime) -> Iterator[tuple[str, datetime, datetime, int]]:
    """Yield service, when its product was in hand, the first contact, and what was asked beyond a list, of each case.

    Without a ticket the filing is the first contact. What was imported counts in the demo alone, as in figures.py.
    """
    cases = Case.objects.all() if settings.LAYANI_DEMO else Case.objects.own()
    found = cases.filter(delivered_at__gte=since).annotate(first=F("ticket__ticket__first_contact"))
    columns = ("service", "delivered_at", "first", "received_at", "rest__revealed")
    for service, delivered, first, received, revealed in found.values_list(*columns).iterator(ROWS_AT_ONCE):
        yield service, delivered, first or received, revealed or 0


def _row(service: str, month: date, tally: Tally, now: datetime) -> DoorFigures:
    return DoorFigures(
        office=catalogue().office.slug,
        service=service,
        month=month,
        tickets=tally.tickets,
        called=tally.called,
        gave_up=tally.gave_up,
        listed=tally.listed,
        sent_away=tally.sent_away,
        wait_seconds=percentile(sorted(tally.waits), MEDIAN),
        products=len(tally.contacts),
        contact_minutes=percentile(sorted(tally.contacts), MEDIAN),
        revealed=tally.revealed,
        computed_at=now,
    )


JOB = Job("door-figures", timedelta(minutes=10), run)
