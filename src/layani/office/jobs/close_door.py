"""Ends, after the office has closed, the tickets of those who gave up waiting; and forgets yesterday's numbers.

Nobody at the counter can say that somebody left: it is what nobody called any more, or called in vain. How long each
had waited stands in the ticket, and in the supervisor's day.
"""

from datetime import date, datetime, time, timedelta

from layani.office.actions.door import Deed, act_on
from layani.office.actor import SYSTEM
from layani.office.house import calendar, catalogue
from layani.office.jobs.job import Job
from layani.office.tables.models.tickets import Ticket
from layani.rules.cases.act import written
from layani.rules.refusal import Refused

TICKETS_AT_ONCE = 200


def closed_at(day: date) -> datetime:
    """Return when the office closed on a day; the end of a day on which it was not open at all."""
    openings = calendar().openings(day)
    return calendar().at(day, openings[-1][1]) if openings else calendar().at(day + timedelta(days=1), time())


def over_at(row: Ticket) -> datetime:
    """Return when a ticket's day is over: at the close, or, where it was opened after that, when the day ends."""
    closed = closed_at(row.day)
    return closed if row.opened_at < closed else calendar().at(row.day + timedelta(days=1), time())


def run(now: datetime) -> int:
    """Close what is left of every day that is over; returns how many tickets ended or forgot a number."""
    today = calendar().local(now).date()
    return sum(_closed(row, now) for row in _left(today, now)) + forget_contacts(today)


def _left(today: date, now: datetime) -> list[Ticket]:
    last = today if now >= closed_at(today) else today - timedelta(days=1)
    found = Ticket.objects.to_close(catalogue().office.slug, last)
    return [row for row in found[:TICKETS_AT_ONCE] if now >= over_at(row)]


def _closed(row: Ticket, now: datetime) -> bool:
    """End one ticket; False where its person came to a counter at this very moment."""
    try:
        deed = Deed("close_day", {"closed_at": written(over_at(row))})
        act_on(row.pk, deed, actor=SYSTEM, now=now)
    except Refused:
        return False
    return True


def forget_contacts(today: date) -> int:
    """Empty the telephone numbers of tickets that ended before today; returns how many."""
    return Ticket.objects.with_contact_before(today).update(sealed_contact=None, contact_mac=None)


JOB = Job("close-door", timedelta(minutes=1), run)
